// A life: a sequence of calls, made by one client.

import type { OperationId } from 'identification-chain';
import { pick, randomFrom } from './random.ts';

/** The timeout of one attempt, in milliseconds. */
export const attemptTimeout = 2000;

/** The kinds of client of an API: without an `Idempotency-Key`, with the client's, with the caller's. */
export const kinds = ['without key', 'key of the client', 'key of the caller'] as const;

/** What stands between a client and an API without keys: our gateway, or a proxy with the credential. */
export const edges = ['gateway', 'pass-through'] as const;
export type Edge = (typeof edges)[number];

export type Kind = (typeof kinds)[number] | Edge;

/** The number of creates that a caller sends until the outcome is known. */
export const mostCalls = 3;

/** Whether a caller of this kind sends a create again after an unknown outcome. */
export function pressesAgain(kind: Kind): boolean {
  return kind !== 'without key' && kind !== 'key of the client';
}

/** The operations of a life. */
export type LifeOperation = Extract<OperationId, 'createChain' | 'cancelChain' | 'closeChain'>;

/** The plan of one life. */
export interface Life {
  readonly kind: Kind;
  /** The calls after a creation that gives an id. The second of two is a conflict. */
  readonly ends: readonly Exclude<LifeOperation, 'createChain'>[];
}

/** The organization of a life. It identifies the life's chains in the ledger. */
export function orgIdOf(life: number): string {
  return `life-${life}`;
}

/** The caller's own token at a gateway, which knows the caller's organization by it. */
export function sessionOf(life: number): string {
  return `session-of-${orgIdOf(life)}`;
}

/** The organization of a session. */
export function orgIdOfSession(authorization: string | null): string | undefined {
  return /^Bearer session-of-(life-\d+)$/.exec(authorization ?? '')?.[1];
}

/** The plan of a life for a seed, with an edge or without one. */
export function lifeFor(seed: number, life: number, edge: Edge | undefined): Life {
  const random = randomFrom(seed, life);
  return {
    kind: pick(
      random,
      (edge === undefined ? kinds : [edge]).map((kind) => [1, kind]),
    ),
    ends: pick(random, [
      [1, []],
      [2, ['cancelChain']],
      [2, ['closeChain']],
      [1, ['cancelChain', 'closeChain']],
      [1, ['closeChain', 'cancelChain']],
    ]),
  };
}

/** The header that identifies an attempt for the proxy. */
export const attemptHeader = 'X-Soak-Attempt';

/** The attempt of a request. All numbers start at 0. */
export interface AttemptName {
  readonly life: number;
  readonly call: number;
  readonly attempt: number;
}

export function writeAttempt({ life, call, attempt }: AttemptName): string {
  return [life, call, attempt].join('/');
}

export function readAttempt(header: string | string[] | undefined): AttemptName {
  const [life = Number.NaN, call = Number.NaN, attempt = Number.NaN] = String(header)
    .split('/')
    .map(Number);
  if (Number.isNaN(life + call + attempt)) throw new TypeError(`not an attempt: ${header}`);
  return { life, call, attempt };
}
