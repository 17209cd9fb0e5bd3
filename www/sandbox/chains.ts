// The state machine: a chain is open until it is cancelled, closed, finished or expires, and then
// stays so. It keeps nothing of the person.

import { addDuration } from './expiry.ts';

/** The state of a chain. The API does not publish its own names for them. */
export type ChainState = 'open' | 'cancelled' | 'closed' | 'finished' | 'expired';

/** Something that happened to a chain. */
export interface ChainEvent {
  /** When, in milliseconds since 1970. */
  readonly at: number;
  /** The state that it brought. */
  readonly state: ChainState;
}

/** What happened to one chain. */
export interface LedgerEntry {
  readonly id: string;
  readonly orgId: string;
  /** The `Idempotency-Key` that it was created with, in a sandbox that knows the header. */
  readonly idempotencyKey?: string | undefined;
  readonly state: ChainState;
  /** When it expires, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** Every change of state, the first first. */
  readonly events: readonly ChainEvent[];
}

interface Chain {
  readonly id: string;
  readonly orgId: string;
  readonly idempotencyKey: string | undefined;
  readonly expiresAt: number;
  readonly events: ChainEvent[];
}

/** The chains of a sandbox. */
export class Chains {
  readonly #chains = new Map<string, Chain>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Creates a chain that is valid for an ISO 8601 duration. */
  create(orgId: string, expiresIn: string, idempotencyKey?: string): LedgerEntry {
    const at = this.#now();
    const chain: Chain = {
      id: crypto.randomUUID(),
      orgId,
      idempotencyKey,
      expiresAt: addDuration(at, expiresIn),
      events: [{ at, state: 'open' }],
    };
    this.#chains.set(chain.id, chain);
    return this.#entry(chain);
  }

  /** One chain of an organization. */
  find(orgId: string, id: string): LedgerEntry | undefined {
    const chain = this.#chains.get(id);
    return chain?.orgId === orgId ? this.#entry(chain) : undefined;
  }

  /** Ends an open chain. False where it is not open, or not there. */
  end(orgId: string, id: string, state: 'cancelled' | 'closed' | 'finished'): boolean {
    if (this.find(orgId, id)?.state !== 'open') return false;
    this.#chains.get(id)?.events.push({ at: this.#now(), state });
    return true;
  }

  /** Every chain, in the order of their creation. */
  ledger(): LedgerEntry[] {
    return [...this.#chains.values()].map((chain) => this.#entry(chain));
  }

  #entry(chain: Chain): LedgerEntry {
    const { events, expiresAt } = chain;
    if (events.at(-1)?.state === 'open' && this.#now() >= expiresAt) {
      events.push({ at: expiresAt, state: 'expired' });
    }
    return { ...chain, state: events.at(-1)?.state ?? 'open', events: [...events] };
  }
}
