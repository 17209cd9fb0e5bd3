// Searches for bodies that take the core much more work than an ordinary body of the same size. The
// search of a seed is the same each time.

import { costOf, known, limit, sizes } from '../worst/cost.ts';
import { type Found, search } from '../worst/search.ts';

const { FUZZ_SECONDS = '30', FUZZ_SEED, FUZZ_START } = process.env;
/** How many shapes a search tries. Then the next one starts anew. */
const tries = 10_000;

const start = performance.now();
const seconds = () => (performance.now() - start) / 1000;
let executions = 0;
let worst: Found = { shape: known[0], cost: 0 };

/** Searches with a seed. False if a body costs too much, or if the time is over. */
function passes(seed: number): boolean {
  let count = 0;
  for (const { shape, cost } of search(seed, known, (shape) => costOf(shape, sizes[0]))) {
    executions += 1;
    count += 1;
    if (cost > worst.cost) {
      const dearest = Math.max(...sizes.map((size) => costOf(shape, size)));
      worst = { shape, cost };
      if (dearest > limit) {
        console.log(`${dearest.toFixed(1)} times an ordinary body: ${JSON.stringify(shape)}`);
        console.log(`seed: FUZZ_SEED=${seed}`);
        process.exitCode = 1;
        return false;
      }
    }
    if (count === tries || (FUZZ_SEED === undefined && seconds() > Number(FUZZ_SECONDS))) break;
  }
  return FUZZ_SEED === undefined && seconds() < Number(FUZZ_SECONDS);
}

let seed = Number(FUZZ_SEED ?? (FUZZ_START || Math.floor(Math.random() * 2 ** 31)));
while (passes(seed)) seed += 1;

const note = `the worst body costs ${worst.cost.toFixed(1)} times an ordinary one: ${JSON.stringify(worst.shape)}`;
console.log(JSON.stringify({ executions, seconds: seconds(), note }));
