// Every interleaving of two requests with one key and an operator, and wrong transitions, which the
// exploration must find.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KeyRecord } from '../../www/gateway/states.ts';
import { explore, type Table, table } from './explore.ts';

it('no interleaving makes two chains, or frees a key that may be done', (test) => {
  const { wrong, worlds, steps } = explore(table);
  assert.deepEqual(wrong, undefined);
  assert.ok(worlds > 10_000, `only ${worlds} worlds`);
  test.diagnostic(`${worlds} worlds, ${steps} steps`);
});

it('an operator must not say what was true of an earlier create', (test) => {
  const { wrong } = explore(table, true);
  assert.match(wrong?.at(-1) ?? '', /^WRONG/);
  test.diagnostic(`${wrong?.join(', ')}`);
});

const withoutFence = (record: KeyRecord | undefined, fence: string): string =>
  record !== undefined && 'fence' in record ? record.fence : fence;

const wrong: Readonly<Record<string, Partial<Table>>> = {
  'a fence that is not compared': {
    finished: (record, fence, finish) =>
      table.finished(record, withoutFence(record, fence), finish),
  },
  'a late owner whose key is free': {
    asked: (record, ask) =>
      table.asked(record?.state === 'sent' && ask.now >= record.deadline ? undefined : record, ask),
  },
  'an unknown outcome that frees the key': {
    finished: (record, fence, finish) =>
      table.finished(record, fence, finish.type === 'unknown' ? { type: 'released' } : finish),
  },
  'an operator who frees a key that is in progress': {
    resolved: (record, resolution, at) => table.resolved(record, resolution, { ...at, now: 99 }),
  },
};

describe('the exploration finds', () => {
  for (const [name, changes] of Object.entries(wrong)) {
    it(name, (test) => {
      const found = explore({ ...table, ...changes });
      assert.match(found.wrong?.at(-1) ?? '', /^WRONG/);
      test.diagnostic(`after ${found.worlds} worlds: ${found.wrong?.join(', ')}`);
    });
  }
});
