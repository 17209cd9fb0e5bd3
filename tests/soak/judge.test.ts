// That the judge of the ledger test passes what is right and catches what is wrong.

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
/** It was sent, and the client had given up. */
const late: Attempt = { status: undefined, whole: true };

/** A creation: the chains that there are of it, and its attempts. */
function creation(chains: readonly string[], ...attempts: readonly Attempt[]): Truth {
  const operation = 'createChain';
  return { operation, chains, done: chains.length > 0, attempts, timeWasOver: false };
}

/** A cancellation: whether it was done, and its attempts. */
function cancellation(isDone: boolean, ...attempts: readonly Attempt[]): Truth {
  const operation = 'cancelChain';
  return { operation, chains: ['a'], done: isDone, attempts, timeWasOver: false };
}

const slow = (truth: Truth): Truth => ({ ...truth, timeWasOver: true });

describe('the judge passes', () => {
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

describe('the judge catches', () => {
  const wrong: [string, Outcome, Truth, RegExp][] = [
    ['two chains', created, creation(['a', 'b'], lost, got(201)), /more than one/],
    ['two chains behind an unknown', unknown, creation(['a', 'b'], lost, lost), /more than one/],
    ['two chains behind a failure', answered(500), creation(['a', 'b'], got(500)), /more than one/],
    ['a chain that is not there', created, creation([], got(201)), /created, and is not/],
    ['a chain without an id that is not there', withoutId, creation([], cut(201)), /created, and/],
    ['a chain that nobody told of', withoutId, creation(['a'], lost), /no answer said so/],
    ['the id of another chain', created, creation(['b'], got(201)), /the id is not/],
    ['a cancellation that is none', done, cancellation(false, got(204)), /done, and is not/],
    [
      'a refused creation that was done',
      answered(429),
      creation(['a'], lost, got(429)),
      /and it is/,
    ],
    [
      'a refused cancellation that was done',
      answered(429),
      cancellation(true, got(502), got(429)),
      /and it is/,
    ],
    [
      'a plain conflict with itself',
      answered(409),
      cancellation(true, lost, got(409)),
      /and it is/,
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
    ['a status that nobody sent', answered(500), creation([], got(502)), /answered with 500/],
    [
      'a failure that was a success',
      answered(502),
      creation(['a'], got(502), cut(201)),
      /said that it was done/,
    ],
    ['an unknown that was refused', unknown, creation([], got(429)), /plainly refused/],
    ['an unknown that was told', unknown, creation(['a'], cut(201)), /said that it was done/],
    ['an unknown that was too early', unknownTimeout, creation(['a'], late), /did not/],
    ['an early end that was no timeout', unknown, creation(['a'], late), /plainly refused/],
    [
      'a cancellation that was answered',
      connection,
      cancellation(false, got(503)),
      /every attempt/,
    ],
    ['a cancellation that was refused', connection, cancellation(false, cut(409)), /every attempt/],
    [
      'a cancellation that was told',
      connection,
      cancellation(true, cut(204)),
      /said that it was done/,
    ],
    ['a timeout before its time', timeout, cancellation(false, lost), /did not/],
    ['a creation that plainly failed', connection, creation([], lost), /said to have failed/],
    ['a cancellation that is unknown', unknown, cancellation(false, lost), /repeatable/],
    ['what is no outcome', other, creation([], got(201)), /RangeError/],
  ];
  for (const [name, outcome, truth, violation] of wrong) {
    it(name, () => assert.match(judge(outcome, truth) ?? 'nothing', violation));
  }
});
