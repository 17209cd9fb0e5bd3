// What a caller is answered for each end of a request to the API.

import type { OperationId } from '../client/contract.ts';
import { repeatableIds } from '../client/generated/rules.ts';
import { type ProblemName, problem } from './problems.ts';
import type { KeyedReply, UpstreamAnswer } from './store.ts';

/** When to ask again after a failure, in seconds. */
const soon = { 'Retry-After': '1' };

/** The answer to a create with a key. */
export function keyedResponse(reply: KeyedReply): Response {
  switch (reply.type) {
    case 'answer':
      return upstreamResponse('createChain', reply.answer);
    case 'replay':
      return passed(reply.answer, { 'Idempotency-Replayed': 'true' });
    case 'in-progress':
      return problem('key-in-progress', { headers: soon });
    case 'another-body':
      return problem('key-reused');
    case 'id-lost':
      return problem('id-lost');
    case 'unknown':
      return problem('outcome-unknown', { status: reply.status });
    case 'not-run':
    case 'not-sent':
      return problem('store-unavailable', { headers: soon });
  }
}

/** The answer to a request that got no answer of the API. */
export function failedResponse(operation: OperationId, isLate: boolean): Response {
  const status = isLate ? 504 : 502;
  if (!repeatableIds.includes(operation)) return problem('outcome-unknown', { status });
  return problem(isLate ? 'upstream-timeout' : 'upstream-failed', { headers: soon });
}

/** The problem of each status of a failing API. */
const failures: Readonly<Record<number, ProblemName>> = {
  503: 'upstream-unavailable',
  504: 'upstream-timeout',
};

/** The answer to a request that the API answered. */
export function upstreamResponse(operation: OperationId, answer: UpstreamAnswer): Response {
  const { status, headers } = answer;
  if (status === 401) return problem('credential-refused');
  const isSuccess = status >= 200 && status < 300;
  const isRefusal = status >= 400 && status < 500 && status !== 408;
  if (isSuccess || isRefusal) return passed(answer);
  const retryAfter = headers.find(([name]) => name === 'Retry-After')?.[1];
  const isDeferred = status === 503 && retryAfter !== undefined;
  if (!isDeferred && !repeatableIds.includes(operation)) return problem('outcome-unknown');
  return problem(failures[status] ?? 'upstream-failed', {
    headers: retryAfter === undefined ? soon : { 'Retry-After': retryAfter },
  });
}

function passed(
  { status, headers, body }: UpstreamAnswer,
  added: Readonly<Record<string, string>> = {},
): Response {
  const isEmpty = body.length === 0;
  return new Response(isEmpty ? null : body, {
    status,
    headers: [...(headers as [string, string][]), ...Object.entries(added)],
  });
}
