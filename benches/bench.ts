// Measures checks and whole calls beside the libraries that teams use instead, in every runtime that is
// installed. Prints the times, writes target/reports/bench.json, and docs/performance.md with its charts.
//
//   node benches/bench.ts [runtime …]
//
// With runtimes, for example `Node Deno`, it measures in these and leaves docs/performance.md unchanged.

import { mkdirSync, writeFileSync } from 'node:fs';
import { NotRun } from '../tests/support/environment.ts';
import { main } from '../tools/run.ts';
import { environment } from './environment.ts';
import { timesOf, writeFigures } from './figures.ts';
import type { Amount, Measured } from './measured.ts';
import { writePerformance } from './performance.ts';
import { installProject } from './project.ts';
import { type Runtime, runtimes } from './runtimes.ts';
import { targetOf } from './targets.ts';

/** The times in a runtime. */
export interface Section extends Measured {
  readonly runtime: string;
  readonly version: string;
}

/** A part is shorter than the time that a system gives to a process before it lets another one run. */
const amount: Amount = { rounds: 101, part: 1.5 };
/** Parts are longer where reading the clock takes long. */
const longer: Amount = { rounds: 9, part: 24 };
const amounts: Readonly<Record<string, Amount>> = { workerd: longer, Chromium: longer };

async function measureIn(runtime: Runtime, folder: string): Promise<Section | undefined> {
  const { name } = runtime;
  try {
    const version = await runtime.version(folder);
    const argument = amounts[name] ?? amount;
    const call = { module: './measured.ts', name: 'measureAll', argument };
    return { runtime: name, version, ...((await runtime.run(call, folder)) as Measured) };
  } catch (error) {
    if (!(error instanceof NotRun)) throw error;
    console.log(`\n${error.message}`);
    return undefined;
  }
}

function print({ runtime, version, rows }: Section): void {
  console.log(`\n${runtime} ${version}`);
  let last = '';
  for (const { group, name, microseconds, timesOurs } of rows) {
    if (group !== last) console.log(`\n  ${group.padEnd(48)}     µs  × ours  ours : it  target`);
    last = group;
    const target = targetOf(group, name);
    const columns = [
      `    ${name.padEnd(44)}`,
      microseconds.toFixed(2).padStart(8),
      timesOurs.toFixed(2).padStart(7),
      (1 / timesOurs).toFixed(2).padStart(10),
      target === undefined ? '' : verdict(timesOurs, target),
    ];
    console.log(columns.join(' ').trimEnd());
  }
}

function verdict(timesOurs: number, target: number): string {
  const limit = `${target.toFixed(2)} × ours (${(1 / target).toFixed(2)})`;
  return ` ${limit}: ${timesOurs >= target ? 'met' : 'missed'}`;
}

await main('bench', async () => {
  const asked = process.argv.slice(2);
  const folder = await installProject('bench');
  const sections: Section[] = [];
  for (const runtime of runtimes) {
    if (asked.length > 0 && !asked.includes(runtime.name)) continue;
    const section = await measureIn(runtime, folder);
    if (section === undefined) continue;
    print(section);
    sections.push(section);
  }
  mkdirSync('target/reports', { recursive: true });
  const report = { environment, sections };
  writeFileSync('target/reports/bench.json', `${JSON.stringify(report, undefined, 2)}\n`);
  if (asked.length === 0) writePerformance(writeFigures(timesOf(sections)));
});
