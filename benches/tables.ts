// The figures as tables of Markdown.

import { type Compared, digits, type Figures, type Size, type Start } from './figures.ts';

const own = 'identification-chain';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function tableOfTimes(head: string, rows: readonly Compared[]): string {
  const others = Object.keys(rows[0]?.timesOurs ?? {});
  const cells = rows.map(({ name, microseconds, timesOurs }) => [
    name,
    `${digits(microseconds)} µs`,
    ...others.map((other) => `${digits(timesOurs[other] ?? Number.NaN)} ×`),
  ]);
  return table([head, own, ...others], cells);
}

function tableOfStarts(starts: readonly Start[]): string {
  const programs = Object.keys(starts[0]?.milliseconds ?? {});
  const cells = starts.map(({ place, until, milliseconds }) => [
    place,
    until,
    ...programs.map((program) => `${digits(milliseconds[program] ?? Number.NaN)} ms`),
  ]);
  return table(['where', 'to the first', ...programs], cells);
}

export const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;

export function tableOfSizes(sizes: readonly Size[]): string {
  const cells = sizes.map(({ name, gzip, brotli }) => [name, kilobytes(gzip), kilobytes(brotli)]);
  return table(['minified', 'gzip', 'brotli'], cells);
}

/** The tables by the names of their marks. */
export function tablesOf({ checks, calls, starts, sizes }: Figures) {
  return {
    checks: `${tableOfTimes(`a check, in ${checks.runtime}`, checks.rows)}

\`JSON.stringify\` alone takes ${digits(checks.stringify)} µs of the second row.`,
    calls: tableOfTimes('a whole call, object in', calls),
    starts: tableOfStarts(starts),
    sizes: tableOfSizes(sizes),
  };
}

const marked = (name: string) =>
  new RegExp(`(?<=<!-- the ${name} -->\n\n)[\\s\\S]*?(?=\n\n<!-- the end of the ${name} -->)`);

/**
 * A document with a table between its marks.
 *
 * @throws {Error} when the document does not have the marks.
 */
export function withTable(text: string, name: string, table: string): string {
  if (!marked(name).test(text)) throw new Error(`a document has no marks for the ${name}`);
  return text.replace(marked(name), () => table);
}
