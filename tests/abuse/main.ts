// `make abuse`: does each work a million times, prints what was measured before and after, and writes
// target/reports/abuse.json.

import { mkdirSync, writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { main } from '../../tools/run.ts';
import { judge, type Quantity, type Verdict } from './judge.ts';
import { manyParts } from './settings.ts';
import { type Work, works } from './works.ts';

const columns: readonly Quantity[] = [
  'core memory',
  'heap',
  'buffers',
  'resident',
  'handles',
  'listeners',
  'files',
];

const counted: readonly Quantity[] = ['handles', 'listeners', 'files'];

function cellOf(quantity: Quantity, verdicts: readonly Verdict[]): string {
  const verdict = verdicts.find((one) => one.quantity === quantity);
  if (verdict === undefined) return '';
  const { before, after } = verdict;
  if (counted.includes(quantity)) return `${before} → ${after}`;
  return `${(before / 2 ** 20).toFixed(2)} → ${(after / 2 ** 20).toFixed(2)}`;
}

const widths = [27, 9, 16, 16, 16, 18, 11, 11, 11];

function print(cells: readonly string[]): void {
  console.log(
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('')
      .trimEnd(),
  );
}

function countFrom(variable: string): number {
  const { [variable]: text = '1000000' } = process.env;
  if (!/^[1-9]\d*$/.test(text)) throw new TypeError(`${variable} must be a whole number: ${text}`);
  return Number(text);
}

/** Whether a work is one that `ABUSE_WORK` asks for, which is the beginning of a name. */
const isAsked = ({ name }: Work) => name.startsWith(process.env['ABUSE_WORK'] ?? '');

await main('abuse', async () => {
  const count = countFrom('ABUSE_COUNT');
  console.log('Medians of the second and the last quarter, after garbage was collected.');
  console.log('Memory is in MB. Of a quantity that may not grow, the least and the most.\n');
  print(['what', 'count', ...columns, 'verdict']);
  const reports: object[] = [];
  for (const { name, measure, mostGrowth } of Object.values<Work>(works).filter(isAsked)) {
    const start = performance.now();
    const samples = await measure({ count, parts: manyParts });
    const verdicts = judge(samples, mostGrowth);
    const growing = verdicts.filter(({ grows }) => grows).map(({ quantity }) => quantity);
    const verdict = growing.length === 0 ? 'flat' : `grows: ${growing.join(', ')}`;
    print([name, `${count}`, ...columns.map((column) => cellOf(column, verdicts)), verdict]);
    if (growing.length > 0) process.exitCode = 1;
    const seconds = Math.round((performance.now() - start) / 1000);
    reports.push({ name, count, seconds, verdicts, samples });
  }
  if (reports.length === 0)
    throw new Error(`no work has the name ${inspect(process.env['ABUSE_WORK'])}`);
  mkdirSync('target/reports', { recursive: true });
  writeFileSync('target/reports/abuse.json', `${JSON.stringify(reports, undefined, 2)}\n`);
});
