// Wrong parts, to prove that the simulation finds what they do. Each replaces a part from outside: the
// shipped code has no switch for them.

import type { Store } from 'identification-chain/gateway';

export type Fetch = (request: Request, init: RequestInit) => Promise<Response>;

/** Parts that take the place of the right ones. */
export interface Planted {
  readonly store?: (store: Store) => Store;
  /** The gateways' `fetch`. */
  readonly fetch?: (fetch: Fetch) => Fetch;
  /** The fence of every owner. */
  readonly fence?: string;
}

/** The bugs by name. */
export const bugs = {
  /** It looks, and then writes, whatever was written meanwhile. */
  'a store without compare-and-set': {
    store: (store) => {
      const force = async (name: string, after: string | undefined, lifetime?: number) => {
        const there = await store.read(name);
        if (there !== undefined) await store.replace(name, there, after, lifetime);
        else if (after !== undefined) await store.add(name, after, lifetime);
      };
      return {
        read: store.read,
        add: async (name, record, lifetime) => {
          const there = await store.read(name);
          if (there === undefined) await force(name, record, lifetime);
          return there;
        },
        replace: async (name, _, after, lifetime) => {
          await force(name, after, lifetime);
          return true;
        },
      };
    },
  },
  'a key that is freed after a timeout': {
    store: (store) => ({
      add: store.add,
      read: store.read,
      replace: (name, before, after, lifetime) => {
        const isTimeout = after !== undefined && JSON.parse(after).status === 504;
        return store.replace(name, before, isTimeout ? undefined : after, lifetime);
      },
    }),
  },
  'a retry of a create without a key': {
    fetch: (fetch) => async (request, init) => {
      const again = request.clone();
      try {
        return await fetch(request, init);
      } catch (error) {
        if (init.signal?.aborted) throw error;
        return fetch(again, init);
      }
    },
  },
  'a lapse of sent': {
    store: (store) => ({
      add: (name, record, lifetime = 10_000) => store.add(name, record, lifetime),
      read: store.read,
      replace: store.replace,
    }),
  },
  'a log of what was sent': {
    fetch: (fetch) => (request, init) => {
      console.log('to the API', ...request.headers);
      return fetch(request, init);
    },
  },
  /** If all fences are the same, their comparison finds no other owner. */
  'a fence that is not compared': { fence: '00000000-0000-4000-8000-000000000000' },
} as const satisfies Readonly<Record<string, Planted>>;
