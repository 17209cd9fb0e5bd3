// Reads what a gateway says of a create with an idempotency key: a problem of RFC 9457.

import { problemTypes } from '../generated/rules.ts';
import type { Answer } from './attempt.ts';

/** What a gateway says of a create. */
export type GatewayProblem = keyof typeof problemTypes;

/** The messages of the errors. */
export const meanings: Readonly<Record<GatewayProblem, string>> = {
  inProgress: 'another request with this idempotency key is still running',
  outcomeUnknown: 'the gateway does not know the outcome',
  idLost: 'the chain was created, but its id did not reach the gateway',
  keyReused: 'the idempotency key was used with another request',
};

/**
 * Returns what a gateway says of a create, if the response is one of its problems. A 409 that broke off
 * counts as in progress: it may be that problem, and then the create may still be done.
 */
export function gatewayProblem(
  { status, headers, truncated }: Answer,
  body: unknown,
): GatewayProblem | undefined {
  if (status === 409 && truncated) return 'inProgress';
  if (!/^application\/problem\+json\b/i.test(headers.get('Content-Type') ?? '')) return undefined;
  const { type } = (body ?? {}) as { type?: unknown };
  const names = Object.keys(problemTypes) as GatewayProblem[];
  return names.find((name) => problemTypes[name] === type);
}
