// Writes the tables of times into README.md, between their marks.

import { readFileSync, writeFileSync } from 'node:fs';
import type { Section } from './bench.ts';

const file = new URL('../README.md', import.meta.url);
const marked = /(?<=<!-- the times -->\n\n)[\s\S]*?(?=\n\n<!-- the end of the times -->)/;

/** The rows of the first table, by the groups that they are from. */
const checks = {
  'check, bytes in, with warnings':
    'UTF-8 bytes in (the others decode, parse, check and stringify)',
  'check, object in, with warnings': 'object in (the others check and stringify)',
  'check, object in, ten errors': 'object with ten errors in, until every message is read',
};
const validators = { 'zod 4': 'zod 4', valibot: 'valibot', ajv: 'ajv, compiled' };

/** The group of the second table. */
const call = 'call, object in, with warnings, static token';
const callers = {
  'zod + ky': 'zod and ky',
  'ajv + ky': 'ajv and ky',
  'openapi-fetch + zod': 'openapi-fetch and zod',
  'Request + fetch, unchecked': '`Request` and `fetch`, unchecked',
};

const own = 'identification-chain';

function rowOf({ rows }: Section, group: string, name: string) {
  const row = rows.find((row) => row.group === group && row.name === name);
  if (row === undefined) throw new Error(`${group} does not measure ${name}`);
  return row;
}

/** The time of the package in a group, and how many times as long the others take. */
function cells(section: Section, group: string, names: readonly string[]): string[] {
  const { microseconds } = rowOf(section, group, 'ours');
  const times = names.map((name) => rowOf(section, group, name).timesOurs);
  return [`${digits(microseconds)} µs`, ...times.map((time) => `${digits(time)} ×`)];
}

/** Two digits, or all those of the whole number. */
function digits(value: number): string {
  return value < 10 ? value.toPrecision(2) : value.toFixed(0);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** Writes the times. The table of checks has those in the first runtime, which is Node. */
export function writeTimes(sections: readonly Section[]): void {
  const [node] = sections;
  if (node === undefined) return;
  const stringify = rowOf(node, 'check, object in, with warnings', 'JSON.stringify alone');
  const text = [
    table(
      [`a check, in ${node.runtime} ${node.version}`, own, ...Object.values(validators)],
      Object.entries(checks).map(([group, name]) => [
        name,
        ...cells(node, group, Object.keys(validators)),
      ]),
    ),
    `\`JSON.stringify\` alone takes ${digits(stringify.microseconds)} µs of the second row.`,
    table(
      ['a whole call, object in', own, ...Object.values(callers)],
      sections.map((section) => [
        `${section.runtime} ${section.version}`,
        ...cells(section, call, Object.keys(callers)),
      ]),
    ),
  ];
  writeFileSync(file, readFileSync(file, 'utf8').replace(marked, text.join('\n\n')));
}
