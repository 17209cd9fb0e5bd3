// One logical creation, which can be sent more than once and makes at most one chain.

import type { CreateChainRequest } from '../contract.ts';
import type { Body, BodyInput } from '../core/body.ts';
import { anything, checkedOptions, type Kinds } from '../options.ts';
import { startCall } from './call.ts';
import { randomKey } from './headers.ts';
import { type Call, type CreatedChain, createdChain } from './results.ts';
import type { CallOptions, Settings } from './settings.ts';

/** One logical creation: however often it is sent, the gateway creates at most one chain. */
export interface Creation {
  /**
   * The idempotency key of the last request, or of the next one if none was sent. Store it after
   * `send` has returned, and pass it to `creation` after a reload of the page.
   */
  readonly key: string;

  /**
   * Creates the chain, or returns the one that an earlier request created. A request that differs from
   * the last one is another creation, and gets a new key.
   *
   * @throws as `createChain` does.
   */
  send(request: BodyInput<CreateChainRequest>, options?: CallOptions): Call<CreatedChain>;
}

/** Options for a creation. */
export interface CreationOptions {
  /** The key of a creation before a reload of the page. A new one by default. */
  readonly key?: string | undefined;
}

// A wrong key is reported as an issue of the request.
const creationKinds: Kinds<CreationOptions> = { key: anything };

/**
 * Starts a creation. It sends nothing.
 *
 * @throws {TypeError} for an unknown option, and if the client's server does not keep keys.
 */
export function creationOf(settings: Settings, options: CreationOptions = {}): Creation {
  const own = checkedOptions('creation: ', options, creationKinds);
  if (!settings.keepsKeys) throw new TypeError('creation: the client needs the option gateway');
  let key = own.key ?? randomKey();
  let last: Body | undefined;
  const keyFor = (body: Body) => {
    if (last !== undefined && !isSame(last, body)) key = randomKey();
    last = body;
    return key;
  };
  return {
    get key() {
      return key;
    },
    send: (request, options) =>
      startCall(settings, 'createChain', { options, body: () => request, keyFor }, createdChain),
  };
}

function isSame(a: Body, b: Body): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
