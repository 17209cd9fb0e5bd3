// Converts the issues of the core, which are a list of plain values, to their public form.

import { rules } from '../generated/rules.ts';
import type { Issue, IssueFacts, RuleId } from './issue.ts';
import type { Messages } from './message.ts';
import { withMessage } from './with-message.ts';

/**
 * Issues, one after the other: a number, the path, the offset, then the name and value of each
 * parameter. The number has the rule in the lowest 8 bits, and above them 2 bits each for the severity,
 * the provenance, the part and the count of parameters.
 */
export type IssueList = readonly (string | number)[];

/** The names of what the core numbers, in the order of its numbers. */
const severities = ['off', 'warning', 'error'];
const provenances = ['reference', 'provider', 'logic', 'standard'];
const parts = ['body', 'path', 'header', 'option'];

const ids = /* @__PURE__ */ Object.keys(rules) as RuleId[];

/** Converts the core's list, from an index on, to issues. */
export function issuesOf(list: IssueList, messages: Messages | undefined, from = 0): Issue[] {
  const issues: Issue[] = [];
  let index = from;
  const next = () => list[index++];
  while (index < list.length) {
    const numbers = Number(next());
    const bits = (shift: number) => (numbers >> shift) & 3;
    const params: Record<string, string | number> = {};
    const facts = {
      rule: ids[numbers & 0xff],
      severity: severities[bits(8)],
      provenance: provenances[bits(10)],
      in: parts[bits(12)],
      path: next(),
      offset: next(),
      params,
    } as IssueFacts;
    for (let count = bits(14); count > 0; count--) params[String(next())] = next() ?? '';
    issues.push(withMessage(facts, messages));
  }
  return issues;
}
