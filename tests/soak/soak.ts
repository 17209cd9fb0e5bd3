// `make soak`: runs the ledger test, prints the results, and writes target/reports/soak.json.

import { mkdirSync, writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { type SoakReport, soak } from './ledger.ts';
import { kinds } from './life.ts';
import { settings } from './settings.ts';

/** The maximum number of printed violations. The report has all of them. */
const maxPrinted = 20;

const { lives, seed } = settings(10_000);
console.log(`${lives} lives, SOAK_SEED=${seed}`);
const report = await soak(lives, seed);
print(report);
mkdirSync('target/reports', { recursive: true });
writeFileSync('target/reports/soak.json', `${JSON.stringify(report, undefined, 2)}\n`);
if (report.violations.length + report.leaks.length > 0) process.exitCode = 1;

function print({ outcomes, faults, violations, memory, end, leaks, ...facts }: SoakReport): void {
  const columns = ['operation', 'outcome', ...kinds];
  const rows = new Map<string, string[]>();
  for (const { operation, outcome, kind, count } of outcomes) {
    const name = `${operation} ${outcome}`;
    const row = rows.get(name) ?? [operation, outcome, ...kinds.map(() => '0')];
    row[2 + kinds.indexOf(kind)] = String(count);
    rows.set(name, row);
  }
  printTable([columns, ...rows.values()]);
  printTable([['fault', 'requests'], ...Object.entries(faults).map(([name, n]) => [name, `${n}`])]);
  printTable([
    ['memory after', 'heap, KB', 'external, KB'],
    ...memory.map(({ lives, heapUsed, external }) => [
      `${lives} lives`,
      (heapUsed / 1024).toFixed(0),
      (external / 1024).toFixed(0),
    ]),
  ]);
  console.log('\nremaining after the last life:', end);
  for (const violation of violations.slice(0, maxPrinted)) {
    console.log(inspect(violation, { depth: 4, breakLength: 100 }));
  }
  for (const leak of leaks) console.log(`leak: ${leak}`);
  console.log(`\n${inspect(facts, { breakLength: 100 })}`);
  console.log(`${violations.length} violations, ${leaks.length} leaks`);
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
