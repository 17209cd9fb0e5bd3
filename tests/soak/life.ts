// What a life is: the calls that it makes, and by what kind of client.

import type { OperationId } from 'identification-chain';
import { pick, randomFrom } from './random.ts';

/** How long a client waits for an answer to one attempt, in milliseconds. */
export const attemptTimeout = 2000;

/** Whether a client sends an `Idempotency-Key`, and whose. */
export const kinds = ['without key', 'key of the client', 'key of the caller'] as const;
export type Kind = (typeof kinds)[number];

/** The operations of a life. */
export type LifeOperation = Extract<OperationId, 'createChain' | 'cancelChain' | 'closeChain'>;

/** The plan of one life. */
export interface Life {
  readonly kind: Kind;
  /** What follows the creation, if that gives an id. The second of two ends meets a conflict. */
  readonly ends: readonly Exclude<LifeOperation, 'createChain'>[];
}

/** The organization that a life has for itself: by it the ledger's chains are known as its own. */
export function orgIdOf(life: number): string {
  return `life-${life}`;
}

/** The plan of a life, as the seed decides it. */
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

/** The header in which an attempt says to the proxy which one it is. */
export const attemptHeader = 'X-Soak-Attempt';

/** Which attempt a request is. All count from 0. */
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
