// When a call is tried again, and after how long. Pure: the clock and chance are the caller's.

import type { Attempt } from '../errors.ts';
import { checkedOptions, type Kind, type Kinds } from '../options.ts';

/** How often and how soon a call is tried again. */
export interface RetryOptions {
  /** How many attempts may follow the first: 2 unless given. */
  readonly retries?: number | undefined;
  /** The longest wait before the second attempt, in milliseconds; it doubles. 500 unless given. */
  readonly baseDelay?: number | undefined;
  /** The longest wait before any attempt, in milliseconds: 8,000 unless given. */
  readonly maxDelay?: number | undefined;
  /** The longest `Retry-After` that is waited for, in milliseconds: 60,000 unless given. */
  readonly maxRetryAfter?: number | undefined;
}

/** {@link RetryOptions} with nothing left out. */
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
 * The policy that options make.
 *
 * @throws {TypeError} for an unknown option, and for one that is no number of 0 or more.
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

/** How an attempt ended, with what the server asks for. */
export type AttemptEnd = Attempt & { readonly retryAfter?: number | undefined };

/**
 * Whether a call may be tried again after an attempt that ended so, without doing anything twice.
 *
 * @param repeatable whether doing the operation twice is the same as doing it once.
 */
export function mayRetry(end: AttemptEnd, repeatable: boolean): boolean {
  return isPutOff(end) || (repeatable && mayBeDone(end));
}

/** Whether an attempt that ended so may have had its effect, for all that is known. */
export function mayBeDone(end: AttemptEnd): boolean {
  if (!('status' in end)) return true;
  return !isPutOff(end) && (end.status === 408 || end.status >= 500);
}

/** Whether the server has put the request off, and so not done it. */
function isPutOff(end: AttemptEnd): boolean {
  if (!('status' in end)) return false;
  return end.status === 429 || (end.status === 503 && end.retryAfter !== undefined);
}

/**
 * How long to wait before the next attempt, in milliseconds; `undefined` where that is too long. The
 * server's word counts; without it the wait is any time up to a bound that doubles ("full jitter").
 *
 * @param retry the number of the attempt that follows, among those after the first, from 1.
 * @param chance a number from 0 to 1.
 */
export function delayBefore(
  retry: number,
  { retryAfter }: AttemptEnd,
  { baseDelay, maxDelay, maxRetryAfter }: RetryPolicy,
  chance: number,
): number | undefined {
  if (retryAfter !== undefined) return retryAfter <= maxRetryAfter ? retryAfter : undefined;
  return chance * Math.min(maxDelay, baseDelay * 2 ** (retry - 1));
}

/** The formats of a date that have to be read (RFC 9110 §5.6.7): today's, RFC 850's, asctime's. */
const httpDate =
  /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$|^[A-Z][a-z]+, \d\d-[A-Z][a-z]{2}-\d\d [\d:]{8} GMT$|^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}$/;

/**
 * Reads `Retry-After` (RFC 9110 §10.2.3): how long to wait, in milliseconds; `undefined` where it is
 * not there or is neither seconds nor a date.
 *
 * @param headers those of the answer; a date is read against its own `Date`, if it has one.
 * @param now the time, in milliseconds since 1970.
 */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const value = headers.get('Retry-After')?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const moment = dateOf(value);
  if (moment === undefined) return undefined;
  return Math.max(0, moment - (dateOf(headers.get('Date') ?? '') ?? now));
}

function dateOf(value: string): number | undefined {
  // What asctime writes has no time zone, and is UTC.
  const utc = value.endsWith('GMT') ? value : `${value} GMT`;
  const moment = httpDate.test(value) ? Date.parse(utc) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}
