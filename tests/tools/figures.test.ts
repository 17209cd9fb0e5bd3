// Tests what the commands that measure write into docs/charts/data.json.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Section } from '../../benches/bench.ts';
import type { Row } from '../../benches/cold.ts';
import { committedFigures, startsOf, timesOf } from '../../benches/figures.ts';

const bytes = 'check, bytes in, with warnings';
const object = 'check, object in, with warnings';
const errors = 'check, object in, ten errors';
const call = 'call, object in, with warnings, static token';

const row = (group: string, name: string, microseconds: number, timesOurs: number) => ({
  group,
  name,
  microseconds,
  timesOurs,
});
const checked = (group: string, microseconds: number) => [
  row(group, 'ours', microseconds, 1),
  row(group, 'zod 4', 1, 8.249),
  row(group, 'valibot', 1, 0.4449),
  row(group, 'ajv', 1, 0.0701),
];

const section: Section = {
  runtime: 'Node',
  version: '24.21.0',
  rows: [
    ...checked(bytes, 0.5749),
    ...checked(object, 1.84),
    row(object, 'JSON.stringify alone', 0.7049, 0.38),
    ...checked(errors, 6.55),
    row(call, 'ours', 14.6, 1),
    row(call, 'zod + ky', 25, 1.71),
    row(call, 'ajv + ky', 22, 1.5),
    row(call, 'openapi-fetch + zod', 12, 0.849),
    row(call, 'Request + fetch, unchecked', 8, 0.551),
  ],
};

it('rounds the times to the digits that the page shows', () => {
  const { checks, calls } = timesOf([section]);
  assert.equal(checks?.runtime, 'Node 24.21.0');
  assert.equal(checks?.stringify, 0.7);
  assert.deepEqual(
    checks?.rows.map(({ microseconds }) => microseconds),
    [0.57, 1.8, 6.5],
  );
  assert.deepEqual(checks?.rows[0]?.timesOurs, {
    'zod 4': 8.2,
    valibot: 0.44,
    'ajv, compiled': 0.07,
  });
  assert.deepEqual(calls, [
    {
      name: 'Node 24.21.0',
      microseconds: 15,
      timesOurs: {
        'zod and ky': 1.7,
        'ajv and ky': 1.5,
        'openapi-fetch and zod': 0.85,
        '`Request` and `fetch`, unchecked': 0.55,
      },
    },
  ]);
});

it('throws if a row of the page was not measured', () => {
  const rows = section.rows.filter(({ name }) => name !== 'ajv + ky');
  assert.throws(() => timesOf([{ ...section, rows }]), /does not measure ajv \+ ky/);
});

it('has a start for each place and its end', () => {
  const start = (program: string, milliseconds: number, until: Row['until']): Row => ({
    place: 'Node, bundled',
    until,
    program,
    milliseconds,
    oursDividedByIt: 1,
  });
  const rows = [
    start('ours', 29.34, 'check'),
    start('zod + ky', 66.2, 'check'),
    start('ours', 9.449, 'request'),
    start('no library', 53.9, 'request'),
  ];
  assert.deepEqual(startsOf(rows), [
    {
      place: 'Node, bundled',
      until: 'check',
      milliseconds: { 'identification-chain': 29, 'zod and ky': 66 },
    },
    {
      place: 'Node, bundled',
      until: 'request',
      milliseconds: { 'identification-chain': 9.4, 'no library': 54 },
    },
  ]);
});

it('has the same candidates in every committed row', () => {
  const { checks, calls, starts } = committedFigures();
  for (const rows of [
    checks.rows.map(({ timesOurs }) => timesOurs),
    calls.map(({ timesOurs }) => timesOurs),
    starts.map(({ milliseconds }) => milliseconds),
  ]) {
    assert.equal(new Set(rows.map((row) => String(Object.keys(row)))).size, 1);
  }
});
