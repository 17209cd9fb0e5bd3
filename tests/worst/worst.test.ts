// No body takes much more work than an ordinary one of its size: neither the shapes in
// tests/cases/shapes.json, nor those that a search finds from them.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { costOf, known, limit, sizes } from './cost.ts';
import { search } from './search.ts';

/** How many shapes the search tries here. `make fuzz TARGET=worst.ts` tries new ones. */
const tries = 4000;

for (const size of sizes) {
  for (const shape of known) {
    it(`bounds the work for ${size} bytes: ${shape.name}`, () => {
      const cost = costOf(shape, size);
      assert.ok(cost <= limit, `${cost.toFixed(1)} times an ordinary body`);
    });
  }
}

it('bounds the work for shapes that a search finds', (test) => {
  let worst = 0;
  let count = 0;
  for (const { shape, cost } of search(1, known, (shape) => costOf(shape, sizes[0]))) {
    assert.ok(cost <= limit, `${cost.toFixed(1)} times an ordinary body: ${JSON.stringify(shape)}`);
    worst = Math.max(worst, cost);
    count += 1;
    if (count === tries) break;
  }
  test.diagnostic(`the worst of ${tries} shapes costs ${worst.toFixed(1)} times an ordinary body`);
  assert.ok(
    worst > Math.max(...known.map((shape) => costOf(shape, sizes[0]))),
    'found nothing new',
  );
});

it('the search finds what costs most, whatever that is', () => {
  // A cost of its own: the most braces in an item.
  const braces = ({ item }: { item: string }) => item.split('{').length;
  let worst = 0;
  let count = 0;
  for (const { cost } of search(1, known, braces)) {
    worst = Math.max(worst, cost);
    count += 1;
    if (count === tries) break;
  }
  assert.ok(worst > 50, String(worst));
});
