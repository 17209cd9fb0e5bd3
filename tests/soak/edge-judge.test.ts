// The judge of a gateway accepts correct answers and rejects wrong ones.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EdgeAnswer, UpstreamSend } from './edge.ts';
import { judgeKey, type KeyFacts } from './edge-judge.ts';

const name = { life: 0, call: 0, attempt: 0 };
type Part = (order: number) => { send: UpstreamSend } | { answer: EdgeAnswer };

const sent =
  (status: number | undefined, isRefused = false): Part =>
  (order) => ({ send: { ...name, order, status, isRefused } });
const refused = (status: number) => sent(status, true);
const answered =
  (status: number, problem?: string, id?: string): Part =>
  (order) => ({ answer: { ...name, order, status, problem, id, secrets: [] } });
const unknown = answered(502, 'outcome-unknown');
const created = answered(201, undefined, 'a');

/** The facts of a key: its chains, and what happened in order. */
function key(chains: readonly string[], ...parts: readonly Part[]): KeyFacts {
  const events = parts.map((part, order) => part(order));
  return {
    chains,
    sends: events.flatMap((event) => ('send' in event ? [event.send] : [])),
    answers: events.flatMap((event) => ('answer' in event ? [event.answer] : [])),
  };
}

describe('the judge of a gateway accepts', () => {
  const right: [string, KeyFacts][] = [
    ['a chain', key(['a'], sent(201), created)],
    ['a chain again', key(['a'], sent(201), created, created)],
    ['a chain after a refusal', key(['a'], refused(429), answered(429), sent(201), created)],
    ['an unknown that was done', key(['a'], sent(undefined), unknown, unknown)],
    ['an unknown that was not', key([], sent(500), unknown)],
    ['a lost id', key(['a'], sent(201), answered(502, 'id-lost'))],
    ['a request in progress', key([], sent(undefined), answered(409, 'key-in-progress'), unknown)],
    ['a pause', key([], answered(503, 'upstream-paused'))],
  ];
  for (const [what, facts] of right) it(what, () => assert.deepEqual(judgeKey(facts), []));
});

describe('the judge of a gateway rejects', () => {
  const wrong: [string, KeyFacts, RegExp][] = [
    ['two chains', key(['a', 'b'], sent(201), created), /more than one/],
    ['a second send', key(['a'], sent(undefined), unknown, sent(201), created), /sent again/],
    ['a send after a chain', key(['a'], sent(201), created, refused(429)), /sent again/],
    ['a chain of somebody else', key(['b'], sent(201), created), /does not exist/],
    ['an unknown after a refusal', key([], refused(429), unknown), /refused every request/],
    ['an unknown that was confirmed', key(['a'], sent(201), unknown), /confirmed it/],
    ['a lost id of nothing', key([], sent(500), answered(502, 'id-lost')), /confirmed nothing/],
    ['progress of nothing', key([], answered(409, 'key-in-progress')), /nothing was sent/],
    ['a failure as a refusal', key(['a'], sent(500), answered(500)), /as not done/],
    ['a pause after an unknown', key([], sent(500), answered(503)), /as not done/],
  ];
  for (const [what, facts, error] of wrong) {
    it(what, () => assert.match(judgeKey(facts).join('; '), error));
  }
});
