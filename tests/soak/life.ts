// A life: a few calls about one chain, by one kind of client.

import type { OperationId } from 'identification-chain';
import { pick, randomFrom } from './random.ts';

/** The time limit of one attempt, in milliseconds. */
export const attemptTimeout = 2000;

/** The kinds of clients: without an `Idempotency-Key`, or with a key of the client or of the caller. */
export const kinds = ['without key', 'key of the client', 'key of the caller'] as const;
export type Kind = (typeof kinds)[number];

/** The operations of a life. */
export type LifeOperation = Extract<OperationId, 'createChain' | 'cancelChain' | 'closeChain'>;

/** The plan of one life. */
export interface Life {
  readonly kind: Kind;
  /** The calls after the creation, if that returns an id. The second of two gets a conflict. */
  readonly ends: readonly Exclude<LifeOperation, 'createChain'>[];
}

/** The organization of a life. It identifies the chains of the life in the ledger. */
export function orgIdOf(life: number): string {
  return `life-${life}`;
}

/** Returns the plan of a life. The seed decides it. */
export function lifeFor(seed: number, life: number): Life {
  const random = randomFrom(seed, life);
  return {
    kind: pick(
      random,
      kinds.map((kind) => [1, kind]),
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

/** The header that identifies an attempt to the proxy. */
export const attemptHeader = 'X-Soak-Attempt';

/** The numbers of an attempt, from 0. */
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
