// Whether what a client said of a call is so. A pure function of what it said and what happened.

import type { LifeOperation } from './life.ts';

/** What a client said of a call. */
export type Outcome =
  /** Created, with this id. */
  | { readonly type: 'created'; readonly id: string }
  /** Cancelled or closed. */
  | { readonly type: 'done' }
  /** Created, and the answer had no id. */
  | { readonly type: 'without-id' }
  /** The server refused or failed; `afterRetry` where an earlier attempt may have done it. */
  | { readonly type: 'answered'; readonly status: number; readonly afterRetry: boolean }
  /** No answer. `unknown` where the client says that it does not know whether it was done. */
  | { readonly type: 'no-answer'; readonly unknown: boolean; readonly timeout: boolean }
  /** Anything else. */
  | { readonly type: 'other'; readonly name: string };

/** What came back of one attempt. */
export interface Attempt {
  /** The status, if as much as that reached the client before it gave up. */
  readonly status: number | undefined;
  /** Whether the whole answer was sent to the client. */
  readonly whole: boolean;
}

/** What happened. */
export interface Truth {
  readonly operation: LifeOperation;
  /** The ids of the chains that the ledger has of this life. */
  readonly chains: readonly string[];
  /** Whether this call did what was asked for: created, cancelled or closed. */
  readonly done: boolean;
  /** The attempts of this call, the first first. */
  readonly attempts: readonly Attempt[];
  /** Whether the call lasted for an attempt's time. */
  readonly timeWasOver: boolean;
}

/** What is wrong with an outcome, if anything is. */
export function judge(outcome: Outcome, truth: Truth): string | undefined {
  if (truth.chains.length > 1) return 'more than one chain was created';
  switch (outcome.type) {
    case 'created':
      return judgeCreated(outcome.id, truth);
    case 'done':
      return truth.done ? undefined : 'it is said to be done, and is not';
    case 'without-id':
      if (!truth.done) return 'it is said to be created, and is not';
      return saidSo(truth) ? undefined : 'it is said to be created, and no answer said so';
    case 'answered':
      return judgeAnswered(outcome, truth);
    case 'no-answer':
      return judgeNoAnswer(outcome, truth);
    case 'other':
      return `${outcome.name} is no outcome of a good request`;
  }
}

function judgeCreated(id: string, { chains }: Truth): string | undefined {
  if (chains.length === 0) return 'it is said to be created, and is not';
  return chains[0] === id ? undefined : 'the id is not that of the chain';
}

/** Statuses that do not say whether it was done: a gateway or a server that failed. */
const unclear = [408, 500, 502, 503, 504];

/** Whether some answer said that it was done. */
function saidSo({ attempts }: Truth): boolean {
  return attempts.some(({ status = 0 }) => status >= 200 && status < 300);
}

/** Whether an attempt may have done it, for all that the client can know. */
function isOpen({ status, whole }: Attempt): boolean {
  return status === undefined ? !whole : unclear.includes(status);
}

function judgeAnswered(
  { status, afterRetry }: Extract<Outcome, { type: 'answered' }>,
  truth: Truth,
): string | undefined {
  const { attempts, done, operation, timeWasOver } = truth;
  const last = attempts.findLastIndex((attempt) => attempt.status === status);
  if (last === -1) return `no attempt was answered with ${status}`;
  if (saidSo(truth)) return 'it is said to have failed, and an answer said that it was done';
  if (afterRetry) {
    const before = attempts.slice(0, last).some(isOpen);
    return before || timeWasOver
      ? undefined
      : 'it is said to be perhaps done, and no earlier attempt can have been';
  }
  if (unclear.includes(status)) return undefined;
  return done ? `${status} to ${operation} says that it is not done, and it is` : undefined;
}

function judgeNoAnswer(
  { unknown, timeout }: Extract<Outcome, { type: 'no-answer' }>,
  truth: Truth,
): string | undefined {
  const { attempts, operation, timeWasOver } = truth;
  if (unknown !== (operation === 'createChain')) {
    return unknown ? 'repeatable, and said to be unknown' : 'unknown, and said to have failed';
  }
  if (saidSo(truth)) return 'it is said to be unknown, and an answer said that it was done';
  if (timeout && !timeWasOver) return 'it is said to have taken too long, and it did not';
  if (timeWasOver || attempts.some((attempt) => isOpen(attempt) && (unknown || !attempt.whole)))
    return undefined;
  return unknown
    ? 'it is said to be unknown, and every attempt was plainly refused'
    : 'it is said to have no answer, and every attempt was answered';
}
