// The report for people: each issue, and a line that sums them up.

import type { Report } from '../../client/core/check.ts';
import type { Terminal } from '../terminal.ts';
import { type Cell, cellsOf } from './cells.ts';
import { issueText } from './issue-text.ts';
import type { Language } from './languages.ts';
import { type Place, placeOf } from './place.ts';
import type { Source } from './source.ts';

/** A report, with all that it takes to print it. */
interface Printing {
  readonly report: Report;
  readonly source: Source;
  readonly language: Language;
  readonly out: Terminal;
}

export function reportText({ report, source, language, out }: Printing): string {
  const lines = new Lines();
  const issues = report.issues.map((issue) => {
    const place = placeOf(source.bytes, issue.offset);
    const cells = lines.cellsOf(place);
    return `${issueText({ issue, place, cells, name: source.name, language, out })}\n`;
  });
  return issues.join('') + summaryOf(report, source.name, out);
}

/** The characters of lines. Issues come in the order of the lines, so one line is kept. */
class Lines {
  #line = 0;
  #cells: readonly Cell[] = [];

  cellsOf({ line, bytes }: Place): readonly Cell[] {
    if (line !== this.#line) this.#cells = cellsOf(bytes);
    this.#line = line;
    return this.#cells;
  }
}

function summaryOf(
  { errors, warnings, issues }: Report,
  name: string,
  { styled }: Terminal,
): string {
  const counts = [
    styled(counted(errors, 'error'), 'bold', errors > 0 ? 'red' : 'green'),
    styled(counted(warnings, 'warning'), 'bold', warnings > 0 ? 'yellow' : 'green'),
  ];
  const more = 'For more about a rule: npx identification-chain explain';
  const first = issues[0] === undefined ? '' : `${more} ${issues[0].rule}\n`;
  return `${name}: ${counts.join(', ')}\n${first}`;
}

function counted(count: number, what: string): string {
  return `${count === 0 ? 'no' : count} ${what}${count === 1 ? '' : 's'}`;
}
