// Judges whether a client reported the right outcome of a call. It is a pure function of the reported
// outcome and of what really happened.

import type { LifeOperation } from './life.ts';

/** The outcome that a client reported. */
export type Outcome =
  /** Created, with this id. */
  | { readonly type: 'created'; readonly id: string }
  /** Cancelled or closed. */
  | { readonly type: 'done' }
  /** Created, but the response had no id. */
  | { readonly type: 'without-id' }
  /** An error response. With `afterRetry`, an earlier attempt may have done the operation. */
  | { readonly type: 'answered'; readonly status: number; readonly afterRetry: boolean }
  /** No response. With `unknown`, the client reported that the outcome is unknown. */
  | { readonly type: 'no-answer'; readonly unknown: boolean; readonly timeout: boolean }
  /** Anything else. */
  | { readonly type: 'other'; readonly name: string };

/** The response to one attempt. */
export interface Attempt {
  /** The status, if it reached the client in time. */
  readonly status: number | undefined;
  /** Whether the whole response was sent to the client. */
  readonly whole: boolean;
}

/** What really happened. */
export interface Truth {
  readonly operation: LifeOperation;
  /** The ids of the chains of this life in the ledger. */
  readonly chains: readonly string[];
  /** Whether this call had its effect: the chain was created, cancelled or closed. */
  readonly done: boolean;
  /** The attempts of this call, in order. */
  readonly attempts: readonly Attempt[];
  /** Whether the call lasted as long as the time limit of an attempt. */
  readonly timeWasOver: boolean;
}

/** Returns why a reported outcome is wrong, or `undefined` if it is right. */
export function judge(outcome: Outcome, truth: Truth): string | undefined {
  if (truth.chains.length > 1) return 'more than one chain was created';
  switch (outcome.type) {
    case 'created':
      return judgeCreated(outcome.id, truth);
    case 'done':
      return truth.done ? undefined : 'reported as done, but it was not done';
    case 'without-id':
      if (!truth.done) return 'reported as created, but no chain was created';
      return wasConfirmed(truth) ? undefined : 'reported as created, but no response said so';
    case 'answered':
      return judgeAnswered(outcome, truth);
    case 'no-answer':
      return judgeNoAnswer(outcome, truth);
    case 'other':
      return `${outcome.name} is not an outcome of a valid request`;
  }
}

function judgeCreated(id: string, { chains }: Truth): string | undefined {
  if (chains.length === 0) return 'reported as created, but no chain was created';
  return chains[0] === id ? undefined : 'the reported id is not the id of the chain';
}

/** Statuses of a failed gateway or server. They do not say whether the operation was done. */
const unclear = [408, 500, 502, 503, 504];

/** Whether a response said that the operation was done. */
function wasConfirmed({ attempts }: Truth): boolean {
  return attempts.some(({ status = 0 }) => status >= 200 && status < 300);
}

/** Whether an attempt may have done the operation, as far as the client can know. */
function isOpen({ status, whole }: Attempt): boolean {
  return status === undefined ? !whole : unclear.includes(status);
}

function judgeAnswered(
  { status, afterRetry }: Extract<Outcome, { type: 'answered' }>,
  truth: Truth,
): string | undefined {
  const { attempts, done, operation, timeWasOver } = truth;
  const last = attempts.findLastIndex((attempt) => attempt.status === status);
  if (last === -1) return `no attempt got the status ${status}`;
  if (wasConfirmed(truth)) return 'reported as failed, but a response said that it was done';
  if (afterRetry) {
    const before = attempts.slice(0, last).some(isOpen);
    return before || timeWasOver
      ? undefined
      : 'reported as possibly done before, but no earlier attempt can have done it';
  }
  if (unclear.includes(status)) return undefined;
  return done ? `${status} says that ${operation} was not done, but it was done` : undefined;
}

function judgeNoAnswer(
  { unknown, timeout }: Extract<Outcome, { type: 'no-answer' }>,
  truth: Truth,
): string | undefined {
  const { attempts, operation, timeWasOver } = truth;
  if (unknown !== (operation === 'createChain')) {
    return unknown
      ? 'reported as unknown, but the operation is idempotent'
      : 'reported as failed, but the outcome is unknown';
  }
  if (wasConfirmed(truth))
    return 'reported without a response, but a response said that it was done';
  if (timeout && !timeWasOver) return 'reported as a timeout, but the time limit was not reached';
  if (timeWasOver || attempts.some((attempt) => isOpen(attempt) && (unknown || !attempt.whole)))
    return undefined;
  return unknown
    ? 'reported as unknown, but every attempt was clearly rejected'
    : 'reported without a response, but every attempt got one';
}
