// The problems that the gateway answers (RFC 9457): their types, titles and statuses. No problem holds
// a value of the request's body, a credential, or a word of the upstream or of the application.

import type { Issue } from '../client/issues/issue.ts';
import { own } from '../client/own.ts';

/** The start of every problem type. A type is a name, and not an address to open. */
const prefix = 'urn:identification-chain:problem:';

/** The problems by the last part of their types, with their statuses and titles. */
export const problems = {
  'not-found': [404, 'The path is not an operation of the API'],
  'method-not-allowed': [405, 'The operation has another method'],
  'cross-origin': [403, 'The origin of the page may not do this'],
  'headers-too-large': [431, 'The headers are too large'],
  'ambiguous-length': [400, 'The length of the body is ambiguous'],
  'content-type': [415, 'The Content-Type must be application/json'],
  'content-encoding': [415, 'The body must not have a Content-Encoding'],
  'unexpected-body': [400, 'The operation has no body'],
  'body-too-large': [413, 'The body is too large'],
  'body-incomplete': [400, 'The body did not arrive'],
  'body-timeout': [408, 'The body did not arrive in time'],
  forbidden: [403, 'The caller may not do this'],
  'other-organization': [403, 'The organization is not that of the caller'],
  'rate-limited': [429, 'The caller has sent too many requests'],
  'invalid-request': [400, 'The request breaks rules of the API'],
  'key-missing': [400, 'Idempotency-Key is missing'],
  'key-invalid': [400, 'Idempotency-Key is not a valid key'],
  'key-in-progress': [409, 'A request with this Idempotency-Key is still running'],
  'key-reused': [422, 'Idempotency-Key was used with another request'],
  'outcome-unknown': [502, 'Nobody knows whether the operation was done'],
  'id-lost': [502, 'The chain was created, and its id did not arrive'],
  'store-unavailable': [503, 'The store of keys is unavailable; nothing was sent'],
  'no-credential': [502, 'The gateway could not get its credential; nothing was sent'],
  'credential-refused': [502, 'The API refused the credential of the gateway'],
  'upstream-paused': [503, 'The API has failed repeatedly; nothing was sent'],
  'upstream-unavailable': [503, 'The API is unavailable'],
  'upstream-failed': [502, 'The API failed'],
  'upstream-timeout': [504, 'The API did not answer in time'],
  internal: [500, 'The gateway failed; nothing was sent'],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string]>>;

/** The last part of a problem's type. */
export type ProblemName = keyof typeof problems;

/** The members of a problem that its name does not define. */
export interface ProblemFacts {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What was found, in words of this package. */
  readonly detail?: string;
  readonly issues?: readonly Issue[];
}

/** The type of a problem. */
export function problemType(name: ProblemName): string {
  return prefix + name;
}

/** Makes the answer of a problem. */
export function problem(name: ProblemName, facts: ProblemFacts = {}): Response {
  const [usual, title] = problems[name];
  const { status = usual, headers = {}, detail, issues } = own(facts);
  const members = { type: problemType(name), title, status, detail, issues };
  return new Response(JSON.stringify(members), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
}
