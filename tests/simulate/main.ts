// `make simulate`: runs lives, prints what happened in them, and each life in which something happened
// that must not happen. `make simulate SEED=1/2394` prints that life.

import { availableParallelism } from 'node:os';
import { main } from '../../tools/run.ts';
import { simulateElsewhere } from './processes.ts';
import { processesOr, readLife, settings, writeLife } from './settings.ts';
import { replay, type Summary } from './simulate.ts';

/** How many lives with violations are printed in full. */
const mostPrinted = 3;

await main('simulate', async () => {
  const only = process.env['SEED'];
  if (only !== undefined && only !== '') {
    const { seed, life } = readLife(only);
    process.stdout.write(await replay(seed, life));
    return;
  }
  const { lives, seed } = settings(1_000_000, Math.floor(Math.random() * 2 ** 32));
  const processes = processesOr(availableParallelism());
  console.log(`${lives} lives in ${processes} processes, SIMULATE_SEED=${seed}`);
  const start = performance.now();
  const summary = await simulateElsewhere({ seed, lives }, processes, showProgress);
  print(summary, (performance.now() - start) / 1000);
  for (const { life } of summary.violations.slice(0, mostPrinted)) {
    console.log(`\nSEED=${writeLife({ seed, life })}`);
    process.stdout.write(await replay(seed, life));
  }
  for (const { life, rules } of summary.violations) {
    console.log(`make simulate SEED=${writeLife({ seed, life })}: ${rules[0]}`);
  }
  if (summary.violations.length > 0) process.exitCode = 1;
});

function showProgress(lives: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${lives} lives`);
}

function print({ lives, events, counts, violations }: Summary, seconds: number): void {
  const rows = Object.entries(counts).sort(([one], [other]) => (one < other ? -1 : 1));
  const width = Math.max(...rows.map(([what]) => what.length));
  for (const [what, count] of rows) console.log(`${what.padEnd(width)} ${`${count}`.padStart(10)}`);
  const faults = rows.filter(([what]) => what.startsWith('fault '));
  const sum = faults.reduce((all, [, count]) => all + count, 0);
  console.log(
    `\n${lives} lives, ${events} events, ${sum} faults in ${seconds.toFixed(0)} s: ` +
      `${(lives / seconds).toFixed(0)} lives a second. ${violations.length} with violations`,
  );
}
