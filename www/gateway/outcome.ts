// What an answer of the API, or none, says about a create.

import { readResponse } from '../client/core/response.ts';
import { retryAfterOf } from '../client/send/retry.ts';
import type { Finish } from './states.ts';
import type { UpstreamEnd } from './upstream.ts';

/**
 * Returns what the owner of a create knows after its request. Only a refusal frees the key: with a
 * status from 400 to 499 or a 503 with `Retry-After`, the API says that it did nothing. A 408 does not
 * say so (RFC 9110 §15.5.9).
 *
 * @param idField the member of the response that holds the chain's id, if it has an unusual name.
 */
export function finishOf(end: UpstreamEnd, idField: string | undefined): Finish {
  if ('failure' in end) return { type: 'unknown', status: end.failure === 'timeout' ? 504 : 502 };
  const { status, headers, truncated } = end.answer;
  if (status >= 200 && status < 300) {
    const outcome = readResponse('createChain', end.answer, idField);
    // A part of the body may hold another id.
    if (truncated || outcome.type !== 'created') return { type: 'id-lost' };
    const location = headers.get('Location') ?? undefined;
    return { type: 'done', answer: { status, id: outcome.id, location } };
  }
  return isRefusal(status, headers) ? { type: 'released' } : { type: 'unknown', status: 502 };
}

/** Whether the API says that it did nothing. */
export function isRefusal(status: number, headers: Headers): boolean {
  if (status === 503) return retryAfterOf(headers, 0) !== undefined;
  return status >= 400 && status < 500 && status !== 408;
}
