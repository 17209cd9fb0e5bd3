// Reads `Idempotency-Key`: a quoted string (draft-ietf-httpapi-idempotency-key-header-07 §2.1), or the
// same key bare.

import { keyIssue } from '../client/send/headers.ts';

/** A string of a structured field (RFC 9651 §3.3.3), without a comma. */
const quoted = /^"((?:[ !#-+\--[\]-~]|\\["\\])*)"$/;

/**
 * Returns the key of a header. `undefined` if it is not one valid key. A key has no comma, because a
 * header that was sent twice arrives as one, with a comma.
 */
export function keyOf(header: string): string | undefined {
  const key = quoted.exec(header)?.[1]?.replace(/\\(.)/g, '$1') ?? bareKey(header);
  return key === undefined || keyIssue(key, undefined) !== undefined ? undefined : key;
}

function bareKey(header: string): string | undefined {
  return /[",]/.test(header) ? undefined : header;
}
