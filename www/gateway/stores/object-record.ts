// Keeps the one record of a Durable Object in the object's SQLite database.

import type { Store } from '../store.ts';

/** The part of a Durable Object's storage that a record needs. */
export interface ObjectStorage {
  /** The synchronous interface, which only objects with SQLite have. */
  readonly kv: {
    get(key: string): unknown;
    put(key: string, value: unknown): void;
  };
  setAlarm(time: number): Promise<void>;
  deleteAll(): Promise<void>;
}

interface Entry {
  readonly record: string;
  /** When it lapses, in milliseconds since 1970. */
  readonly until: number | undefined;
}

const entryKey = 'record';

/**
 * Keeps one record, whatever its name: an object has the name of its record. Between a look and its
 * write nothing else runs, because both are synchronous. A write is durable before anything that
 * follows it leaves the object.
 */
export class ObjectRecord implements Store {
  /** Each start of the object has another. An owner runs in the object, and ends with it. */
  readonly epoch: string = crypto.randomUUID();
  readonly #storage: ObjectStorage;

  constructor(storage: ObjectStorage) {
    this.#storage = storage;
  }

  async add(_: string, record: string, lifetime: number | undefined): Promise<string | undefined> {
    const there = this.#present();
    if (there === undefined) await this.#write(record, lifetime);
    return there;
  }

  async replace(
    _: string,
    before: string,
    after: string | undefined,
    lifetime: number | undefined,
  ): Promise<boolean> {
    if (this.#present() !== before) return false;
    if (after === undefined) await this.#storage.deleteAll();
    else await this.#write(after, lifetime);
    return true;
  }

  async read(): Promise<string | undefined> {
    return this.#present();
  }

  /** Deletes all that the object stores, if its record has lapsed. For the object's alarm. */
  async sweep(): Promise<void> {
    const { until } = this.#entry() ?? { until: 0 };
    // The record was written again after this alarm was set.
    if (until === undefined) return;
    if (Date.now() < until) await this.#storage.setAlarm(until);
    else await this.#storage.deleteAll();
  }

  #entry(): Entry | undefined {
    return this.#storage.kv.get(entryKey) as Entry | undefined;
  }

  #present(): string | undefined {
    const entry = this.#entry();
    if (entry?.until !== undefined && entry.until <= Date.now()) return undefined;
    return entry?.record;
  }

  async #write(record: string, lifetime: number | undefined): Promise<void> {
    const until = lifetime === undefined ? undefined : Math.ceil(Date.now() + lifetime);
    this.#storage.kv.put(entryKey, { record, until } satisfies Entry);
    if (until !== undefined) await this.#storage.setAlarm(until);
  }
}
