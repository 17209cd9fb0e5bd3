// Checks the headers of a request before its body is read.

import type { OperationId } from '../client/contract.ts';
import { bodies, maxBodyBytes } from '../client/generated/rules.ts';
import { problem } from './problems.ts';

/** The largest headers, names and values together, in bytes. */
const maxHeaderBytes = 16_384;

/** JSON in UTF-8, and nothing after it. */
const jsonType = /^application\/json[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?$/i;

/** The problem of a request's headers, if they have one. */
export function headProblem({ headers }: Request, operation: OperationId): Response | undefined {
  if (sizeOf(headers) > maxHeaderBytes) return problem('headers-too-large');
  const length = headers.get('Content-Length');
  const isChunked = headers.has('Transfer-Encoding');
  // A server in front of us may have read another length, and the rest as another request
  // (RFC 9112 §11.2).
  if (length !== null && (isChunked || !/^\d{1,15}$/.test(length))) {
    return problem('ambiguous-length');
  }
  if (headers.has('Content-Encoding')) return problem('content-encoding');
  if (Number(length) > maxBodyBytes) return problem('body-too-large');
  const type = headers.get('Content-Type');
  const isTyped = type === null ? bodies[operation] !== 'required' : jsonType.test(type);
  return isTyped ? undefined : problem('content-type');
}

function sizeOf(headers: Headers): number {
  let size = 0;
  for (const [name, value] of headers) size += name.length + value.length;
  return size;
}
