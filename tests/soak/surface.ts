// The client as the lives use it: its options, and the outcomes that it reports.

import {
  type Client,
  type ClientOptions,
  createClient,
  isApiError,
  isConnectionError,
  isOutcomeUnknownError,
  isTimeoutError,
  isUnexpectedResponseError,
} from 'identification-chain';
import { referenceReason, referenceRequest } from '../../www/demo/reference.ts';
import type { Outcome } from './judge.ts';
import { attemptTimeout, type Kind } from './life.ts';

/** Short delays, so that ten thousand lives end in minutes. They still allow a `Retry-After` of 1 s. */
const retry = { retries: 2, baseDelay: 2, maxDelay: 20, maxRetryAfter: 2000 };

/** Creates a client of a kind. */
export function clientFor(
  kind: Kind,
  { orgId, baseUrl, fetch }: Pick<ClientOptions, 'orgId' | 'baseUrl' | 'fetch'>,
): Client {
  const options = {
    orgId,
    baseUrl,
    fetch,
    token: 'soak',
    timeout: attemptTimeout,
    totalTimeout: 10 * attemptTimeout,
    retry,
    ...(kind === 'key of the client' && { idempotency: 'header' as const }),
  };
  return createClient(options);
}

/** Creates a chain, with the caller's own key if there is one. */
export async function create(
  client: Client,
  key: string | undefined,
  signal: AbortSignal,
): Promise<Outcome> {
  const options = key === undefined ? { signal } : { signal, idempotencyKey: key };
  return client
    .createChain(referenceRequest, options)
    .then(({ id }): Outcome => ({ type: 'created', id }), outcomeOf);
}

/** Cancels or closes a chain. */
export async function end(
  client: Client,
  operation: 'cancelChain' | 'closeChain',
  id: string,
  signal: AbortSignal,
): Promise<Outcome> {
  const call =
    operation === 'cancelChain'
      ? client.cancelChain(id, referenceReason, { signal })
      : client.closeChain(id, { signal });
  return call.then((): Outcome => ({ type: 'done' }), outcomeOf);
}

/** Returns the outcome that an error reports. */
function outcomeOf(error: unknown): Outcome {
  if (isOutcomeUnknownError(error)) {
    return { type: 'no-answer', unknown: true, timeout: isTimeoutError(error.cause) };
  }
  if (isConnectionError(error) || isTimeoutError(error)) {
    return { type: 'no-answer', unknown: false, timeout: isTimeoutError(error) };
  }
  if (isUnexpectedResponseError(error) && error.status === 201) return { type: 'without-id' };
  if (isApiError(error)) {
    const afterRetry = 'afterRetry' in error && error.afterRetry === true;
    return { type: 'answered', status: error.status, afterRetry };
  }
  return { type: 'other', name: error instanceof Error ? error.name : typeof error };
}
