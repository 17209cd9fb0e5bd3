// Decides whether to retry a call, and after which delay. The functions are pure: the caller passes
// the time and a random number.

import type { Attempt } from '../errors/index.ts';
import { checkedOptions, type Kind, type Kinds } from '../options.ts';
import type { GatewayProblem } from './problem.ts';

/** Options for retries. */
export interface RetryOptions {
  /** The maximum number of retries after the first attempt. 2 by default. */
  readonly retries?: number | undefined;
  /** The longest delay before the first retry, in milliseconds. It doubles each time. 500 by default. */
  readonly baseDelay?: number | undefined;
  /** The longest delay before any retry, in milliseconds. 8,000 by default. */
  readonly maxDelay?: number | undefined;
  /** The longest `Retry-After` that the client waits for, in milliseconds. 60,000 by default. */
  readonly maxRetryAfter?: number | undefined;
}

/** {@link RetryOptions} with their defaults. */
export type RetryPolicy = { readonly [Name in keyof RetryOptions]-?: number };

const notNegative: Kind = {
  expected: 'a number of 0 or more',
  accepts: (value) => typeof value === 'number' && value >= 0,
};

const retryKinds: Kinds<RetryOptions> = {
  retries: notNegative,
  baseDelay: notNegative,
  maxDelay: notNegative,
  maxRetryAfter: notNegative,
};

/**
 * Adds the defaults to options.
 *
 * @throws {TypeError} for an unknown option, and for a value that is not a number of 0 or more.
 */
export function retryPolicy(options: RetryOptions | false = {}): RetryPolicy {
  if (options === false) return retryPolicy({ retries: 0 });
  const {
    retries = 2,
    baseDelay = 500,
    maxDelay = 8_000,
    maxRetryAfter = 60_000,
  } = checkedOptions('createClient: retry.', options, retryKinds);
  return { retries, baseDelay, maxDelay, maxRetryAfter };
}

/** How an attempt ended, with its `Retry-After` in milliseconds. */
export type AttemptEnd = Attempt & {
  readonly retryAfter?: number | undefined;
  /** What a gateway says of a create with a key. */
  readonly problem?: GatewayProblem | undefined;
};

/**
 * Whether a call may be retried without doing the operation twice.
 *
 * @param repeatable whether the operation is idempotent, or has an idempotency key.
 */
export function mayRetry(end: AttemptEnd, repeatable: boolean): boolean {
  // A gateway repeats its other answers.
  if (end.problem !== undefined) return isInProgress(end);
  return isDeferred(end) || (repeatable && mayBeDone(end));
}

/** Whether the operation may have been done in this attempt. */
export function mayBeDone(end: AttemptEnd): boolean {
  if (!('status' in end) || isInProgress(end)) return true;
  return !isDeferred(end) && (end.status === 408 || end.status >= 500);
}

/** Whether a gateway still runs an earlier request with the same key. */
export function isInProgress({ problem }: AttemptEnd): boolean {
  return problem === 'inProgress';
}

/** Whether the server asks to retry later, and so has not done the operation. */
function isDeferred(end: AttemptEnd): boolean {
  if (!('status' in end)) return false;
  return end.status === 429 || (end.status === 503 && end.retryAfter !== undefined);
}

/**
 * Returns the delay before the next attempt in milliseconds, or `undefined` if `Retry-After` is too
 * long or there were enough retries. `Retry-After` takes precedence. Without it the delay is a random
 * time up to a limit that doubles with each retry ("full jitter"). To wait for a request that is in
 * progress is not a retry.
 *
 * @param retry the number of the retry, from 1.
 * @param chance a random number from 0 to 1.
 */
export function delayBefore(
  retry: number,
  end: AttemptEnd,
  { retries, baseDelay, maxDelay, maxRetryAfter }: RetryPolicy,
  chance: number,
): number | undefined {
  const { retryAfter } = end;
  if (isInProgress(end)) return retryAfter ?? baseDelay;
  if (retry > retries) return undefined;
  if (retryAfter !== undefined) return retryAfter <= maxRetryAfter ? retryAfter : undefined;
  return chance * Math.min(maxDelay, baseDelay * 2 ** (retry - 1));
}

/** The date formats of HTTP (RFC 9110 §5.6.7): IMF-fixdate, RFC 850 and asctime. */
const httpDate =
  /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$|^[A-Z][a-z]+, \d\d-[A-Z][a-z]{2}-\d\d [\d:]{8} GMT$|^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}$/;

/**
 * Returns the value of `Retry-After` (RFC 9110 §10.2.3) in milliseconds, or `undefined` if the header
 * is missing or is neither a number of seconds nor a date.
 *
 * @param headers the response headers. A date is relative to their `Date`, if they have one.
 * @param now the current time, in milliseconds since 1970.
 */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const value = headers.get('Retry-After') ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const moment = dateOf(value);
  if (moment === undefined) return undefined;
  return Math.max(0, moment - (dateOf(headers.get('Date') ?? '') ?? now));
}

function dateOf(value: string): number | undefined {
  if (!httpDate.test(value)) return undefined;
  // The asctime format has no time zone. It is UTC.
  const moment = Date.parse(`${value.replace(' GMT', '')} GMT`);
  return Number.isNaN(moment) ? undefined : moment;
}
