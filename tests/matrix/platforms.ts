// The tables of docs/platforms.md: what the matrix found, a row for each version of a tool. They are the
// only record of the verdicts, so they are read as well as written.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../support/environment.ts';
import { notRun } from './not-run.ts';

/** The result of an environment, as the page has it. */
export interface Row {
  readonly name: string;
  /** The tool's major version, with the minor version when the major is 0. */
  readonly version: string;
  readonly style: string;
  /** `passed`, `failed`, or `not run: ` and the reason. */
  readonly verdict: string;
}

/** The environments by the headings of their tables, in the order of the page. */
export type Kinds = ReadonlyMap<string, readonly Pick<Environment, 'name' | 'style'>[]>;

/** The rows of a version of a tool, by the place where it imports the package: `production`, `page`. */
interface Tool {
  readonly name: string;
  readonly version: string;
  readonly places: ReadonlyMap<string, readonly Row[]>;
}

const page = join(import.meta.dirname, '../../docs/platforms.md');
const marked = /(?<=<!-- the matrix -->\n)[\s\S]*(?=<!-- the end of the matrix -->)/;

const listed = ['where', 'version', 'imported by', 'verdict'];
const nextPlace = '<br>';
const nextStyle = ' · ';

export const keyOf = ({ name, style }: Pick<Row, 'name' | 'style'>) => `${name}, ${style}`;

/** The tool and the place of a name such as `Vite 8, production`. */
function partsOf(name: string): readonly [tool: string, place: string] {
  const [tool = '', ...place] = name.split(', ');
  return [tool, place.join(', ')];
}

const nameOf = (tool: string, place: string) => (place === '' ? tool : `${tool}, ${place}`);

/** A way of import, such as `production: require`. */
const wayOf = (place: string, styles: string) => (place === '' ? styles : `${place}: ${styles}`);

function partsOfWay(way: string): readonly [place: string, styles: string] {
  const [styles = '', place = ''] = way.split(': ').reverse();
  return [place, styles];
}

function toolsOf(rows: readonly Row[]): readonly Tool[] {
  const versions = Map.groupBy(rows, ({ name, version }) => `${partsOf(name)[0]} | ${version}`);
  return [...versions.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const places = Map.groupBy(own, ({ name }) => partsOf(name)[1]);
    return [{ name: partsOf(first.name)[0], version: first.version, places }];
  });
}

const waysOf = ({ places }: Tool) =>
  [...places].flatMap(([place, rows]) => rows.map(({ style }) => wayOf(place, style)));

const lineOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [lineOf(head), `|${'---|'.repeat(head.length)}`, ...rows.map(lineOf)].join('\n');
}

/** A table with a column for each way of import, which all of its tools have. */
function tableByWay(tools: readonly Tool[], ways: readonly string[]): string {
  const rows = tools.map(({ name, version, places }) => {
    const verdicts = [...places.values()].flat().map(({ verdict }) => verdict);
    return [name, version, ...verdicts];
  });
  return table(['where', 'version', ...ways], rows);
}

/** A table with the ways of import in one cell. If verdicts differ, each way has its own. */
function tableOfLists(tools: readonly Tool[]): string {
  const rows = tools.map(({ name, version, places }) => {
    const all = [...places];
    const verdicts = all.map(([, rows]) => rows.map(({ verdict }) => verdict));
    const distinct = new Set(verdicts.flat());
    const styles = (rows: readonly Row[]) => rows.map(({ style }) => style).join(nextStyle);
    return [
      name,
      version,
      all.map(([place, rows]) => wayOf(place, styles(rows))).join(nextPlace),
      distinct.size === 1
        ? [...distinct].join('')
        : verdicts.map((one) => one.join(nextStyle)).join(nextPlace),
    ];
  });
  return table(listed, rows);
}

function tableOf(rows: readonly Row[]): string {
  const tools = toolsOf(rows);
  const [first = [], ...others] = tools.map(waysOf);
  const isSame = (ways: readonly string[]) => String(ways) === String(first);
  return first.length > 1 && others.length > 0 && others.every(isSame)
    ? tableByWay(tools, first)
    : tableOfLists(tools);
}

/** The tables of some rows, and of what is not run. */
export function tablesOf(rows: readonly Row[], kinds: Kinds): string {
  const known = new Map(rows.map((row) => [keyOf(row), row]));
  const sections = [...kinds].map(([kind, environments]) => {
    const own = environments.map((one) => known.get(keyOf(one))).filter((row) => row !== undefined);
    return `## ${kind}\n\n${tableOf(own)}`;
  });
  const reasons = table(
    ['where', 'why not'],
    notRun.map(({ name, reason }) => [name, reason]),
  );
  return `\n${[...sections, `## Not run\n\n${reasons}`].join('\n\n')}\n\n`;
}

/** The tables in the page. */
export function committedTables(): string {
  return marked.exec(readFileSync(page, 'utf8'))?.[0] ?? '';
}

function rowsOfList([tool = '', version = '', ways = '', verdicts = '']: readonly string[]): Row[] {
  const verdictsOf = verdicts.split(nextPlace).map((line) => line.split(nextStyle));
  return ways.split(nextPlace).flatMap((way, line) => {
    const [place, styles] = partsOfWay(way);
    return styles.split(nextStyle).map((style, index) => {
      const verdict = verdictsOf[line]?.[index] ?? verdicts;
      return { name: nameOf(tool, place), version, style, verdict };
    });
  });
}

function rowsByWay(head: readonly string[], cells: readonly string[]): Row[] {
  const [tool = '', version = ''] = cells;
  return head.slice(2).map((way, index) => {
    const [place, style] = partsOfWay(way);
    return { name: nameOf(tool, place), version, style, verdict: cells[index + 2] ?? '' };
  });
}

/** The rows of the environments in the page. */
export function committedRows(): readonly Row[] {
  const tables = committedTables().matchAll(/(?<=^\| where \| version ).*\n(?:\|.*\n)*/gm);
  return [...tables].flatMap(([text]) => {
    const [head = [], , ...rows] = `| where | version ${text}`
      .trim()
      .split('\n')
      .map((line) => line.slice(2, -2).split(' | '));
    const isList = String(head) === String(listed);
    return rows.flatMap((cells) => (isList ? rowsOfList(cells) : rowsByWay(head, cells)));
  });
}

/** Writes rows into the page. */
export function writeRows(rows: readonly Row[], kinds: Kinds): void {
  const text = readFileSync(page, 'utf8');
  writeFileSync(
    page,
    text.replace(marked, () => tablesOf(rows, kinds)),
  );
}
