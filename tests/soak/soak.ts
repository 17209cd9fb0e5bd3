// `make soak`: runs the ledger test, prints the results, and writes target/reports/soak.json and
// soak-gateway.json.

import { mkdirSync, writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { main } from '../../tools/run.ts';
import { type SoakReport, soak } from './ledger.ts';
import { type Edge, edges, kinds, mostCalls } from './life.ts';
import { settings } from './settings.ts';
import { type EdgeSoakReport, soakThrough } from './through.ts';

/** The number of violations to print. The reports have all of them. */
const mostPrinted = 20;

/** The columns of the comparison. */
const edgeNames: Readonly<Record<Edge, string>> = {
  gateway: 'our gateway',
  'pass-through': 'a pass-through proxy',
};

await main('soak', async () => {
  const { lives, seed } = settings(10_000);
  console.log(`${lives} lives, SOAK_SEED=${seed}`);
  const report = await soak(lives, seed);
  print(report);
  write('soak', report);
  const half = Math.ceil(lives / 2);
  console.log(`\n${half} lives through a gateway, and as many without one`);
  const through = await Promise.all(edges.map((edge) => soakThrough({ edge, lives: half, seed })));
  printThrough(through);
  write('soak-gateway', through);
  const wrong = [report, ...through].map(({ violations, leaks }) => [...violations, ...leaks]);
  if (wrong.flat().length > 0) process.exitCode = 1;
});

function write(name: string, report: object): void {
  mkdirSync('target/reports', { recursive: true });
  writeFileSync(`target/reports/${name}.json`, `${JSON.stringify(report, undefined, 2)}\n`);
}

function print({ outcomes, faults, violations, memory, end, leaks, ...facts }: SoakReport): void {
  const columns = ['operation', 'outcome', ...kinds];
  const rows = new Map<string, string[]>();
  for (const { operation, outcome, kind, count } of outcomes) {
    const name = `${operation} ${outcome}`;
    const row = rows.get(name) ?? [operation, outcome, ...kinds.map(() => '0')];
    row[columns.indexOf(kind)] = String(count);
    rows.set(name, row);
  }
  printTable([columns, ...rows.values()]);
  printCounts('fault', faults);
  printTable([
    ['memory after', 'heap, KB', 'external, KB'],
    ...memory.map(({ lives, heapUsed, external }) => [
      `${lives} lives`,
      (heapUsed / 1024).toFixed(0),
      (external / 1024).toFixed(0),
    ]),
  ]);
  console.log('\nleft after the last life:', end);
  console.log(`\n${inspect(facts, { breakLength: 100 })}`);
  printWrong({ violations, leaks });
}

function printThrough(reports: readonly EdgeSoakReport[]): void {
  const rows: readonly [string, (report: EdgeSoakReport) => number][] = [
    ['lives', ({ lives }) => lives],
    ['unknown after the first click', ({ unknownAtFirst }) => unknownAtFirst],
    [`unknown after ${mostCalls} clicks`, ({ unknownAtLast }) => unknownAtLast],
    ['lives with more than one chain', ({ livesWithDuplicates }) => livesWithDuplicates],
    ['chains too many', ({ duplicates }) => duplicates],
    ['requests to the edge', ({ requests }) => requests[0]],
    ['requests to the API', ({ requests }) => requests[1]],
    ['seconds', ({ seconds }) => seconds],
  ];
  printTable([
    ['the same faults on both ways', ...reports.map(({ edge }) => edgeNames[edge])],
    ...rows.map(([name, count]) => [name, ...reports.map((report) => `${count(report)}`)]),
  ]);
  for (const { edge, answers, faults, ...wrong } of reports) {
    console.log(`\n${edgeNames[edge]}:`);
    printCounts('answer', answers);
    if (Object.keys(faults).length > 0) printCounts('reported fault', faults);
    printWrong(wrong);
  }
}

function printWrong({
  violations,
  leaks,
}: Pick<EdgeSoakReport, 'leaks'> & { violations: readonly object[] }): void {
  for (const violation of violations.slice(0, mostPrinted)) {
    console.log(inspect(violation, { depth: 5, breakLength: 100 }));
  }
  for (const leak of leaks) console.log(`leak: ${leak}`);
  console.log(`\n${violations.length} violations, ${leaks.length} leaks`);
}

function printCounts(name: string, counts: Readonly<Record<string, number>>): void {
  printTable([[name, 'requests'], ...Object.entries(counts).map(([key, n]) => [key, `${n}`])]);
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  console.log('');
  for (const row of rows) {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return /^\d+$/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
    });
    console.log(cells.join('  ').trimEnd());
  }
}
