// What is wrong with a request. An issue holds a path, a rule and parameters of the contract, and
// never a value that stood in the request: it may be logged.

import { problems, rules } from './generated/rules.ts';

/** The stable id of a rule. */
export type RuleId = keyof typeof rules;

/** How much a broken rule matters. */
export type Severity = 'error' | 'warning';

/** Severities that replace the rule book's own, by rule id. */
export type Rules = { readonly [Id in RuleId]?: Severity | 'off' };

/** One thing that is wrong with a request. */
export interface Issue {
  /** The rule that is broken. */
  readonly rule: RuleId;
  /** Whether it blocks (`error`) or not (`warning`). */
  readonly severity: Severity;
  /** The part of the request: its body, its path parameters, its headers or the caller's options. */
  readonly in: 'body' | 'path' | 'header' | 'option';
  /** The JSON pointer (RFC 6901) of the value within that part; empty for the whole of it. */
  readonly path: string;
  /** The byte offset in the body; 0 outside it. */
  readonly offset: number;
  /** What the message says beside the rule. */
  readonly params: Readonly<Record<string, string | number>>;
  /** What is wrong in English, to be read after the path: `must be a string`. */
  readonly message: string;
}

/** An issue as the core tells it: rule, severity, place, path, offset, then its parameters. */
export type IssueRow = readonly (string | number)[];

/** Gives issues their public form. */
export function issuesOf(rows: readonly IssueRow[]): Issue[] {
  return rows.map(([rule, severity, place, path, offset, ...named]) => {
    const params: Record<string, string | number> = {};
    for (let index = 0; index < named.length; index += 2) {
      params[String(named[index])] = named[index + 1] ?? '';
    }
    return described({ rule, severity, in: place, path, offset, params } as BareIssue);
  });
}

/** An issue without its message. */
export type BareIssue = Omit<Issue, 'message'>;

/** Adds the English message. */
export function described(issue: BareIssue): Issue {
  return { ...issue, message: englishMessage(issue) };
}

/** An issue and its place in one line. */
export function issueLine({ path, message }: Issue): string {
  return `${path === '' ? 'the body' : path} ${message}`;
}

function englishMessage({ rule, params }: BareIssue): string {
  return rules[rule].message.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (name === 'suggestion') return value === undefined ? '' : ` (did you mean ${value}?)`;
    return String(problems[value as keyof typeof problems] ?? value);
  });
}
