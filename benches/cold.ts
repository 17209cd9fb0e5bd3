// Measures how long a program takes from its start to its first check and its first request, beside one
// with zod and ky, in every runtime that is installed. The programs take turns, and each start is in a
// new process, isolate or page. Writes target/reports/cold.json, and docs/performance.md with its chart.
//
//   node benches/cold.ts

import { mkdirSync, writeFileSync } from 'node:fs';
import { NotRun } from '../tests/support/environment.ts';
import { main } from '../tools/run.ts';
import { environment } from './environment.ts';
import { startsOf, writeFigures } from './figures.ts';
import { writePerformance } from './performance.ts';
import { installProject } from './project.ts';
import { median } from './rounds.ts';
import { type Place, places, programs } from './starts/places.ts';
import type { Parts, Until } from './starts/start.ts';

const rounds = 15;

/** The times of a program in a place. */
export interface Row {
  readonly place: string;
  readonly until: Until;
  readonly program: string;
  /** The median time to the end, in milliseconds. */
  readonly milliseconds: number;
  /** The median, over the rounds, of the time of the package divided by this one. */
  readonly oursDividedByIt: number;
  /** The medians of the parts of the start of the core. */
  readonly parts?: Parts;
}

/** The ratios that the package aims at: at most so much of the time of zod and ky. */
const targets: Readonly<Record<string, number>> = {
  'Node, as a package, request': 0.5,
  'Chromium, CPU slowed 4 ×, check': 0.4,
};

async function measure(place: Place, until: Until): Promise<Row[]> {
  const names = Object.keys(programs);
  const times = new Map<string, number[]>(names.map((name) => [name, []]));
  const parts = new Map<string, Parts[]>(names.map((name) => [name, []]));
  // The first round fills caches of the system and is not counted.
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + 1 + turn) % names.length] ?? '';
      const started = await place.start(name, until);
      if (round < 0) continue;
      times.get(name)?.push(started.milliseconds);
      if (started.parts !== undefined) parts.get(name)?.push(started.parts);
    }
  }
  const ours = times.get('ours') ?? [];
  return names.map((program) => {
    const own = times.get(program) ?? [];
    const observed = parts.get(program) ?? [];
    return {
      place: place.name,
      until,
      program,
      milliseconds: median(own),
      oursDividedByIt: median(ours.map((time, round) => time / (own[round] ?? Number.NaN))),
      ...(observed.length > 0 && {
        parts: {
          decode: median(observed.map(({ decode }) => decode)),
          compile: median(observed.map(({ compile }) => compile)),
          instantiate: median(observed.map(({ instantiate }) => instantiate)),
        },
      }),
    };
  });
}

function print({ place, until, program, milliseconds, oursDividedByIt, parts }: Row): void {
  const ratio = oursDividedByIt.toFixed(2).padStart(10);
  console.log(`    ${program.padEnd(20)}${milliseconds.toFixed(1).padStart(8)} ms ${ratio}`);
  if (parts !== undefined) {
    const listed = Object.entries(parts).map(([part, time]) => `${part} ${time.toFixed(1)} ms`);
    console.log(`      of it: ${listed.join(', ')}`);
  }
  const target = targets[`${place}, ${until}`];
  if (target === undefined || program !== 'zod + ky') return;
  console.log(`      target ${target}: ${oursDividedByIt <= target ? 'met' : 'missed'}`);
}

await main('cold', async () => {
  const folder = await installProject('bench');
  const rows: Row[] = [];
  for (const open of places) {
    try {
      await using place = await open(folder);
      for (const until of ['check', 'request'] as const) {
        const measured = await measure(place, until);
        console.log(`\n  ${`${place.name}, to the first ${until}`.padEnd(34)}       ours : it`);
        measured.forEach(print);
        rows.push(...measured);
      }
    } catch (error) {
      if (!(error instanceof NotRun)) throw error;
      console.log(`\n  ${error.message}`);
    }
  }
  mkdirSync('target/reports', { recursive: true });
  const report = { environment, rounds, rows };
  writeFileSync('target/reports/cold.json', `${JSON.stringify(report, undefined, 2)}\n`);
  writePerformance(writeFigures({ starts: startsOf(rows) }));
});
