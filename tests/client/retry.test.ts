// Tests the decisions about retries, with fixed times and random numbers.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  type AttemptEnd,
  delayBefore,
  mayBeDone,
  mayRetry,
  retryAfterOf,
  retryPolicy,
} from '../../www/client/send/retry.ts';

const policy = retryPolicy({ retries: 5000 });

it('mayRetry never allows a retry that could do an operation twice', () => {
  for (const [end, once, repeatable] of [
    [{ status: 429 }, true, true],
    [{ status: 429, retryAfter: 0 }, true, true],
    [{ status: 503, retryAfter: 1000 }, true, true],
    [{ status: 503 }, false, true],
    [{ status: 408 }, false, true],
    [{ status: 500 }, false, true],
    [{ status: 502 }, false, true],
    [{ status: 504 }, false, true],
    [{ status: 599 }, false, true],
    [{ failure: 'connection' }, false, true],
    [{ failure: 'timeout' }, false, true],
    [{ status: 200 }, false, false],
    [{ status: 302 }, false, false],
    [{ status: 400 }, false, false],
    [{ status: 401 }, false, false],
    [{ status: 404 }, false, false],
    [{ status: 409 }, false, false],
    [{ status: 409, retryAfter: 1000 }, false, false],
    [{ status: 409, problem: 'inProgress' }, true, true],
    [{ status: 502, problem: 'outcomeUnknown' }, false, false],
    [{ status: 502, problem: 'idLost' }, false, false],
    [{ status: 422, problem: 'keyReused' }, false, false],
  ] as [AttemptEnd, boolean, boolean][]) {
    const found = [mayRetry(end, false), mayRetry(end, true)];
    assert.deepEqual(found, [once, repeatable], JSON.stringify(end));
  }
});

it('mayBeDone is true unless the response rules it out', () => {
  for (const [end, expected] of [
    [{ failure: 'connection' }, true],
    [{ failure: 'timeout' }, true],
    [{ status: 408 }, true],
    [{ status: 500 }, true],
    [{ status: 503 }, true],
    [{ status: 503, retryAfter: 0 }, false],
    [{ status: 429 }, false],
    [{ status: 400 }, false],
    [{ status: 409 }, false],
    [{ status: 409, problem: 'inProgress' }, true],
    [{ status: 504, problem: 'outcomeUnknown' }, true],
    [{ status: 422, problem: 'keyReused' }, false],
  ] as [AttemptEnd, boolean][]) {
    assert.equal(mayBeDone(end), expected, JSON.stringify(end));
  }
});

it('delayBefore returns a random time up to a limit that doubles', () => {
  const end = { status: 500 };
  for (const [retry, chance, delay] of [
    [1, 0, 0],
    [1, 1, 500],
    [1, 0.5, 250],
    [2, 1, 1000],
    [3, 1, 2000],
    [5, 1, 8000],
    [6, 1, 8000],
    [100, 1, 8000],
    [5000, 0.5, 4000],
  ] as const) {
    assert.equal(delayBefore(retry, end, policy, chance), delay, `${retry} ${chance}`);
  }
});

it('delayBefore follows Retry-After up to maxRetryAfter', () => {
  for (const [retryAfter, delay] of [
    [0, 0],
    [1000, 1000],
    [60_000, 60_000],
    [60_001, undefined],
    [1e12, undefined],
  ] as const) {
    assert.equal(delayBefore(1, { status: 429, retryAfter }, policy, 1), delay);
  }
});

it('delayBefore ends after the last retry, but waits on for a request in progress', () => {
  const few = retryPolicy({ retries: 2, baseDelay: 50, maxRetryAfter: 10 });
  assert.equal(delayBefore(3, { status: 500 }, few, 1), undefined);
  assert.equal(delayBefore(3, { status: 409, problem: 'inProgress' }, few, 1), 50);
  assert.equal(delayBefore(3, { status: 409, problem: 'inProgress', retryAfter: 90 }, few, 1), 90);
});

it('retryAfterOf reads seconds and dates', () => {
  // A date without a time zone is UTC, wherever the client runs.
  process.env['TZ'] = 'Asia/Tokyo';
  const now = Date.UTC(2026, 10, 23, 10, 0, 0);
  const date = 'Mon, 23 Nov 2026 10:00:30 GMT';
  for (const [value, sent, expected] of [
    ['0', null, 0],
    ['120', null, 120_000],
    [' 7 ', null, 7000],
    ['1000000000', null, 1e12],
    [date, null, 30_000],
    [date, 'Mon, 23 Nov 2026 10:00:20 GMT', 10_000],
    [date, 'yesterday', 30_000],
    ['Mon, 23 Nov 2026 09:00:00 GMT', null, 0],
    ['Monday, 23-Nov-26 10:00:30 GMT', null, 30_000],
    ['Mon Nov 23 10:00:30 2026', null, 30_000],
    [null, null, undefined],
    ['', null, undefined],
    ['-1', null, undefined],
    ['1.5', null, undefined],
    ['soon', null, undefined],
    ['2026-11-23', null, undefined],
    ['Mon, 99 Nov 2026 10:00:30 GMT', null, undefined],
    ...[date, 'Monday, 23-Nov-26 10:00:30 GMT', 'Mon Nov 23 10:00:30 2026'].flatMap(
      (whole) =>
        [
          [`on ${whole}`, null, undefined],
          [`${whole} (noon)`, null, undefined],
        ] as const,
    ),
  ] as const) {
    const headers = new Headers();
    if (value !== null) headers.set('Retry-After', value);
    if (sent !== null) headers.set('Date', sent);
    assert.equal(retryAfterOf(headers, now), expected, `${value} ${sent}`);
  }
});

it('retryPolicy accepts numbers of 0 or more', () => {
  assert.deepEqual(retryPolicy(false), { ...retryPolicy(), retries: 0 });
  assert.deepEqual(retryPolicy({ retries: 5, maxDelay: 0 }), {
    ...policy,
    retries: 5,
    maxDelay: 0,
  });
  for (const wrong of [-1, Number.NaN, '2', null]) {
    assert.throws(() => retryPolicy({ retries: wrong as number }), /retry\.retries must be/);
  }
});
