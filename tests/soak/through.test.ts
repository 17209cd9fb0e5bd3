// The ledger test through a gateway, with few enough lives for continuous integration, and with a store
// that forgets, which it must find.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settings } from './settings.ts';
import { soakThrough } from './through.ts';

const { lives, seed } = settings(200);

describe('the ledger test through a gateway', { concurrency: true }, () => {
  it(`accepts the gateway in ${lives} lives, with SOAK_SEED=${seed}`, async () => {
    const report = await soakThrough({ edge: 'gateway', lives, seed });
    assert.deepEqual(report.violations, []);
    assert.deepEqual(report.leaks, []);
    assert.equal(report.lives, lives);
    assert.equal(report.duplicates, 0);
  });

  it('rejects a gateway whose store forgets', async () => {
    const { violations } = await soakThrough({
      edge: 'gateway',
      lives: 60,
      seed: 1,
      forgets: true,
    });
    const found = new Set(violations.map(({ violation }) => violation));
    assert.ok(found.has('a key made more than one chain'));
    assert.ok(found.has('sent again after it may have been done'));
  });
});
