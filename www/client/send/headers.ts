// The headers that the client adds to an attempt: the access token and the idempotency key.

import type { OperationId } from '../contract.ts';
import { missingGlobal, ValidationError } from '../errors/index.ts';
import { repeatableIds } from '../generated/rules.ts';
import type { Issue } from '../issues/issue.ts';
import type { Messages } from '../issues/message.ts';
import { issueOutsideBody } from '../issues/with-message.ts';
import { resends } from '../runtime.ts';

type Header = readonly [name: string, value: string];

/**
 * Makes the `Authorization` header with a bearer token (RFC 6750 §2.1).
 *
 * @throws {ValidationError} if the token has a character that a header must not have (RFC 9110 §5.5).
 */
export function authorization(token: string, messages: Messages | undefined): Header {
  const name = 'Authorization';
  if (!/^[!-~]([ -~]*[!-~])?$/.test(token)) {
    const problem = /[\uD800-\uDFFF\uFFFD]/u.test(token) ? 'not-text' : 'header-character';
    throw new ValidationError([headerIssue(name, problem, messages)]);
  }
  return [name, `Bearer ${token}`];
}

/**
 * The headers that keep a runtime from sending a request twice by itself. An operation that may be
 * repeated does not need them.
 */
export function sentOnce(operation: OperationId): readonly Header[] {
  const needsClose = resends(globalThis) && !repeatableIds.includes(operation);
  return needsClose ? [['Connection', 'close']] : [];
}

/** The length of the longest idempotency key, in bytes. */
const maxKeyLength = 255;

/** The header that holds a key. */
export const keyHeader = 'Idempotency-Key';

/** The issue of a key that is anything but 1 to 255 visible ASCII characters. */
export function keyIssue(key: unknown, messages: Messages | undefined): Issue | undefined {
  const problem = keyProblem(key);
  return problem === undefined ? undefined : headerIssue(keyHeader, problem, messages);
}

function keyProblem(key: unknown): string | undefined {
  if (key === '') return 'empty';
  if (typeof key !== 'string' || !/^[!-~]+$/.test(key)) return 'header-character';
  return key.length > maxKeyLength ? 'too-long' : undefined;
}

function headerIssue(name: string, problem: string, messages: Messages | undefined): Issue {
  const place = { rule: 'header-value', in: 'header', path: `/${name}` } as const;
  return issueOutsideBody(place, problem, messages);
}

/**
 * Makes a new idempotency key, a version 4 UUID (RFC 9562 §5.4).
 *
 * @throws {CoreError} if the host has no `crypto`.
 */
export function randomKey(): string {
  // React Native has no `crypto`.
  if (typeof crypto === 'undefined') throw missingGlobal('crypto');
  // Pages over plain http have no `randomUUID`.
  if (crypto.randomUUID !== undefined) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes.set([((bytes[6] ?? 0) & 0x0f) | 0x40], 6);
  bytes.set([((bytes[8] ?? 0) & 0x3f) | 0x80], 8);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
