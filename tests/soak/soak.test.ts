// The ledger test with few enough lives for continuous integration.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soak } from './ledger.ts';
import { settings } from './settings.ts';

const { lives, seed } = settings(500);

it(`the clients of ${lives} lives report what the ledger has, with SOAK_SEED=${seed}`, async () => {
  const report = await soak(lives, seed);
  assert.deepEqual(report.violations, []);
  assert.deepEqual(report.leaks, []);
  assert.equal(report.lives, lives);
});
