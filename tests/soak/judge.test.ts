// The judge of the ledger test accepts correct reports and rejects wrong ones.

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
/** The answer was sent after the client had given up. */
const late: Attempt = { status: undefined, whole: true };

/** The facts of a creation: its chains and its attempts. */
function creation(chains: readonly string[], ...attempts: readonly Attempt[]): Truth {
  const operation = 'createChain';
  return { operation, chains, done: chains.length > 0, attempts, timeWasOver: false };
}

/** The facts of a cancellation: its effect and its attempts. */
function cancellation(isDone: boolean, ...attempts: readonly Attempt[]): Truth {
  const operation = 'cancelChain';
  return { operation, chains: ['a'], done: isDone, attempts, timeWasOver: false };
}

const slow = (truth: Truth): Truth => ({ ...truth, timeWasOver: true });

describe('the judge accepts', () => {
  const right: [string, Outcome, Truth][] = [
    ['a chain', created, creation(['a'], got(201))],
    ['a chain of which only the head came', created, creation(['a'], cut(201))],
    ['a chain at the second attempt', created, creation(['a'], lost, got(201))],
    ['a chain without an id', withoutId, creation(['a'], cut(201))],
    ['an unknown creation that was done', unknown, creation(['a'], lost)],
    ['an unknown creation that was not', unknown, creation([], lost)],
    ['an unknown creation that was refused later', unknown, creation(['a'], lost, got(429))],
    ['an unknown creation that failed first', unknown, creation(['a'], got(502), got(429))],
    ['an unknown creation after its time', unknownTimeout, slow(creation([], lost))],
    ['an unknown creation that was answered too late', unknownTimeout, slow(creation(['a'], late))],
    ['a refused creation', answered(429), creation([], got(429))],
    ['a failed creation that was not done', answered(500), creation([], got(500))],
    ['a failed creation that was done', answered(502), creation(['a'], got(502))],
    ['a creation refused after a failure', answered(429), creation([], got(502), got(429))],
    ['a cancellation', done, cancellation(true, got(204))],
    ['a cancellation at the second attempt', done, cancellation(true, lost, got(204))],
    ['a conflict', answered(409), cancellation(false, got(409))],
    ['a conflict with itself', afterRetry(409), cancellation(true, lost, got(409))],
    [
      'a conflict with itself after a failure',
      afterRetry(409),
      cancellation(true, got(502), got(409)),
    ],
    ['a conflict perhaps with itself', afterRetry(409), cancellation(false, lost, got(409))],
    [
      'a conflict with what was answered too late',
      afterRetry(409),
      slow(cancellation(true, late, got(409))),
    ],
    ['a cancellation without an answer', connection, cancellation(true, got(429), lost)],
    ['a cancellation after its time', timeout, slow(cancellation(false, lost))],
  ];
  for (const [name, outcome, truth] of right) {
    it(name, () => assert.equal(judge(outcome, truth), undefined));
  }
});

describe('the judge rejects', () => {
  const wrong: [string, Outcome, Truth, RegExp][] = [
    ['two chains', created, creation(['a', 'b'], lost, got(201)), /more than one/],
    ['two chains behind an unknown', unknown, creation(['a', 'b'], lost, lost), /more than one/],
    ['two chains behind a failure', answered(500), creation(['a', 'b'], got(500)), /more than one/],
    ['a chain that does not exist', created, creation([], got(201)), /but nothing was created/],
    [
      'a chain without an id that does not exist',
      withoutId,
      creation([], cut(201)),
      /but nothing was created/,
    ],
    ['a chain that no answer confirmed', withoutId, creation(['a'], lost), /no answer confirmed/],
    ['the id of another chain', created, creation(['b'], got(201)), /id of another chain/],
    ['a cancellation that was not done', done, cancellation(false, got(204)), /but it is not done/],
    [
      'a refused creation that was done',
      answered(429),
      creation(['a'], lost, got(429)),
      /but it is done/,
    ],
    [
      'a refused cancellation that was done',
      answered(429),
      cancellation(true, got(502), got(429)),
      /but it is done/,
    ],
    [
      'a plain conflict with itself',
      answered(409),
      cancellation(true, lost, got(409)),
      /but it is done/,
    ],
    [
      'a conflict with nothing',
      afterRetry(409),
      cancellation(false, got(409)),
      /no earlier attempt/,
    ],
    [
      'a conflict after a plain refusal',
      afterRetry(409),
      cancellation(false, got(429), got(409)),
      /no earlier/,
    ],
    ['a status that nobody sent', answered(500), creation([], got(502)), /reported status 500/],
    [
      'a failure that was a success',
      answered(502),
      creation(['a'], got(502), cut(201)),
      /an answer confirmed it/,
    ],
    ['an unknown that was refused', unknown, creation([], got(429)), /every attempt was refused/],
    ['an unknown that was confirmed', unknown, creation(['a'], cut(201)), /an answer confirmed it/],
    ['an unknown that was too early', unknownTimeout, creation(['a'], late), /time was not over/],
    ['an end before the timeout', unknown, creation(['a'], late), /every attempt was refused/],
    [
      'a cancellation that was answered',
      connection,
      cancellation(false, got(503)),
      /every attempt/,
    ],
    ['a cancellation that was refused', connection, cancellation(false, cut(409)), /every attempt/],
    [
      'a cancellation that was confirmed',
      connection,
      cancellation(true, cut(204)),
      /an answer confirmed it/,
    ],
    ['a timeout before its time', timeout, cancellation(false, lost), /time was not over/],
    ['a creation that plainly failed', connection, creation([], lost), /reported as failed/],
    ['a cancellation that is unknown', unknown, cancellation(false, lost), /repeatable/],
    ['an error that is not an outcome', other, creation([], got(201)), /RangeError/],
  ];
  for (const [name, outcome, truth, violation] of wrong) {
    it(name, () => assert.match(judge(outcome, truth) ?? 'nothing', violation));
  }
});
