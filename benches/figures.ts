// The figures of docs/performance.md, as docs/charts/data.json keeps them. The commands that measure
// write them, and the tables and charts are drawn from them alone.

import { readFileSync, writeFileSync } from 'node:fs';
import type { Section } from './bench.ts';
import type { Row } from './cold.ts';

/** A time of the package, and how many times as long the others take. */
export interface Compared {
  /** What was measured, or the runtime in which it was. */
  readonly name: string;
  readonly microseconds: number;
  readonly timesOurs: Readonly<Record<string, number>>;
}

/** The median times from the start of a program to its first check or request. */
export interface Start {
  readonly place: string;
  readonly until: string;
  readonly milliseconds: Readonly<Record<string, number>>;
}

/** How many bytes a page loads. */
export interface Size {
  readonly name: string;
  readonly gzip: number;
  readonly brotli: number;
}

export interface Figures {
  /** The times of checks in one runtime. */
  readonly checks: {
    readonly runtime: string;
    /** The time of `JSON.stringify` for the object, in microseconds. */
    readonly stringify: number;
    readonly rows: readonly Compared[];
  };
  /** The times of a whole call, by runtime. */
  readonly calls: readonly Compared[];
  readonly starts: readonly Start[];
  readonly sizes: readonly Size[];
}

const file = new URL('../docs/charts/data.json', import.meta.url);

export function committedFigures(): Figures {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Replaces some of the figures in the file, and returns all of them. */
export function writeFigures(measured: Partial<Figures>): Figures {
  const figures = { ...committedFigures(), ...measured };
  writeFileSync(file, `${JSON.stringify(figures, undefined, 2)}\n`);
  return figures;
}

/** Two digits, or all those of the whole number. */
export function digits(value: number): string {
  return value < 10 ? value.toPrecision(2) : value.toFixed(0);
}

const rounded = (value: number) => Number(digits(value));

/** The rows of checks, by the groups that they are from. */
const checks = {
  'check, bytes in, with warnings':
    'UTF-8 bytes in (the others decode, parse, check and stringify)',
  'check, object in, with warnings': 'object in (the others check and stringify)',
  'check, object in, ten errors': 'object with ten errors in, until every message is read',
};
const validators = { 'zod 4': 'zod 4', valibot: 'valibot', ajv: 'ajv, compiled' };

const call = 'call, object in, with warnings, static token';
const callers = {
  'zod + ky': 'zod and ky',
  'ajv + ky': 'ajv and ky',
  'openapi-fetch + zod': 'openapi-fetch and zod',
  'Request + fetch, unchecked': '`Request` and `fetch`, unchecked',
};

function rowOf({ rows }: Section, group: string, name: string) {
  const row = rows.find((row) => row.group === group && row.name === name);
  if (row === undefined) throw new Error(`${group} does not measure ${name}`);
  return row;
}

function comparedIn(
  section: Section,
  group: string,
  name: string,
  names: Readonly<Record<string, string>>,
): Compared {
  const others = Object.entries(names).map(([candidate, shown]) => {
    return [shown, rounded(rowOf(section, group, candidate).timesOurs)];
  });
  const { microseconds } = rowOf(section, group, 'ours');
  return { name, microseconds: rounded(microseconds), timesOurs: Object.fromEntries(others) };
}

/** The figures of `make bench`. The checks are those in the first runtime, which is Node. */
export function timesOf(sections: readonly Section[]): Partial<Figures> {
  const [node] = sections;
  if (node === undefined) return {};
  const stringify = rowOf(node, 'check, object in, with warnings', 'JSON.stringify alone');
  return {
    checks: {
      runtime: `${node.runtime} ${node.version}`,
      stringify: rounded(stringify.microseconds),
      rows: Object.entries(checks).map(([group, name]) =>
        comparedIn(node, group, name, validators),
      ),
    },
    calls: sections.map((section) =>
      comparedIn(section, call, `${section.runtime} ${section.version}`, callers),
    ),
  };
}

/** The names of the programs that `make cold` starts. */
const programs: Readonly<Record<string, string>> = {
  ours: 'identification-chain',
  'zod + ky': 'zod and ky',
};

/** The figures of `make cold`. */
export function startsOf(rows: readonly Row[]): readonly Start[] {
  const starts = Map.groupBy(rows, ({ place, until }) => `${place}, ${until}`);
  return [...starts.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const times = own.map(({ program, milliseconds }) => [
      programs[program] ?? program,
      rounded(milliseconds),
    ]);
    const { place, until } = first;
    return [{ place, until, milliseconds: Object.fromEntries(times) }];
  });
}
