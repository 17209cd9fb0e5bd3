// Runs the ledger test with as many lives as `make test` has time for.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soak } from './ledger.ts';
import { settings } from './settings.ts';

const { lives, seed } = settings(500);

it(`clients report the right outcomes in ${lives} lives, with SOAK_SEED=${seed}`, async () => {
  const report = await soak(lives, seed);
  assert.deepEqual(report.violations, []);
  assert.deepEqual(report.leaks, []);
  assert.equal(report.lives, lives);
});
