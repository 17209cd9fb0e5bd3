// The README's table has a row for each environment of the matrix.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { allEnvironments, committedRows, committedTable, tableOf } from './matrix.ts';

it('has the form that `make matrix` writes', () => {
  assert.equal(committedTable(), tableOf(committedRows()));
});

it('has a row for each environment', async () => {
  const keyOf = ({ name, style }: { name: string; style: string }) => `${name}, ${style}`;
  const environments = [...(await allEnvironments()).values()].flat();
  assert.deepEqual(committedRows().map(keyOf), environments.map(keyOf));
});

it('says that every environment passed', () => {
  assert.deepEqual(
    committedRows().filter(({ verdict }) => verdict !== 'passed'),
    [],
  );
});
