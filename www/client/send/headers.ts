// The headers that the client adds to an attempt: the access token and the idempotency key.

import { missingGlobal, ValidationError } from '../errors/index.ts';
import type { Messages } from '../issues/message.ts';
import { withMessage } from '../issues/with-message.ts';

type Header = readonly [name: string, value: string];

/**
 * Makes the `Authorization` header with a bearer token (RFC 6750 §2.1).
 *
 * @throws {ValidationError} if the token has a character that a header must not have (RFC 9110 §5.5).
 */
export function authorization(token: string, messages: Messages | undefined): Header {
  const name = 'Authorization';
  if (!/^[!-~]([ -~]*[!-~])?$/.test(token)) throw headerError(name, 'header-character', messages);
  return [name, `Bearer ${token}`];
}

/** The length of the longest idempotency key, in bytes. */
const maxKeyLength = 255;

/**
 * Makes the `Idempotency-Key` header. Keys have 1 to 255 visible ASCII characters.
 *
 * @throws {ValidationError} for any other key.
 */
export function idempotencyKeyHeader(key: unknown, messages: Messages | undefined): Header {
  const name = 'Idempotency-Key';
  const problem = keyProblem(key);
  if (problem !== undefined) throw headerError(name, problem, messages);
  return [name, key as string];
}

function keyProblem(key: unknown): string | undefined {
  if (key === '') return 'empty';
  if (typeof key !== 'string' || !/^[!-~]+$/.test(key)) return 'header-character';
  return key.length > maxKeyLength ? 'too-long' : undefined;
}

function headerError(
  name: string,
  problem: string,
  messages: Messages | undefined,
): ValidationError {
  const facts = {
    rule: 'header-value',
    severity: 'error',
    provenance: 'standard',
    in: 'header',
    path: `/${name}`,
    offset: 0,
    params: { problem },
  } as const;
  return new ValidationError([withMessage(facts, messages)]);
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
