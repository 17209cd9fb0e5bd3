// The types of issues. An issue holds a path, a rule and parameters from the contract, and never a
// value from the request: you can log it.

import type { rules } from '../generated/rules.ts';

/** The stable id of a rule. RULES.md lists them. */
export type RuleId = keyof typeof rules;

/** Whether an issue blocks the request (`error`) or not (`warning`). */
export type Severity = 'error' | 'warning';

/** The rules whose severity is fixed. */
type FixedRuleId = {
  [Id in RuleId]: (typeof rules)[Id]['locked'] extends true ? Id : never;
}[RuleId];

/** Severities that replace the rule book's own, by rule id. */
export type Rules = {
  readonly [Id in Exclude<RuleId, FixedRuleId>]?: Severity | 'off' | undefined;
};

/**
 * The source of a rule, and so how certain it is: the API's published reference, another page of
 * the provider, logic, or a public standard.
 */
export type Provenance = 'reference' | 'provider' | 'logic' | 'standard';

/** One problem with a request. */
export interface Issue {
  /** The rule that the request breaks. */
  readonly rule: RuleId;
  /** Whether the issue blocks the request (`error`) or not (`warning`). */
  readonly severity: Severity;
  /** The source of the rule or of its field, and so how certain it is. */
  readonly provenance: Provenance;
  /** The part of the request: its body, its path parameters, its headers or the caller's options. */
  readonly in: 'body' | 'path' | 'header' | 'option';
  /** The JSON pointer (RFC 6901) of the value within that part. Empty for the whole part. */
  readonly path: string;
  /** The byte offset in the body. 0 for the other parts. */
  readonly offset: number;
  /** The parameters of the message, such as a limit or a suggestion. */
  readonly params: Readonly<Record<string, string | number>>;
  /** The problem, as a phrase that follows the path: `must be a string`. */
  readonly message: string;
}

/** An issue without its message. */
export type IssueFacts = Omit<Issue, 'message'>;
