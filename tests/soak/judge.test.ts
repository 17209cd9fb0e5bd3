// Tests the judge of the ledger test: it accepts right outcomes and rejects wrong ones.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Attempt, judge, type Outcome, type Truth } from './judge.ts';

const created: Outcome = { type: 'created', id: 'a' };
const done: Outcome = { type: 'done' };
const withoutId: Outcome = { type: 'without-id' };
const answered = (status: number): Outcome => ({ type: 'answered', status, afterRetry: false });
const afterRetry = (status: number): Outcome => ({ type: 'answered', status, afterRetry: true });
const unknown: Outcome = { type: 'no-answer', unknown: true, timeout: false };
const unknownTimeout: Outcome = { type: 'no-answer', unknown: true, timeout: true };
const connection: Outcome = { type: 'no-answer', unknown: false, timeout: false };
const timeout: Outcome = { type: 'no-answer', unknown: false, timeout: true };
const other: Outcome = { type: 'other', name: 'RangeError' };

const got = (status: number): Attempt => ({ status, whole: true });
const cut = (status: number): Attempt => ({ status, whole: false });
const lost: Attempt = { status: undefined, whole: false };
/** The response was sent, but the client had already timed out. */
const late: Attempt = { status: undefined, whole: true };

/** Makes a creation with its chains in the ledger and its attempts. */
function creation(chains: readonly string[], ...attempts: readonly Attempt[]): Truth {
  const operation = 'createChain';
  return { operation, chains, done: chains.length > 0, attempts, timeWasOver: false };
}

/** Makes a cancellation, done or not, with its attempts. */
function cancellation(isDone: boolean, ...attempts: readonly Attempt[]): Truth {
  const operation = 'cancelChain';
  return { operation, chains: ['a'], done: isDone, attempts, timeWasOver: false };
}

const slow = (truth: Truth): Truth => ({ ...truth, timeWasOver: true });

describe('the judge accepts', () => {
  const right: [string, Outcome, Truth][] = [
    ['a chain', created, creation(['a'], got(201))],
    ['a chain with only the head of its response', created, creation(['a'], cut(201))],
    ['a chain at the second attempt', created, creation(['a'], lost, got(201))],
    ['a chain without an id', withoutId, creation(['a'], cut(201))],
    ['an unknown creation that was done', unknown, creation(['a'], lost)],
    ['an unknown creation that was not', unknown, creation([], lost)],
    ['an unknown creation that was rejected later', unknown, creation(['a'], lost, got(429))],
    ['an unknown creation that failed first', unknown, creation(['a'], got(502), got(429))],
    ['an unknown creation after the time limit', unknownTimeout, slow(creation([], lost))],
    ['an unknown creation with a late response', unknownTimeout, slow(creation(['a'], late))],
    ['a rejected creation', answered(429), creation([], got(429))],
    ['a failed creation that was not done', answered(500), creation([], got(500))],
    ['a failed creation that was done', answered(502), creation(['a'], got(502))],
    [
      'a creation that was rejected after a failure',
      answered(429),
      creation([], got(502), got(429)),
    ],
    ['a cancellation', done, cancellation(true, got(204))],
    ['a cancellation at the second attempt', done, cancellation(true, lost, got(204))],
    ['a conflict', answered(409), cancellation(false, got(409))],
    ['a conflict with itself', afterRetry(409), cancellation(true, lost, got(409))],
    [
      'a conflict with itself after a failure',
      afterRetry(409),
      cancellation(true, got(502), got(409)),
    ],
    ['a conflict possibly with itself', afterRetry(409), cancellation(false, lost, got(409))],
    [
      'a conflict with an attempt whose response was late',
      afterRetry(409),
      slow(cancellation(true, late, got(409))),
    ],
    ['a cancellation without a response', connection, cancellation(true, got(429), lost)],
    ['a cancellation after the time limit', timeout, slow(cancellation(false, lost))],
  ];
  for (const [name, outcome, truth] of right) {
    it(name, () => assert.equal(judge(outcome, truth), undefined));
  }
});

describe('the judge rejects', () => {
  const wrong: [string, Outcome, Truth, RegExp][] = [
    ['two chains', created, creation(['a', 'b'], lost, got(201)), /more than one/],
    [
      'two chains after an unknown outcome',
      unknown,
      creation(['a', 'b'], lost, lost),
      /more than one/,
    ],
    ['two chains after a failure', answered(500), creation(['a', 'b'], got(500)), /more than one/],
    ['a chain that does not exist', created, creation([], got(201)), /no chain was created/],
    [
      'a chain without an id that does not exist',
      withoutId,
      creation([], cut(201)),
      /no chain was/,
    ],
    ['a chain that no response reported', withoutId, creation(['a'], lost), /no response said so/],
    ['the id of another chain', created, creation(['b'], got(201)), /is not the id of the chain/],
    ['a cancellation that was not done', done, cancellation(false, got(204)), /it was not done/],
    [
      'a rejected creation that was done',
      answered(429),
      creation(['a'], lost, got(429)),
      /but it was done/,
    ],
    [
      'a rejected cancellation that was done',
      answered(429),
      cancellation(true, got(502), got(429)),
      /but it was done/,
    ],
    [
      'a conflict with itself, not marked as such',
      answered(409),
      cancellation(true, lost, got(409)),
      /but it was done/,
    ],
    [
      'a conflict with nothing',
      afterRetry(409),
      cancellation(false, got(409)),
      /no earlier attempt/,
    ],
    [
      'a conflict after a clear rejection',
      afterRetry(409),
      cancellation(false, got(429), got(409)),
      /no earlier/,
    ],
    ['a status that was not sent', answered(500), creation([], got(502)), /got the status 500/],
    [
      'a failure that was a success',
      answered(502),
      creation(['a'], got(502), cut(201)),
      /said that it was done/,
    ],
    [
      'an unknown creation that was clearly rejected',
      unknown,
      creation([], got(429)),
      /clearly rejected/,
    ],
    [
      'an unknown creation that was confirmed',
      unknown,
      creation(['a'], cut(201)),
      /said that it was done/,
    ],
    [
      'an unknown timeout before the time limit',
      unknownTimeout,
      creation(['a'], late),
      /not reached/,
    ],
    [
      'an unknown creation before the time limit',
      unknown,
      creation(['a'], late),
      /clearly rejected/,
    ],
    [
      'a cancellation that got a response',
      connection,
      cancellation(false, got(503)),
      /every attempt/,
    ],
    [
      'a cancellation that was rejected',
      connection,
      cancellation(false, cut(409)),
      /every attempt/,
    ],
    [
      'a cancellation that was confirmed',
      connection,
      cancellation(true, cut(204)),
      /said that it was done/,
    ],
    ['a timeout before the time limit', timeout, cancellation(false, lost), /not reached/],
    ['a creation reported as failed', connection, creation([], lost), /reported as failed/],
    ['an unknown cancellation', unknown, cancellation(false, lost), /idempotent/],
    ['an error of another kind', other, creation([], got(201)), /RangeError/],
  ];
  for (const [name, outcome, truth, violation] of wrong) {
    it(name, () => assert.match(judge(outcome, truth) ?? 'nothing', violation));
  }
});
