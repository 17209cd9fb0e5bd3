// Tests every change between the states of a key, and that no path of them runs a create twice.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  type Ask,
  asked,
  type Change,
  type Finish,
  finished,
  type KeyRecord,
  type Resolution,
  resolved,
  type Sent,
  type Unknown,
} from '../../www/gateway/states.ts';

const fingerprint = 'body';
const answer = { status: 201, id: 'chain-1' };

/** A record that its owner wrote in the epoch `e1`, and finishes before the time 100. */
const sent: Sent = { state: 'sent', fingerprint, fence: 'owner', epoch: 'e1', deadline: 100 };
const late: Unknown = { state: 'unknown', fingerprint, fence: 'owner', status: 504 };
const gone: Unknown = { ...late, status: 502 };
const done: KeyRecord = { state: 'done', fingerprint, answer };
const idLost: KeyRecord = { state: 'id-lost', fingerprint };
const resolvedTo = (id: string): KeyRecord => ({ ...done, answer: { status: 201, id } });

const next: Sent = { ...sent, fence: 'next', deadline: 1000 };

function ask(now: number, epoch?: string, body = fingerprint): Ask {
  return { fingerprint: body, sent: next, now, epoch };
}

it('asked: a create runs only if its key is free', () => {
  for (const [record, event, change, reply] of [
    [undefined, ask(0), next, { type: 'run' }],
    [sent, ask(0, 'e1'), 'unchanged', { type: 'in-progress' }],
    // A store without epochs cannot tell that an owner is gone.
    [sent, ask(99), 'unchanged', { type: 'in-progress' }],
    [sent, ask(100, 'e1'), late, { type: 'unknown', status: 504 }],
    [sent, ask(0, 'e2'), gone, { type: 'unknown', status: 502 }],
    [sent, ask(1e15, 'e2'), gone, { type: 'unknown', status: 502 }],
    [done, ask(0), 'unchanged', { type: 'done', answer }],
    [done, ask(1e15, 'e2'), 'unchanged', { type: 'done', answer }],
    [idLost, ask(1e15, 'e2'), 'unchanged', { type: 'id-lost' }],
    [late, ask(1e15, 'e2'), 'unchanged', { type: 'unknown', status: 504 }],
    [gone, ask(1e15, 'e2'), 'unchanged', { type: 'unknown', status: 502 }],
    ...[sent, done, idLost, late].map(
      (taken) => [taken, ask(1e15, 'e2', 'other'), 'unchanged', { type: 'another-body' }] as const,
    ),
  ] as [KeyRecord | undefined, Ask, Change, unknown][]) {
    assert.deepEqual(asked(record, event), { change, reply }, JSON.stringify([record, event]));
  }
});

const finishes: Finish[] = [
  { type: 'done', answer },
  { type: 'id-lost' },
  { type: 'released' },
  { type: 'unknown', status: 502 },
];

it('finished: the owner finishes its record, also after it was taken for lost', () => {
  for (const [record, changes] of [
    [sent, [done, idLost, 'absent', gone]],
    // The first problem stays.
    [late, [done, idLost, 'absent', 'unchanged']],
  ] as [KeyRecord, Change[]][]) {
    for (const [index, finish] of finishes.entries()) {
      const expected = { change: changes[index], reply: 'finished' };
      assert.deepEqual(finished(record, 'owner', finish), expected, `${record.state} ${index}`);
    }
  }
});

it('finished: nobody else does, and nobody finishes twice', () => {
  const others: [KeyRecord | undefined, string][] = [
    [undefined, 'owner'],
    [sent, 'next'],
    [late, 'next'],
    [done, 'owner'],
    [idLost, 'owner'],
  ];
  for (const [record, fence] of others) {
    for (const finish of finishes) {
      const expected = { change: 'unchanged', reply: 'not-owner' };
      assert.deepEqual(finished(record, fence, finish), expected, JSON.stringify(record));
    }
  }
});

it('resolved: an operator settles what nobody else will', () => {
  const id = { id: 'found' };
  for (const [record, resolution, at, change, reply] of [
    [undefined, id, { now: 0 }, 'unchanged', 'no-record'],
    [undefined, 'not-created', { now: 0 }, 'unchanged', 'no-record'],
    [sent, id, { now: 99, epoch: 'e1' }, 'unchanged', 'in-progress'],
    [sent, 'not-created', { now: 99 }, 'unchanged', 'in-progress'],
    [sent, id, { now: 100 }, resolvedTo('found'), 'resolved'],
    [sent, id, { now: 0, epoch: 'e2' }, resolvedTo('found'), 'resolved'],
    [sent, 'not-created', { now: 100 }, 'absent', 'resolved'],
    [late, id, { now: 0 }, resolvedTo('found'), 'resolved'],
    [late, 'not-created', { now: 0 }, 'absent', 'resolved'],
    [idLost, id, { now: 0 }, resolvedTo('found'), 'resolved'],
    [idLost, 'not-created', { now: 0 }, 'unchanged', 'known'],
    [done, id, { now: 0 }, 'unchanged', 'known'],
    [done, 'not-created', { now: 0 }, 'unchanged', 'known'],
  ] as [KeyRecord | undefined, Resolution, { now: number; epoch?: string }, Change, string][]) {
    const found = resolved(record, resolution, at);
    assert.deepEqual(found, { change, reply }, JSON.stringify([record, resolution, at]));
  }
});

/** A key's record, and what has happened to the owners that ran. */
interface World {
  readonly record: KeyRecord | undefined;
  /** The number of creates that ran, and whose effect nobody has ruled out. */
  readonly effects: number;
  readonly runs: number;
}

/** The worlds that follow, by every event at every time. */
function followers({ record, effects, runs }: World): World[] {
  const apply = (change: Change) => {
    if (change === 'unchanged') return record;
    return change === 'absent' ? undefined : change;
  };
  const worlds: World[] = [];
  for (const [now, epoch] of [
    [0, 'e1'],
    [100, 'e1'],
    [0, 'e2'],
  ] as const) {
    const owner: Sent = { ...sent, fence: `owner ${runs + 1}`, epoch, deadline: now + 100 };
    const { change, reply } = asked(record, { fingerprint, sent: owner, now, epoch });
    const run = reply.type === 'run' ? 1 : 0;
    worlds.push({ record: apply(change), effects: effects + run, runs: runs + run });
    const free = resolved(record, 'not-created', { now, epoch });
    const freed = free.reply === 'resolved' ? 1 : 0;
    worlds.push({ record: apply(free.change), effects: effects - freed, runs });
    worlds.push({
      record: apply(resolved(record, { id: 'x' }, { now, epoch }).change),
      effects,
      runs,
    });
  }
  for (let owner = 1; owner <= runs; owner += 1) {
    for (const finish of finishes) {
      const { change, reply } = finished(record, `owner ${owner}`, finish);
      const freed = finish.type === 'released' && reply === 'finished' ? 1 : 0;
      worlds.push({ record: apply(change), effects: effects - freed, runs });
    }
  }
  return worlds;
}

it('no sequence of seven events makes two chains', () => {
  let worlds = new Map<string, World>([['', { record: undefined, effects: 0, runs: 0 }]]);
  let most = 0;
  for (let depth = 0; depth < 7; depth += 1) {
    const after = [...worlds.values()].flatMap(followers);
    worlds = new Map(after.map((world) => [JSON.stringify(world), world]));
    for (const world of worlds.values()) {
      assert.ok(world.effects <= 1, JSON.stringify(world));
      most = Math.max(most, world.runs);
    }
  }
  // Keys that were freed ran again.
  assert.ok(most >= 3, `at most ${most} runs`);
});
