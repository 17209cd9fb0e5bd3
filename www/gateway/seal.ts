// Keeps a whole answer under AES-GCM (NIST SP 800-38D), so that a store does not see it.

import type { UpstreamAnswer } from './store.ts';

const ivBytes = 12;

/** Encrypts an answer. */
export async function seal(answer: UpstreamAnswer, key: Uint8Array<ArrayBuffer>): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const { status, headers, body } = answer;
  const plain = new TextEncoder().encode(JSON.stringify([status, headers, hexOf(body)]));
  const cipher = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await imported(key), plain);
  return hexOf(iv) + hexOf(new Uint8Array(cipher));
}

/**
 * Decrypts an answer.
 *
 * @throws {Error} if it was sealed under another key, or changed.
 */
export async function unseal(
  sealed: string,
  key: Uint8Array<ArrayBuffer>,
): Promise<UpstreamAnswer> {
  const bytes = bytesOf(sealed);
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: bytes.slice(0, ivBytes) },
    await imported(key),
    bytes.slice(ivBytes),
  );
  const [status, headers, body] = JSON.parse(new TextDecoder().decode(plain));
  return { status, headers, body: bytesOf(body) };
}

function imported(key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** Bytes as hexadecimal digits. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}
