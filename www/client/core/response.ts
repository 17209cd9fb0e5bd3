// Reads a response: what it means for the operation, and its body.

import type { ErrorItem, OperationId } from '../contract.ts';
import { errorItemFields, operationIds } from '../generated/rules.ts';
import { filledText } from '../options.ts';
import { withCore } from './instance.ts';
import { linesOf } from './lines.ts';
import { decoder } from './utf8.ts';

/** The meaning of a response for its operation. */
export type Outcome =
  | {
      readonly type: 'created';
      readonly status: number;
      readonly id: string;
      readonly body: unknown;
    }
  | { readonly type: 'done'; readonly status: number; readonly body: unknown }
  | {
      readonly type: 'failed';
      readonly status: number;
      readonly errors: readonly ErrorItem[];
      readonly body: unknown;
    }
  | { readonly type: 'unexpected'; readonly status: number; readonly body: unknown };

/** A response, with its whole body. */
export interface AnswerInput {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/**
 * Reads a response of the server.
 *
 * @param idField The member of the response that holds the chain's id, if it has an unusual name.
 * @returns `created` with the chain's id; `done` for the other documented successes; `failed` with
 * the items of the `ErrorsResponse`; `unexpected` for a response that the API does not document.
 * @throws {TypeError} if `idField` is empty or not a string.
 */
export function readResponse(
  operation: OperationId,
  answer: AnswerInput,
  idField?: string,
): Outcome {
  if (idField !== undefined && !filledText.accepts(idField)) {
    throw new TypeError(`readResponse: idField must be ${filledText.expected}`);
  }
  const { status, headers } = answer;
  const number = operationIds.indexOf(operation);
  const lines = linesOf([headers.get('Location') ?? undefined, idField]);
  const [meaning, ...texts] = withCore((core) =>
    core.readResponse(number, status, lines, answer.body),
  );
  const body = parsed(answer.body);
  switch (meaning) {
    case 0:
      return { type: 'created', status, id: String(texts[0]), body };
    case 1:
      return { type: 'done', status, body };
    case 2:
      return { type: 'failed', status, errors: errorItems(texts), body };
    default:
      return { type: 'unexpected', status, body };
  }
}

/** Makes the items of the server's `ErrorsResponse`, without empty members. */
function errorItems(texts: readonly unknown[]): ErrorItem[] {
  const items: Record<string, unknown>[] = [];
  const { length } = errorItemFields;
  for (const [index, text] of texts.entries()) {
    if (index % length === 0) items.push({});
    const name = errorItemFields[index % length];
    if (name !== undefined && text !== '') Object.assign(items.at(-1) ?? {}, { [name]: text });
  }
  return items;
}

/** Parses a body as JSON. Returns text if it is not JSON, and `undefined` if it is empty. */
function parsed(body: Uint8Array): unknown {
  if (body.length === 0) return undefined;
  const text = decoder.decode(body).replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
