// The signed JWT that a service account exchanges for an access token (RFC 7523 §3).

import { SignJWT } from 'jose';
import { keyError } from './pem.ts';

/** The claims of an assertion, without those that depend on the time. */
export interface Claims {
  /** `private_key_id`, for the header's `kid` (RFC 7515 §4.1.4). */
  readonly keyId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly scope?: string | undefined;
  /** The time from `iat` to `exp`, in seconds. */
  readonly lifetime: number;
}

/**
 * Imports a private key for RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2), which JWTs call RS256.
 *
 * @throws {TypeError} if the key is not an RSA key, or is too short (RFC 7518 §3.3).
 */
export async function importKey(pkcs8: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const key = await crypto.subtle
    .importKey('pkcs8', pkcs8, algorithm, false, ['sign'])
    // The runtime's message is dropped, because it might quote the key.
    .catch(() => undefined);
  if (key === undefined) throw keyError('the runtime cannot import this key');
  const { modulusLength } = key.algorithm as RsaKeyAlgorithm;
  if (modulusLength < 2048) throw keyError(`this key has ${modulusLength} bits`);
  return key;
}

/**
 * Assertions are issued this many seconds in the past, so that a server whose clock is behind ours
 * accepts them.
 */
const backdated = 60;

/** Signs an assertion. `time` is the time of the server's clock, in milliseconds since 1970. */
export function sign(key: CryptoKey, claims: Claims, time: number): Promise<string> {
  const { keyId, issuer, subject, audience, scope, lifetime } = claims;
  const issued = Math.floor(time / 1000 - Math.min(backdated, lifetime / 2));
  return new SignJWT(scope === undefined ? {} : { scope })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keyId })
    .setIssuer(issuer)
    .setSubject(subject)
    .setAudience(audience)
    .setIssuedAt(issued)
    .setExpirationTime(issued + lifetime)
    .setJti(crypto.randomUUID())
    .sign(key);
}
