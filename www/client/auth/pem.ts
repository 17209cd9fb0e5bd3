// The DER of a private RSA key that is written as PEM (RFC 7468).
//
// WebCrypto takes PKCS#8 alone. A PKCS#1 key, which OpenSSL calls "traditional", is the same numbers
// without the frame that says that they are RSA's.

/** `AlgorithmIdentifier` of rsaEncryption, 1.2.840.113549.1.1.1 with NULL (RFC 8017 appendix A.1). */
const rsaEncryption = Uint8Array.from([
  0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
]);

const version0 = Uint8Array.from([0x02, 0x01, 0x00]);
const sequence = 0x30;
const octetString = 0x04;

/** What others than the two forms are, by the label of their PEM. */
const others: Readonly<Record<string, string>> = {
  'ENCRYPTED PRIVATE KEY': 'it is encrypted',
  'EC PRIVATE KEY': 'it is an elliptic curve key',
  'EC PARAMETERS': 'it is an elliptic curve key',
  'DSA PRIVATE KEY': 'it is a DSA key',
  'OPENSSH PRIVATE KEY': 'it is a key of OpenSSH',
  'PUBLIC KEY': 'it is a public key',
  'RSA PUBLIC KEY': 'it is a public key',
  CERTIFICATE: 'it is a certificate',
};

/**
 * The PKCS#8 of a PEM, `BEGIN PRIVATE KEY` or `BEGIN RSA PRIVATE KEY`. Line ends may be any, and
 * written `\n`, as environment variables and JSON in JSON leave them.
 *
 * @throws {TypeError} for everything else, without a part of it.
 */
export function pkcs8Of(pem: string): Uint8Array<ArrayBuffer> {
  const text = pem.replace(/\\[rn]/g, '\n');
  const [, label = '', body = ''] =
    /-----BEGIN ([A-Z ]+)-----(.*?)-----END \1-----/s.exec(text) ?? [];
  if (/Proc-Type:.*ENCRYPTED/.test(body)) throw keyError('it is encrypted');
  if (label !== 'PRIVATE KEY' && label !== 'RSA PRIVATE KEY') {
    throw keyError(others[label] ?? 'it is no PEM of a private key');
  }
  const der = fromBase64(body);
  if (der?.[0] !== sequence) throw keyError('what is between its first and last line is no key');
  return label === 'PRIVATE KEY' ? der : wrapped(der);
}

/** Says what the key has to be, and what this one is. */
export function keyError(problem: string): TypeError {
  return new TypeError(
    `private_key must be an RSA key of 2048 bits or more as PEM, PKCS#8 (BEGIN PRIVATE KEY) or PKCS#1 (BEGIN RSA PRIVATE KEY), and not encrypted: ${problem}`,
  );
}

/** `PrivateKeyInfo` (RFC 5208 §5, `OneAsymmetricKey` version 0 of RFC 5958) of an `RSAPrivateKey`. */
function wrapped(pkcs1: Uint8Array): Uint8Array<ArrayBuffer> {
  return element(sequence, version0, rsaEncryption, element(octetString, pkcs1));
}

/**
 * A DER element: tag, length and contents (X.690 §8.1). The length is written in two bytes, which
 * is how those from 256 to 65,535 are; RSA keys that are long enough and that runtimes take have
 * such lengths (X.690 §10.1).
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
