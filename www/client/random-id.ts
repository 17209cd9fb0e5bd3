// Ids that nobody else has: version 4 UUIDs (RFC 9562 §5.4).

import { lacks } from './errors.ts';

/**
 * A new id.
 *
 * @throws {CoreError} where nothing makes random numbers.
 */
export function randomId(): string {
  // React Native has none of its own.
  if (typeof crypto === 'undefined') throw lacks('crypto');
  // Pages that came over plain http have no `randomUUID`.
  if (crypto.randomUUID !== undefined) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes.set([((bytes[6] ?? 0) & 0x0f) | 0x40], 6);
  bytes.set([((bytes[8] ?? 0) & 0x3f) | 0x80], 8);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
