// One logical creation, which can be sent more than once and makes at most one chain.

import type { CreateChainRequest } from '../contract.ts';
import type { Body, BodyInput } from '../core/body.ts';
import { anything, checkedOptions, type Kinds } from '../options.ts';
import { type CallOfCreation, startCall } from './call.ts';
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
   * the last one is another creation, and gets a new key, also if the last one was sent before a reload.
   *
   * @throws as `createChain` does. If an earlier request with the key may have created the chain, a
   * refusal is an `OutcomeUnknownError`.
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

/** A key, and what is known of it. */
interface HeldKey {
  readonly key: string;
  /** Makes the key that follows it, if a page before this one may have used it. */
  readonly next?: () => HeldKey;
  /** The last body that this page sent with it. */
  body?: Body;
  /** How many calls may have created its chain. */
  calls: number;
}

/**
 * How many keys follow a stored one. A page that sends other data after a reload gets the next of them,
 * and after another reload with the same data the same one.
 */
const mostFollowing = 9;

/**
 * Starts a creation. It sends nothing.
 *
 * @throws {TypeError} for an unknown option, and if the client's server does not keep keys.
 */
export function creationOf(settings: Settings, options: CreationOptions = {}): Creation {
  const own = checkedOptions('creation: ', options, creationKinds);
  if (!settings.keepsKeys) throw new TypeError('creation: the client needs the option gateway');
  let last = own.key === undefined ? newKey() : storedKey(own.key, 0);

  const heldFor = (body: Body): HeldKey => {
    // As text, bytes are their numbers.
    if (last.body !== undefined && String(last.body) !== String(body)) last = newKey();
    last.body = body;
    return last;
  };
  const callOfCreation = (): CallOfCreation => {
    let held = last;
    return {
      keyFor: (body) => {
        held = heldFor(body);
        return held.key;
      },
      mayBeDone: () => held.calls > 0,
      sent: () => {
        held.calls += 1;
      },
      notDone: () => {
        held.calls -= 1;
      },
      anotherKey: () => {
        const { body, next } = held;
        if (body === undefined || next === undefined) return undefined;
        // Another call with this body may have taken the next key already.
        if (held === last) last = next();
        held = heldFor(body);
        return held.key;
      },
    };
  };

  return {
    get key() {
      return last.key;
    },
    send: (request, options) => {
      const input = { options, body: () => request, creation: callOfCreation() };
      return startCall(settings, 'createChain', input, createdChain);
    },
  };
}

function newKey(): HeldKey {
  return { key: randomKey(), calls: 0 };
}

/** A key that a page before this one may have used, or one that follows it. */
function storedKey(key: string, number: number): HeldKey {
  const next = () => storedKey(key, number + 1);
  return {
    key: number === 0 ? key : `${key}.${number}`,
    ...(number < mostFollowing && { next }),
    calls: 1,
  };
}
