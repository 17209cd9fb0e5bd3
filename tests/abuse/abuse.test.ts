// Nothing grows: neither memory nor handles, however often the package is used. `make abuse` does the same
// a million times.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge, type Quantity, type Sample } from './judge.ts';
import type { LeakName } from './planted.ts';
import { fewParts } from './settings.ts';
import { type Work, works } from './works.ts';

/** The quantities that grow. */
async function growing(work: Work, count: number, leak?: LeakName): Promise<Quantity[]> {
  const samples = await work.measure({ count, parts: fewParts, leak });
  const verdicts = judge(samples.map(withoutResident), work.mostGrowth);
  return verdicts.filter(({ grows }) => grows).map(({ quantity }) => quantity);
}

/** The memory of a process settles after many more requests. The heap and the buffers are judged. */
function withoutResident({ resident: _, ...sample }: Sample): Sample {
  return sample;
}

const planted: readonly (readonly [LeakName, Work, number, Quantity])[] = [
  ['the gateway keeps headers', works.gateway, 6_000, 'heap'],
  ['a check keeps its input', works.checks, 6_000, 'buffers'],
  ['the core keeps a page of memory', works.checks, 6_000, 'core memory'],
  ['a client stays', works.clients, 4_000, 'heap'],
  ['a client listens to a shared signal', works.clients, 4_000, 'listeners'],
  ['a client leaves a timer', works.clients, 4_000, 'handles'],
];

// Side by side, because the gateways wait for most of their time.
describe('abuse', { concurrency: 2 }, () => {
  describe('nothing grows', { concurrency: 1 }, () => {
    for (const work of Object.values<Work>(works)) {
      const { name, few } = work;
      it(`${name}, ${few} times`, async () => assert.deepEqual(await growing(work, few), []));
    }
  });

  describe('a planted leak is found', { concurrency: 1 }, () => {
    for (const [leak, work, count, quantity] of planted) {
      it(leak, async () => {
        const found = await growing(work, count, leak);
        assert.ok(found.includes(quantity), found.join());
      });
    }
  });
});

describe('the judge', () => {
  const samples = (quantity: Quantity, values: readonly number[]): Sample[] =>
    values.map((value) => ({ [quantity]: value }));
  const megabytes = (...values: number[]) => values.map((value) => value * 2 ** 20);
  const cases: readonly (readonly [string, boolean, Quantity, readonly number[]])[] = [
    ['growth in the warm-up', false, 'heap', megabytes(1, 9, 12, 12, 12, 12, 12, 12)],
    ['steady growth', true, 'heap', megabytes(1, 2, 3, 4, 5, 6, 7, 8)],
    ['growth within the limit', false, 'heap', megabytes(9, 9, 9, 9, 9, 9, 9.3, 9.3)],
    ['memory that shrinks', false, 'heap', megabytes(9, 9, 9, 9, 8, 7, 6, 5)],
    ['one page at the end', true, 'core memory', [9, 17, 17, 17, 17, 17, 17, 18]],
    ['a page in the warm-up', false, 'core memory', [17, 18, 18, 18, 18, 18, 18, 18]],
    ['one listener', true, 'listeners', [0, 0, 0, 0, 0, 1, 0, 0]],
    ['what was not measured', true, 'heap', [1, 1, 1, Number.NaN, Number.NaN, 1, 1, 1]],
  ];
  for (const [name, grows, quantity, values] of cases) {
    it(`${grows ? 'finds' : 'allows'} ${name}`, () => {
      assert.deepEqual(
        judge(samples(quantity, values)).map((verdict) => verdict.grows),
        [grows],
      );
    });
  }
  it('refuses samples that are too few', () => {
    assert.throws(() => judge(samples('heap', [1, 1, 1, 1, 1, 1, 1])), RangeError);
  });
});
