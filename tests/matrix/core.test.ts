// The core of the matrix: one environment of each kind, for `make test`.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { allEnvironments, type Lane, openLane, pack, runOne } from './matrix.ts';

const tarball = pack();

describe('the packed package does the job', { concurrency: allEnvironments.size }, () => {
  for (const [folder, all] of allEnvironments) {
    const environments = all.filter(({ core }) => core);
    describe(folder, { concurrency: 1 }, () => {
      let lane: Lane;
      before(async () => {
        lane = await openLane(folder, environments, tarball);
      });
      after(() => lane?.server.close());
      for (const environment of environments) {
        it(`in ${environment.name}, by ${environment.style}`, async () => {
          const { version } = await runOne(environment, lane);
          assert.match(version, /\d/);
        });
      }
    });
  }
});
