// The store of one process. Its records end with the process, so a create that was running then may be
// sent again by a client that asks again: use it for tests, and where one process serves for long.

import type { Store } from '../store.ts';

interface Entry {
  readonly record: string;
  /** When it lapses, in milliseconds since 1970. */
  readonly until: number;
}

/** How many writes pass between two searches for lapsed records. */
const sweepEvery = 1_000;

/** Keeps records in the memory of this process. */
export class MemoryStore implements Store {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  #writes = 0;

  /** @param now the clock, in milliseconds since 1970. `Date.now` by default. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  async add(
    name: string,
    record: string,
    lifetime: number | undefined,
  ): Promise<string | undefined> {
    const there = this.#present(name);
    if (there === undefined) this.#write(name, record, lifetime);
    return there;
  }

  async replace(
    name: string,
    before: string,
    after: string | undefined,
    lifetime: number | undefined,
  ): Promise<boolean> {
    if (this.#present(name) !== before) return false;
    if (after === undefined) this.#entries.delete(name);
    else this.#write(name, after, lifetime);
    return true;
  }

  async read(name: string): Promise<string | undefined> {
    return this.#present(name);
  }

  #present(name: string): string | undefined {
    const entry = this.#entries.get(name);
    return entry !== undefined && this.#now() < entry.until ? entry.record : undefined;
  }

  #write(name: string, record: string, lifetime = Number.POSITIVE_INFINITY): void {
    this.#writes += 1;
    if (this.#writes % sweepEvery === 0) this.#sweep();
    this.#entries.set(name, { record, until: this.#now() + lifetime });
  }

  #sweep(): void {
    const now = this.#now();
    for (const [name, { until }] of this.#entries) {
      if (until <= now) this.#entries.delete(name);
    }
  }
}
