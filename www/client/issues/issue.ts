// What is wrong with a request. An issue holds a path, a rule and parameters of the contract, and
// never a value that stood in the request: it may be logged.

import { english } from '../generated/english.ts';
import { rules } from '../generated/rules.ts';
import { type Messages, say } from './message.ts';

/** The stable id of a rule. */
export type RuleId = keyof typeof rules;

/** How much a broken rule matters. */
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
 * Where a rule is from, and so how sure it is: the API's published reference, another page of its
 * provider, logic, or a public standard.
 */
export type Provenance = 'reference' | 'provider' | 'logic' | 'standard';

/** One thing that is wrong with a request. */
export interface Issue {
  /** The rule that is broken. */
  readonly rule: RuleId;
  /** Whether it blocks (`error`) or not (`warning`). */
  readonly severity: Severity;
  /** Where the rule, or the field that it is about, is from, and so how sure it is. */
  readonly provenance: Provenance;
  /** The part of the request: its body, its path parameters, its headers or the caller's options. */
  readonly in: 'body' | 'path' | 'header' | 'option';
  /** The JSON pointer (RFC 6901) of the value within that part; empty for the whole of it. */
  readonly path: string;
  /** The byte offset in the body; 0 outside it. */
  readonly offset: number;
  /** What the message says beside the rule. */
  readonly params: Readonly<Record<string, string | number>>;
  /** What is wrong, to be read after the path: `must be a string`. */
  readonly message: string;
}

/** An issue without its message. */
export type IssueFacts = Omit<Issue, 'message'>;

/**
 * An issue as the core tells it: the rule's number, severity, provenance, place, path, offset, then
 * its parameters.
 */
export type IssueRow = readonly (string | number)[];

/** Gives issues their public form. */
export function issuesOf(rows: readonly IssueRow[], messages: Messages | undefined): Issue[] {
  const ids = Object.keys(rules);
  return rows.map(([rule, severity, provenance, place, path, offset, ...named]) => {
    const params: Record<string, string | number> = {};
    for (let index = 0; index < named.length; index += 2) {
      params[String(named[index])] = named[index + 1] ?? '';
    }
    const issue = {
      rule: ids[Number(rule)],
      severity,
      provenance,
      in: place,
      path,
      offset,
      params,
    };
    return described(issue as IssueFacts, messages);
  });
}

/** Adds the message. */
export function described(issue: IssueFacts, messages: Messages | undefined): Issue {
  return { ...issue, message: messages?.(issue) ?? say(issue, english) };
}

/** An issue and its place in one line. */
export function issueLine({ path, message }: Issue): string {
  return `${path === '' ? 'body' : path} ${message}`;
}
