// docs/platforms.md has a verdict for each environment of the matrix.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { kinds } from './matrix.ts';
import { committedRows, committedTables, keyOf, type Row, tablesOf } from './platforms.ts';

it('has the form that `make matrix` writes', () => {
  assert.equal(committedTables(), tablesOf(committedRows(), kinds));
});

it('has a verdict for each environment', () => {
  const environments = [...kinds.values()].flat();
  assert.deepEqual(committedRows().map(keyOf).sort(), environments.map(keyOf).sort());
});

it('says that every environment passed', () => {
  const failed = committedRows().filter(({ verdict }) => verdict !== 'passed');
  assert.deepEqual(failed, []);
});

it('shows which ways of a tool failed', () => {
  const row = (place: string, style: string, verdict: string): Row => ({
    name: `Vite 8, ${place}`,
    version: '8',
    style,
    verdict,
  });
  const rows = [
    row('production', 'import', 'passed'),
    row('production', 'require', 'failed'),
    row('development', 'import', 'passed'),
  ];
  assert.ok(
    tablesOf(rows, new Map([['Bundlers', rows]])).includes(
      '| Vite 8 | 8 | production: import · require<br>development: import | passed · failed<br>passed |',
    ),
  );
});
