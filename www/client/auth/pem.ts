// Reads a private RSA key in PEM (RFC 7468).
//
// WebCrypto imports only PKCS#8. A PKCS#1 key, which OpenSSL calls "traditional", has the same numbers
// without the wrapper that names the algorithm, so that this module adds the wrapper.

/** `AlgorithmIdentifier` of rsaEncryption, 1.2.840.113549.1.1.1 with NULL (RFC 8017 appendix A.1). */
const rsaEncryption = Uint8Array.from([
  0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
]);

const version0 = Uint8Array.from([0x02, 0x01, 0x00]);
const sequence = 0x30;
const octetString = 0x04;

/** Why other kinds of PEM are rejected, by their label. */
const problems: Readonly<Record<string, string>> = {
  'ENCRYPTED PRIVATE KEY': 'this key is encrypted',
  'EC PRIVATE KEY': 'this is an elliptic curve key',
  'EC PARAMETERS': 'this is an elliptic curve key',
  'DSA PRIVATE KEY': 'this is a DSA key',
  'OPENSSH PRIVATE KEY': 'this is an OpenSSH key',
  'PUBLIC KEY': 'this is a public key',
  'RSA PUBLIC KEY': 'this is a public key',
  CERTIFICATE: 'this is a certificate',
};

/**
 * Returns the PKCS#8 form of a PEM with `BEGIN PRIVATE KEY` or `BEGIN RSA PRIVATE KEY`. Lines may end
 * in any way, and also in a literal `\n`, as in environment variables and doubly encoded JSON.
 *
 * @throws {TypeError} for any other text. The message holds no part of it.
 */
export function pkcs8Of(pem: string): Uint8Array<ArrayBuffer> {
  const text = pem.replace(/\\[rn]/g, '\n');
  const [, label = '', body = ''] =
    /-----BEGIN ([A-Z ]+)-----(.*?)-----END \1-----/s.exec(text) ?? [];
  if (/Proc-Type:.*ENCRYPTED/.test(body)) throw keyError('this key is encrypted');
  if (label !== 'PRIVATE KEY' && label !== 'RSA PRIVATE KEY') {
    throw keyError(problems[label] ?? 'this is not the PEM of a private key');
  }
  const der = fromBase64(body);
  if (der?.[0] !== sequence) throw keyError('there is no key between its first and last line');
  return label === 'PRIVATE KEY' ? der : wrapped(der);
}

/** Makes the error for a key that cannot be used. */
export function keyError(problem: string): TypeError {
  return new TypeError(
    `private_key must be an RSA key of 2048 bits or more as PEM, PKCS#8 (BEGIN PRIVATE KEY) or PKCS#1 (BEGIN RSA PRIVATE KEY), and not encrypted: ${problem}`,
  );
}

/** Wraps an `RSAPrivateKey` in a `PrivateKeyInfo` (RFC 5208 §5; version 0 in RFC 5958). */
function wrapped(pkcs1: Uint8Array): Uint8Array<ArrayBuffer> {
  return element(sequence, version0, rsaEncryption, element(octetString, pkcs1));
}

/**
 * Makes a DER element of a tag, a length and contents (X.690 §8.1). Its length has two bytes, as DER
 * requires from 256 to 65,535 (X.690 §10.1). The keys that are long enough have such lengths.
 */
function element(tag: number, ...contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = contents.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const parts = contents.flatMap((part) => [...part]);
  return Uint8Array.from([tag, 0x82, length >>> 8, length, ...parts]);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
