// Reads a response: what it means for the operation, and its body.

import type { ErrorItem, OperationId } from '../contract.ts';
import { errorItemFields, operationIds } from '../generated/rules.ts';
import { filledText } from '../options.ts';
import { withCore } from './instance.ts';
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
  const [[type, id = ''] = [], ...items] = withCore((core) =>
    core.readResponse(number, status, headers.get('Location'), answer.body, idField),
  );
  const body = parsed(answer.body);
  switch (type) {
    case 'created':
      return { type, status, id, body };
    case 'failed':
      return { type, status, errors: items.map(errorItem), body };
    case 'done':
      return { type, status, body };
    default:
      return { type: 'unexpected', status, body };
  }
}

/** Makes an item of the server's `ErrorsResponse`, without empty members. */
function errorItem(row: readonly string[]): ErrorItem {
  return Object.fromEntries(
    errorItemFields.flatMap((name, index) => (row[index] ? [[name, row[index]]] : [])),
  );
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
