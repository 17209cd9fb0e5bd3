// Compares what calls do in the core with the budgets in tests/budgets.json. The counts are the same on
// every machine. After an intended change, run:
//
//   node tests/counts/counts.test.ts --write

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { Worker } from 'node:worker_threads';
import type { Counted, Counts } from './count.ts';

const root = join(import.meta.dirname, '../..');
const file = join(root, 'tests/budgets.json');
const renew = 'If this is intended, run `node tests/counts/counts.test.ts --write`.';

/** How far a count may exceed its budget, and fall below it. */
const above = 1.02;
const below = 0.9;

async function count(module: string): Promise<Counted> {
  const workerData = join(root, 'target/npm', module);
  const worker = new Worker(join(import.meta.dirname, 'count.ts'), { workerData });
  const [counted] = await once(worker, 'message');
  return counted;
}

const published = await count('core.wasm');
// The published module has no names, so its allocator is unknown. wasm-opt removes no allocation.
const named = await count('bindgen/identification_chain_bg.wasm');
const counts: Readonly<Record<string, Counts>> = Object.fromEntries(
  Object.entries(published.calls).map(([name, counted]) => [
    name,
    { ...counted, allocations: named.calls[name]?.allocations ?? Number.NaN },
  ]),
);

const before = JSON.parse(readFileSync(file, 'utf8'));
if (process.argv.includes('--write')) {
  writeFileSync(file, `${JSON.stringify({ ...before, counts }, undefined, 2)}\n`);
}
const budgets: Readonly<Record<string, Counts>> = JSON.parse(readFileSync(file, 'utf8')).counts;

it('counts the calls that have a budget, and no others', () => {
  assert.deepEqual(Object.keys(counts), Object.keys(budgets), renew);
});

for (const [name, budget] of Object.entries(budgets)) {
  it(`does no more than its budget: ${name}`, (test) => {
    const changed = (Object.entries(budget) as [keyof Counts, number][]).map(([what, limit]) => {
      const is = counts[name]?.[what] ?? Number.NaN;
      return { is, limit, text: `${what}: ${limit} → ${is}` };
    });
    const over = changed.filter(({ is, limit }) => !(is <= limit * above));
    assert.deepEqual(
      over.map(({ text }) => text),
      [],
      `${over.map(({ text }) => text).join(', ')}. ${renew}`,
    );
    const under = changed.filter(({ is, limit }) => is < limit * below);
    for (const { text } of under) test.diagnostic(`${name}: lower the budget. ${text}. ${renew}`);
  });
}

it('finds the functions that allocate', () => {
  assert.ok(named.allocators > 0, 'no function has the name that tests/counts/module.ts looks for');
});

it('needs no more memory after many calls', () => {
  assert.equal(published.pages.many, published.pages.first);
});
