// Adds messages to issues. It is not part of message.ts, so that the Spanish messages do not load the
// English ones.

import { english } from '../generated/english.ts';
import { rules } from '../generated/rules.ts';
import type { Issue, IssueFacts } from './issue.ts';
import { type Messages, say } from './message.ts';

/** Adds the message to an issue. */
export function withMessage(issue: IssueFacts, messages: Messages | undefined): Issue {
  return { ...issue, message: messages?.(issue) ?? say(issue, english) };
}

/** Makes an issue of a header or an option, with the rule book's provenance. */
export function issueOutsideBody(
  issue: Pick<IssueFacts, 'rule' | 'in' | 'path'>,
  problem: string,
  messages: Messages | undefined,
): Issue {
  const { provenance } = rules[issue.rule];
  const facts = {
    ...issue,
    severity: 'error',
    provenance,
    offset: 0,
    params: { problem },
  } as const;
  return withMessage(facts, messages);
}
