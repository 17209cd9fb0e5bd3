// Adds messages to issues. It is not part of message.ts, so that the Spanish messages do not load the
// English ones.

import { english } from '../generated/english.ts';
import type { Issue, IssueFacts } from './issue.ts';
import { type Messages, say } from './message.ts';

/** Adds the message to an issue. */
export function withMessage(issue: IssueFacts, messages: Messages | undefined): Issue {
  return { ...issue, message: messages?.(issue) ?? say(issue, english) };
}
