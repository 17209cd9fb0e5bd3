// Writes the messages of issues, from a rule and its parameters. Both come from the contract, so that
// no message in any language holds a value from a request.

import type { english } from '../generated/english.ts';
import type { IssueFacts, RuleId } from './issue.ts';

/**
 * Returns the message of an issue, as a phrase that follows the path: `must be a string`. If it
 * returns `undefined`, the message is in English.
 */
export type Messages = (issue: IssueFacts) => string | undefined;

type ProblemCode = keyof typeof english.problems;

/** The texts of one language. `{name}` is replaced with a parameter. */
export interface Wording {
  /** The message of each rule. */
  readonly rules: Readonly<Record<RuleId, string>>;
  /** The texts of parameters that are codes. */
  readonly problems: Readonly<Record<ProblemCode, string>>;
  /** Replaces `{suggestion}` in a message, if the issue has a suggestion. */
  readonly suggestion: string;
}

/** Returns the message of an issue in a language. */
export function say({ rule, params }: IssueFacts, wording: Wording): string {
  const text = (name: string): string => {
    const value = params[name] ?? '';
    return wording.problems[value as ProblemCode] ?? String(value);
  };
  const filled = (name: string): string => {
    if (name !== 'suggestion') return text(name);
    return name in params ? wording.suggestion.replace('{suggestion}', text(name)) : '';
  };
  // A regular expression would take twice the time.
  const [start = '', ...rest] = wording.rules[rule].split('{');
  let message = start;
  for (const part of rest) {
    const end = part.indexOf('}');
    message += filled(part.slice(0, end)) + part.slice(end + 1);
  }
  return message;
}
