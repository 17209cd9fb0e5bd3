// Judges whether a client reported a call correctly, from its report and the facts.

import type { LifeOperation } from './life.ts';

/** The client's report of a call. */
export type Outcome =
  /** Created, with this id. */
  | { readonly type: 'created'; readonly id: string }
  /** Cancelled or closed. */
  | { readonly type: 'done' }
  /** Created, and the answer had no id. */
  | { readonly type: 'without-id' }
  /** The server refused or failed. `afterRetry`: an earlier attempt may have had the effect. */
  | { readonly type: 'answered'; readonly status: number; readonly afterRetry: boolean }
  /** No answer. `unknown`: the client reports that the outcome is unknown. */
  | { readonly type: 'no-answer'; readonly unknown: boolean; readonly timeout: boolean }
  /** Anything else. */
  | { readonly type: 'other'; readonly name: string };

/** The answer to one attempt. */
export interface Attempt {
  /** The status, if it reached the client in time. */
  readonly status: number | undefined;
  /** Whether the whole answer was sent to the client. */
  readonly whole: boolean;
}

/** The facts of a call. */
export interface Truth {
  readonly operation: LifeOperation;
  /** The ids of this life's chains in the ledger. */
  readonly chains: readonly string[];
  /** Whether this call had its effect: created, cancelled or closed a chain. */
  readonly done: boolean;
  /** The attempts of this call, in order. */
  readonly attempts: readonly Attempt[];
  /** Whether the call took at least the timeout of an attempt. */
  readonly timeWasOver: boolean;
}

/** The error in an outcome, if it has one. */
export function judge(outcome: Outcome, truth: Truth): string | undefined {
  if (truth.chains.length > 1) return 'more than one chain was created';
  switch (outcome.type) {
    case 'created':
      return judgeCreated(outcome.id, truth);
    case 'done':
      return truth.done ? undefined : 'reported as done, but it is not done';
    case 'without-id':
      if (truth.chains.length === 0) return 'reported as created, but nothing was created';
      return isConfirmed(truth) ? undefined : 'reported as created, but no answer confirmed it';
    case 'answered':
      return judgeAnswered(outcome, truth);
    case 'no-answer':
      return judgeNoAnswer(outcome, truth);
    case 'other':
      return `${outcome.name} is not an outcome of a valid request`;
  }
}

function judgeCreated(id: string, { chains }: Truth): string | undefined {
  if (chains.length === 0) return 'reported as created, but nothing was created';
  return chains[0] === id ? undefined : 'reported with the id of another chain';
}

/** Statuses of a failed gateway or server, which leave the effect open. */
const unclear = [408, 500, 502, 503, 504];

/** Whether an answer confirmed the effect. */
function isConfirmed({ attempts }: Truth): boolean {
  return attempts.some(({ status = 0 }) => status >= 200 && status < 300);
}

/** Whether, to the client's knowledge, an attempt may have had the effect. */
function isOpen({ status, whole }: Attempt): boolean {
  return status === undefined ? !whole : unclear.includes(status);
}

function judgeAnswered(
  { status, afterRetry }: Extract<Outcome, { type: 'answered' }>,
  truth: Truth,
): string | undefined {
  const { attempts, done, operation, timeWasOver } = truth;
  const last = attempts.findLastIndex((attempt) => attempt.status === status);
  if (last === -1) return `reported status ${status}, but no attempt was answered with it`;
  if (isConfirmed(truth)) return 'reported as failed, but an answer confirmed it';
  if (afterRetry) {
    const before = attempts.slice(0, last).some(isOpen);
    return before || timeWasOver
      ? undefined
      : 'reported with afterRetry, but no earlier attempt can have had the effect';
  }
  if (unclear.includes(status)) return undefined;
  return done ? `reported ${status} to ${operation} as not done, but it is done` : undefined;
}

function judgeNoAnswer(
  { unknown, timeout }: Extract<Outcome, { type: 'no-answer' }>,
  truth: Truth,
): string | undefined {
  const { attempts, operation, timeWasOver } = truth;
  if (unknown !== (operation === 'createChain')) {
    return unknown ? 'repeatable, but reported as unknown' : 'unknown, but reported as failed';
  }
  if (isConfirmed(truth)) return 'reported as unknown, but an answer confirmed it';
  if (timeout && !timeWasOver) return 'reported as timed out, but the time was not over';
  if (timeWasOver || attempts.some((attempt) => isOpen(attempt) && (unknown || !attempt.whole)))
    return undefined;
  return unknown
    ? 'reported as unknown, but every attempt was refused'
    : 'reported without an answer, but every attempt was answered';
}
