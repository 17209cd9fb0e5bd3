// Runs a property with new values until its time is over, and prints a line that tools/fuzz.ts reads.

import fc from 'fast-check';

/**
 * Tests a property for `FUZZ_SECONDS`. `FUZZ_SEED` and `FUZZ_PATH`, which a failure prints, replay it once.
 * `FUZZ_START` is the first seed.
 *
 * The last line has the number of executions. The exit status is 1 after a failure.
 */
export async function fuzz<Values>(property: fc.IRawProperty<Values, boolean>): Promise<void> {
  const { FUZZ_SECONDS = '30', FUZZ_SEED, FUZZ_PATH, FUZZ_START } = process.env;
  const start = performance.now();
  let executions = 0;
  const report = (details: fc.RunDetails<Values>) => {
    executions += details.numRuns;
    if (!details.failed || details.interrupted) return false;
    console.log(fc.defaultReportMessage(details));
    console.log(details.errorInstance);
    console.log(`seed: FUZZ_SEED=${details.seed} FUZZ_PATH=${details.counterexamplePath}`);
    process.exitCode = 1;
    return true;
  };
  const seed = () => (FUZZ_START ? { seed: Number(FUZZ_START) + executions } : {});
  const replay = {
    ...(FUZZ_SEED !== undefined && { seed: Number(FUZZ_SEED) }),
    ...(FUZZ_PATH !== undefined && { path: FUZZ_PATH }),
  };
  const isOver = () => performance.now() - start > Number(FUZZ_SECONDS) * 1000;
  // One run of fast-check keeps all its values, so there are many.
  do {
    if (report(await fc.check(property, { numRuns: 1000, ...seed(), ...replay }))) break;
  } while (FUZZ_SEED === undefined && !isOver());
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ executions, seconds }));
}
