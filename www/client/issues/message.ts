// The words of issues. They are made of a rule and its parameters, which come from the contract, so
// that no message in any language holds what stood in a request.

import type { english } from '../generated/english.ts';
import type { IssueFacts, RuleId } from './issue.ts';

/**
 * Says what is wrong, to be read after the path: `must be a string`. For what it answers nothing to,
 * the message is the English one.
 */
export type Messages = (issue: IssueFacts) => string | undefined;

type ProblemCode = keyof typeof english.problems;

/** What a language says. `{name}` stands for a parameter. */
export interface Wording {
  /** What is wrong, for each rule. */
  readonly rules: Readonly<Record<RuleId, string>>;
  /** What the codes say that are parameters. */
  readonly problems: Readonly<Record<ProblemCode, string>>;
  /** What stands for `{suggestion}` where there is one. */
  readonly suggestion: string;
}

/** Says an issue in a language. */
export function say({ rule, params }: IssueFacts, wording: Wording): string {
  const text = (name: string): string => {
    const value = params[name] ?? '';
    return wording.problems[value as ProblemCode] ?? String(value);
  };
  return wording.rules[rule].replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name !== 'suggestion') return text(name);
    return name in params ? wording.suggestion.replace('{suggestion}', text(name)) : '';
  });
}
