// Which issues are about a member that is missing. Their place is the object that lacks it.

import type { RuleId } from './issue.ts';

const rules: readonly RuleId[] = ['required', 'expected', 'step-details', 'needed-by-step'];

/** Whether an issue of a rule is about a missing member. */
export function isMissing(rule: RuleId): boolean {
  return rules.includes(rule);
}
