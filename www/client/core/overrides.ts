// Severities that replace the rule book's own, in the form that the core reads.

import { rules as ruleBook } from '../generated/rules.ts';
import type { RuleId, Rules } from '../issues/issue.ts';
import { object, unknownName } from '../options.ts';

/** Overrides that {@link compileRules} has checked: a byte for each rule. */
export type CompiledRules = Uint8Array;

const severityBytes = { off: 0, warning: 1, error: 2 } as const;
const unchanged = 255;

/**
 * Checks and compiles overrides, to use them in many calls.
 *
 * @throws {TypeError} for an unknown rule or severity, and for a rule whose severity is fixed.
 */
export function compileRules(overrides: Rules): CompiledRules {
  if (!object.accepts(overrides)) throw new TypeError('rules must be an object');
  const ids = Object.keys(ruleBook);
  const bytes = new Uint8Array(ids.length).fill(unchanged);
  for (const [id, severity] of Object.entries(overrides)) {
    if (severity === undefined) continue;
    if (!ids.includes(id)) throw new TypeError(`rules: ${unknownName(id, ids, 'rule')}`);
    if (ruleBook[id as RuleId].locked) throw new TypeError(`rules: ${id} cannot be overridden`);
    if (!Object.hasOwn(severityBytes, severity)) {
      throw new TypeError(`rules: ${id} must be 'off', 'warning' or 'error'`);
    }
    bytes[ids.indexOf(id)] = severityBytes[severity];
  }
  return bytes;
}

/** Compiles overrides, unless they are compiled already. */
export function compiled(rules: Rules | CompiledRules | undefined): CompiledRules | undefined {
  return rules === undefined || rules instanceof Uint8Array ? rules : compileRules(rules);
}
