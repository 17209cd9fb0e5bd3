// Converts the issues of the core, which are the lines of a text, to their public form.

import { rules } from '../generated/rules.ts';
import type { Issue, IssueFacts, RuleId } from './issue.ts';
import type { Messages } from './message.ts';
import { withMessage } from './with-message.ts';

/** The names of what the core numbers, in the order of its numbers. */
const severities = ['off', 'warning', 'error'];
const provenances = ['reference', 'provider', 'logic', 'standard'];
const parts = ['body', 'path', 'header', 'option'];

const ids = /* @__PURE__ */ Object.keys(rules) as RuleId[];

/**
 * Converts the lines of the core to issues. Each issue has a number, the path, the offset, then the name
 * and value of each parameter. The number has the rule in the lowest 8 bits, and above them 2 bits each
 * for the severity, the provenance, the part and the count of parameters.
 */
export function issuesOf(text: string, messages: Messages | undefined): Issue[] {
  const issues: Issue[] = [];
  const lines = text.split('\n');
  let index = 0;
  const next = () => lines[index++] ?? '';
  // The last line is empty.
  while (index + 1 < lines.length) {
    const numbers = Number(next());
    const bits = (shift: number) => (numbers >> shift) & 3;
    const params: Record<string, string | number> = {};
    const facts = {
      rule: ids[numbers & 0xff],
      severity: severities[bits(8)],
      provenance: provenances[bits(10)],
      in: parts[bits(12)],
      path: next().replaceAll('~n', '\n'),
      offset: Number(next()),
      params,
    } as IssueFacts;
    for (let count = bits(14); count > 0; count--) params[next()] = paramOf(next());
    issues.push(withMessage(facts, messages));
  }
  return issues;
}

/** A parameter from its line. Numbers start with `=`. */
const paramOf = (line: string) => (line.startsWith('=') ? Number(line.slice(1)) : line);
