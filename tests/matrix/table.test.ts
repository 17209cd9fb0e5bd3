// The README's table is of the committed rows, and these are of the environments that there are.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { allEnvironments, committedRows, committedTable, tableOf } from './matrix.ts';

it('is what rows.json says', () => {
  assert.equal(committedTable(), tableOf(committedRows()));
});

it('has every environment', async () => {
  const of = ({ name, style }: { name: string; style: string }) => `${name}, ${style}`;
  assert.deepEqual(committedRows().map(of), [...(await allEnvironments()).values()].flat().map(of));
});

it('has passed everywhere', () => {
  assert.deepEqual(
    committedRows().filter(({ verdict }) => verdict !== 'passed'),
    [],
  );
});
