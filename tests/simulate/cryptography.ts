// `crypto` for a life: random values from its seed, and a `subtle` that computes at once. WebCrypto
// computes on threads of the platform, which finish in any order.

import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
} from 'node:crypto';

type Bytes = Uint8Array<ArrayBuffer>;

const tagBytes = 16;

const subtle = {
  importKey: async (_: 'raw', bytes: Bytes): Promise<KeyObject> => createSecretKey(bytes),
  sign: async (_: 'HMAC', key: KeyObject, bytes: Bytes) =>
    bufferOf(createHmac('sha256', key).update(bytes).digest()),
  digest: async (_: 'SHA-256', bytes: Bytes) =>
    bufferOf(createHash('sha256').update(bytes).digest()),
  encrypt: async ({ iv }: { iv: Bytes }, key: KeyObject, plain: Bytes) => {
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    return bufferOf(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
  },
  decrypt: async ({ iv }: { iv: Bytes }, key: KeyObject, sealed: Bytes) => {
    const decipher = createDecipheriv('aes-256-gcm', key, iv);
    const end = sealed.length - tagBytes;
    decipher.setAuthTag(sealed.subarray(end));
    return bufferOf(Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]));
  },
};

function bufferOf(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

/**
 * Makes a `crypto`.
 *
 * @param random returns a number from 0 to 1.
 * @param uuid returns the next UUID, `undefined` for a random one.
 */
export function cryptographyFrom(random: () => number, uuid: () => string | undefined): object {
  const getRandomValues = (bytes: Bytes): Bytes => {
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = random() * 256;
    return bytes;
  };
  const randomUUID = (): string => {
    const given = uuid();
    if (given !== undefined) return given;
    const hex = Buffer.from(getRandomValues(new Uint8Array(16))).toString('hex');
    return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-4$3-a$4-');
  };
  return { subtle, getRandomValues, randomUUID };
}
