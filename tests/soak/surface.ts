// The client of the lives: how it is made, and the outcome of its calls.

import { inspect } from 'node:util';
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
import { problemTypes } from '../../www/client/generated/rules.ts';
import { referenceReason, referenceRequest } from '../../www/demo/reference.ts';
import type { Outcome } from './judge.ts';
import { attemptTimeout, type Kind } from './life.ts';
import { secretsIn } from './secrets.ts';

/** Short waits, so that ten thousand lives end in minutes. A `Retry-After` of one second is obeyed. */
const retry = { retries: 2, baseDelay: 2, maxDelay: 20, maxRetryAfter: 2000 };

/** What a client is made of. */
interface ClientInput {
  readonly orgId: string;
  /** The caller's own token, for a gateway. */
  readonly session: string;
  readonly baseUrl: string;
  readonly fetch: Fetch;
}

/** Makes a client of a kind. */
export function clientFor(kind: Kind, { orgId, session, baseUrl, fetch }: ClientInput): Client {
  const options = {
    fetch,
    timeout: attemptTimeout,
    totalTimeout: 10 * attemptTimeout,
    retry,
  };
  switch (kind) {
    case 'gateway':
      return createClient({ ...options, gateway: baseUrl, token: session });
    case 'pass-through':
      return createClient({ ...options, orgId, baseUrl, token: session });
    case 'without key':
      return createClient({ ...options, orgId, baseUrl, token: 'soak' });
    default: {
      const gateway = { url: baseUrl, keepsKeys: true };
      return createClient({ ...options, orgId, gateway, token: 'soak' });
    }
  }
}

/** What a client tells its caller about a call. */
export interface Told {
  readonly outcome: Outcome;
  /** Whether the caller cannot know if the operation was done. */
  readonly isUnknown: boolean;
  /** The names and credentials that the client's error shows. */
  readonly secrets: readonly string[];
}

/** Returns the function that creates the chain of a life, and that creates it again after an unknown. */
export function creatorOf(client: Client, kind: Kind): (signal: AbortSignal) => Promise<Told> {
  const created = ({ id }: { id: string }) => told({ type: 'created', id });
  if (kind === 'gateway') {
    const creation = client.creation();
    return (signal) => creation.send(referenceRequest, { signal }).then(created, toldBy);
  }
  const key = kind === 'key of the caller' ? crypto.randomUUID() : undefined;
  return (signal) => {
    const options = key === undefined ? { signal } : { signal, idempotencyKey: key };
    return client.createChain(referenceRequest, options).then(created, toldBy);
  };
}

/** Cancels or closes a chain. */
export async function end(
  client: Client,
  operation: 'cancelChain' | 'closeChain',
  id: string,
  signal: AbortSignal,
): Promise<Told> {
  const call =
    operation === 'cancelChain'
      ? client.cancelChain(id, referenceReason, { signal })
      : client.closeChain(id, { signal });
  return call.then(() => told({ type: 'done' }), toldBy);
}

function told(outcome: Outcome): Told {
  return { outcome, isUnknown: false, secrets: [] };
}

/** What an error tells the caller. */
function toldBy(error: unknown): Told {
  const outcome = outcomeOf(error);
  const mayBeDone = outcome.type === 'answered' && isApiError(error) && error.mayBeDone;
  return {
    outcome,
    isUnknown: mayBeDone || isOutcomeUnknownError(error),
    secrets: secretsIn(inspect(error, { depth: 10 }) + JSON.stringify(error)),
  };
}

/** The outcome that an error reports. */
function outcomeOf(error: unknown): Outcome {
  if (isOutcomeUnknownError(error)) {
    return { type: 'no-answer', unknown: true, timeout: isTimeoutError(error.cause) };
  }
  if (isConnectionError(error) || isTimeoutError(error)) {
    return { type: 'no-answer', unknown: false, timeout: isTimeoutError(error) };
  }
  if (isUnexpectedResponseError(error) && (error.status === 201 || isIdLost(error.body))) {
    return { type: 'without-id' };
  }
  if (isApiError(error)) {
    const afterRetry = 'afterRetry' in error && error.afterRetry === true;
    return { type: 'answered', status: error.status, afterRetry };
  }
  return { type: 'other', name: error instanceof Error ? error.name : typeof error };
}

function isIdLost(body: unknown): boolean {
  return (body as { readonly type?: unknown } | undefined)?.type === problemTypes.idLost;
}
