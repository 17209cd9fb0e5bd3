// What is made with the gateway's secret: the names of records, the fingerprints of bodies, and the
// keys of whole answers. A plain digest of a name and a document number could be guessed.

import { hexOf } from './seal.ts';

/** What a record belongs to. */
export interface KeyOwner {
  readonly principal: string;
  readonly orgId: string;
  readonly key: string;
}

/** Makes names, fingerprints and keys with HMAC-SHA-256 (RFC 2104). */
export class Secrets {
  readonly #secret: Uint8Array<ArrayBuffer>;
  // The key and not its promise: a request must not wait for the work of another one on every host.
  #key: CryptoKey | undefined;

  constructor(secret: Uint8Array<ArrayBuffer>) {
    this.#secret = secret;
  }

  /** The name of a create's record. Another principal's key has another name. */
  async nameOf({ principal, orgId, key }: KeyOwner): Promise<string> {
    const parts = ['name', principal, orgId, 'createChain', key];
    return hexOf(await this.#sign(textBytes(JSON.stringify(parts))));
  }

  async fingerprintOf(body: Uint8Array): Promise<string> {
    return hexOf(await this.#sign(joined(textBytes('["body"]'), body)));
  }

  /** The key under which the whole answer of a record is kept. */
  async sealKeyOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#sign(textBytes(JSON.stringify(['seal', name])));
  }

  async #sign(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    this.#key ??= await crypto.subtle.importKey('raw', this.#secret, algorithm, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', this.#key, bytes));
  }
}

function textBytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function joined(start: Uint8Array, end: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(start.length + end.length);
  bytes.set(start);
  bytes.set(end, start.length);
  return bytes;
}
