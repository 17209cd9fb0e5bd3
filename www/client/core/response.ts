// Reads an answer of the server: what it means, and what it holds.

import type { ErrorItem, OperationId } from '../contract.ts';
import { errorItemFields, operationIds } from '../generated/rules.ts';
import { filledText } from '../options.ts';
import { withCore } from './instance.ts';
import { decoder } from './utf8.ts';

/** What an answer means. */
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

/** An answer of the server. */
export interface AnswerInput {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/**
 * Reads an answer.
 *
 * @param idField The member of the answer that holds the chain's id. It comes before the usual ones.
 * @throws {TypeError} if `idField` is not a string, or empty.
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

/** An item of the server's `ErrorsResponse`, without what the server left out. */
function errorItem(row: readonly string[]): ErrorItem {
  return Object.fromEntries(
    errorItemFields.flatMap((name, index) => (row[index] ? [[name, row[index]]] : [])),
  );
}

/** A body as JSON, or as text if it is not JSON; `undefined` if it is empty. */
function parsed(body: Uint8Array): unknown {
  if (body.length === 0) return undefined;
  const text = decoder.decode(body).replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
