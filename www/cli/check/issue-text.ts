// Draws an issue with the line that is wrong, as compilers do.

import { ruleBook } from '../../client/generated/rule-book.ts';
import { rules } from '../../client/generated/rules.ts';
import type { Issue, RuleId } from '../../client/issues/issue.ts';
import { isMissing } from '../../client/issues/missing.ts';
import { segmentsOf } from '../../client/issues/pointer.ts';
import type { Style, Terminal } from '../terminal.ts';
import { type Cell, visible } from './cells.ts';
import { frameOf } from './frame.ts';
import type { Language } from './languages.ts';
import type { Place } from './place.ts';

/** An issue, with all that it takes to draw it. */
interface Drawing {
  readonly issue: Issue;
  readonly place: Place;
  /** The characters of the line. */
  readonly cells: readonly Cell[];
  /** What people call the source: the name of the file. */
  readonly name: string;
  readonly language: Language;
  readonly out: Terminal;
}

const colours: Readonly<Record<Issue['severity'], Style>> = { error: 'red', warning: 'yellow' };

/** The lines of an issue. */
export function issueText({ issue, place, cells, name, language, out }: Drawing): string {
  const { styled } = out;
  const { rule, severity, path, params, provenance } = issue;
  const colour = colours[severity];
  // The suggestion has a line of its own.
  const { suggestion, ...others } = params;
  const message = language.messages({ ...issue, params: others });
  const subject = path === '' ? language.request : visible(path);
  const number = String(place.line);
  const margin = ' '.repeat(number.length);
  const edge = (sign: string) => styled(`${margin} ${sign}`, 'bold', 'blue');

  const lines = [
    styled(`${severity}[${rule}]`, 'bold', colour) + styled(`: ${subject} ${message}`, 'bold'),
    `${margin}${styled('-->', 'bold', 'blue')} ${name}:${number}:${place.column}`,
    edge('|'),
  ];
  // No part of a body is the part that is too large.
  if (rule !== 'too-large') {
    const room = out.columns - number.length - ' | '.length;
    const frame = frameOf(cells, place, room);
    const lack = lackOf(issue, language);
    // Of an object that leaves no room for the words, only the bracket is marked.
    const isTooWide = lack !== '' && frame.indent + frame.marks + lack.length > room;
    const marks = '^'.repeat(isTooWide ? 1 : frame.marks) + lack;
    lines.push(
      `${styled(`${number} |`, 'bold', 'blue')} ${frame.before}${frame.marked}${frame.after}`,
      `${edge('|')} ${' '.repeat(frame.indent)}${styled(marks, 'bold', colour)}`,
      edge('|'),
    );
  }
  lines.push(`${edge('=')} ${styled('provenance:', 'bold')} ${sourceOf(rule, provenance)}`);
  if (suggestion !== undefined) {
    lines.push(
      `${edge('=')} ${styled('help:', 'bold', 'cyan')} ${language.didYouMean(String(suggestion))}`,
    );
  }
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** What an object lacks, to be read after its mark. */
function lackOf({ rule, path }: Issue, { lacks }: Language): string {
  const member = segmentsOf(path).at(-1);
  return isMissing(rule) && member !== undefined ? ` ${lacks} ${visible(member)}` : '';
}

/** The source of a rule. The provenance may be that of a field, whose source the rule book does not have. */
function sourceOf(rule: RuleId, provenance: Issue['provenance']): string {
  const isOfRule = provenance === rules[rule].provenance;
  return isOfRule ? `${provenance}, ${ruleBook[rule].source}` : provenance;
}
