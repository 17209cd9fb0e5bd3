// The client of the lives: how it is made, and the outcome of its calls.

import {
  type Client,
  createClient,
  type Fetch,
  isApiError,
  isConnectionError,
  isOutcomeUnknownError,
  isTimeoutError,
  isUnexpectedResponseError,
} from 'identification-chain';
import { referenceReason, referenceRequest } from '../../www/demo/reference.ts';
import type { Outcome } from './judge.ts';
import { attemptTimeout, type Kind } from './life.ts';

/** Short waits, so that ten thousand lives end in minutes. A `Retry-After` of one second is obeyed. */
const retry = { retries: 2, baseDelay: 2, maxDelay: 20, maxRetryAfter: 2000 };

/** Makes a client of a kind. */
export function clientFor(
  kind: Kind,
  { orgId, baseUrl, fetch }: { orgId: string; baseUrl: string; fetch: Fetch },
): Client {
  const options = {
    orgId,
    fetch,
    token: 'soak',
    timeout: attemptTimeout,
    totalTimeout: 10 * attemptTimeout,
    retry,
  };
  return createClient(
    kind === 'without key'
      ? { ...options, baseUrl }
      : { ...options, gateway: { url: baseUrl, keepsKeys: true } },
  );
}

/** Creates a chain, with the caller's key if the caller has one. */
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

/** The outcome that an error reports. */
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
