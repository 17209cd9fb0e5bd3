// Converts the issues of the core, which are rows of plain values, to their public form.

import { rules } from '../generated/rules.ts';
import type { Issue, IssueFacts } from './issue.ts';
import type { Messages } from './message.ts';
import { withMessage } from './with-message.ts';

/** The rule's number, severity, provenance, part, path, offset, then parameter names and values. */
export type IssueRow = readonly (string | number)[];

/** Converts the core's rows to issues. */
export function issuesOf(rows: readonly IssueRow[], messages: Messages | undefined): Issue[] {
  const ids = Object.keys(rules);
  return rows.map(([rule, severity, provenance, part, path, offset, ...named]) => {
    const params: Record<string, string | number> = {};
    for (let index = 0; index < named.length; index += 2) {
      params[String(named[index])] = named[index + 1] ?? '';
    }
    const issue = {
      rule: ids[Number(rule)],
      severity,
      provenance,
      in: part,
      path,
      offset,
      params,
    };
    return withMessage(issue as IssueFacts, messages);
  });
}
