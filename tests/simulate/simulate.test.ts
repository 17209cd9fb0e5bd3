// The simulation, with few enough lives for continuous integration, and with bugs, which it must find.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { bugs } from './planted.ts';
import { simulateElsewhere } from './processes.ts';
import { processesOr, settings, writeLife } from './settings.ts';
import { replay, type Summary, simulate } from './simulate.ts';

// The same lives each time. `make simulate` runs others.
const { lives, seed } = settings(20_000, 1);

/** Where the search for a bug starts, so that the numbers below stay the same. */
const bugSeed = 1;

describe(`${lives} lives, SIMULATE_SEED=${seed}`, () => {
  let summary: Summary;
  before(async () => {
    const processes = processesOr(availableParallelism());
    summary = await simulateElsewhere({ seed, lives }, processes);
  });

  it('nothing happens that must not happen', () => {
    const wrong = summary.violations.map(
      ({ life, rules }) => `make simulate SEED=${writeLife({ seed, life })}: ${rules.join('; ')}`,
    );
    assert.deepEqual(wrong, []);
    assert.equal(summary.lives, lives);
  });

  for (const what of [
    ...['created', 'id-lost', 'unknown', 'not-done', 'aborted'].map((type) => `call: ${type}`),
    ...['resolved', 'known', 'in-progress', 'no-record', 'the store failed'].map(
      (reply) => `operator: ${reply}`,
    ),
    ...['crash', 'sleep', 'clock jump'].map((fault) => `fault gateway: ${fault}`),
    ...['fails before', 'fails after', 'no answer before', 'no answer after', 'late'].map(
      (fault) => `fault store: ${fault}`,
    ),
    ...['client', 'api'].flatMap((way) =>
      [
        'reset before',
        'lost',
        'late',
        'reset after',
        'answer lost',
        'answer cut',
        'answer stalled',
      ].map((fault) => `fault ${way}: ${fault}`),
    ),
    'fault client: duplicate',
    'fault client: broken upload',
    'fault client: stalled upload',
    'fault api: refused',
    'fault api: unauthorized',
    'fault api: failed',
    'fault api: done, then failed',
    'fault api: done, without id',
    'person: reloads',
    'answer 201 replayed',
    'answer 409 key-in-progress',
    'answer 422 key-reused',
    'answer 502 outcome-unknown',
    'answer 504 outcome-unknown',
    'the owner is late: its record has another owner',
    'the owner is late: its record is unknown',
  ]) {
    it(`it happens: ${what}`, () => assert.ok((summary.counts[what] ?? 0) > 0));
  }
});

describe('a life is the same each time', () => {
  const life = 1234;

  it('in one process, also after others', async () => {
    const first = await replay(seed, life);
    await simulate({ seed, first: 0, lives: 20 });
    assert.equal(await replay(seed, life), first);
    assert.notEqual(await replay(seed, life + 1), first);
  });

  it('in another process', async () => {
    const here = await replay(seed, life);
    const env = { ...process.env, SEED: writeLife({ seed, life }) };
    const main = join(import.meta.dirname, 'main.ts');
    assert.equal(execFileSync(process.execPath, [main], { env, encoding: 'utf8' }), here);
  });

  it('however the lives are shared among processes', async () => {
    const some = { seed, lives: 1_100 };
    assert.deepEqual(await simulateElsewhere(some, 2), await simulateElsewhere(some, 1));
  });
});

describe('the simulation finds', () => {
  for (const [bug, planted] of Object.entries(bugs)) {
    it(bug, async (test) => {
      const orders = { seed: bugSeed, first: 0, lives, planted, mostViolations: 1 };
      const { violations } = await simulate(orders);
      const [{ life, rules } = { life: -1, rules: [] }] = violations;
      assert.ok(life >= 0, `not in ${lives} lives`);
      test.diagnostic(`SEED=${writeLife({ seed: bugSeed, life })}: ${rules.join('; ')}`);
      const trace = await replay(bugSeed, life, planted);
      for (const rule of rules) assert.ok(trace.includes(`VIOLATION ${rule}`), rule);
    });
  }
});
