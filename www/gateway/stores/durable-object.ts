// The gateway's side of the Durable Objects: it finds the object of a key and hands over the create.

import { bounded } from '../../client/bounded.ts';
import { checkedOptions, filledText, type Kinds } from '../../client/options.ts';
import type { Resolution, ResolveReply } from '../states.ts';
import type { Keeper, KeyedReply, KeyedTask, Retention } from '../store.ts';
import { type ObjectCall, type ObjectReply, readReply, writtenCall } from './frames.ts';

/** The binding of {@link KeyObject} in a worker: `env.KEYS`. */
export interface KeyObjects {
  idFromName(name: string): unknown;
  get(id: unknown): {
    fetch(
      url: string,
      init: { method: 'POST'; body: Uint8Array<ArrayBuffer> },
    ): Promise<{ arrayBuffer(): Promise<ArrayBuffer> }>;
  };
  jurisdiction(name: string): KeyObjects;
}

/** Options for the objects. */
export interface DurableObjectStoreOptions {
  /** Where the objects run and store: `eu`, for one. By default, near the first request of a key. */
  readonly jurisdiction?: string | undefined;
}

const kinds: Kinds<DurableObjectStoreOptions> = { jurisdiction: filledText };

/** How long an operator's word may take, in milliseconds. */
const resolveTimeout = 30_000;

/**
 * Keeps each key in a Durable Object, which also sends the create. The object has to be
 * {@link KeyObject}, exported by the worker.
 *
 * @example
 * import { env } from 'cloudflare:workers';
 *
 * const store = new DurableObjectStore(env.KEYS, { jurisdiction: 'eu' });
 */
export class DurableObjectStore implements Keeper {
  readonly #objects: KeyObjects;

  /** @throws {TypeError} for something that is not a binding, and for a wrong option. */
  constructor(binding: KeyObjects, options: DurableObjectStoreOptions = {}) {
    if (typeof binding?.idFromName !== 'function') {
      throw new TypeError('DurableObjectStore: the binding must be one of Durable Objects');
    }
    const { jurisdiction } = checkedOptions('DurableObjectStore: ', options, kinds);
    this.#objects = jurisdiction === undefined ? binding : binding.jurisdiction(jurisdiction);
  }

  async create(task: KeyedTask): Promise<KeyedReply> {
    // The object's own limits end before.
    const limit = task.timeout + 4 * task.storeTimeout;
    return (await this.#ask(task.name, { create: task }, limit)) as KeyedReply;
  }

  async resolve(name: string, resolution: Resolution, retention: Retention): Promise<ResolveReply> {
    const call: ObjectCall = { resolve: [name, resolution, retention] };
    return (await this.#ask(name, call, resolveTimeout)) as ResolveReply;
  }

  /** It rejects if the object fails or does not answer in time. */
  async #ask(name: string, call: ObjectCall, limit: number): Promise<ObjectReply> {
    const object = this.#objects.get(this.#objects.idFromName(name));
    const ask = async () => {
      const init = { method: 'POST', body: writtenCall(call) } as const;
      const answer = await object.fetch('https://key.invalid/', init);
      return readReply(new Uint8Array(await answer.arrayBuffer()));
    };
    return bounded(ask, limit, undefined, () => new Error('the object did not answer in time'));
  }
}
