// The state machine of chains. An open chain is cancelled, closed, finished or expires, and that state
// is final. It stores no personal data.

import { addDuration } from './expiry.ts';

/** The state of a chain. The names are the sandbox's own: the API does not document its names. */
export type ChainState = 'open' | 'cancelled' | 'closed' | 'finished' | 'expired';

/** A change of a chain's state. */
export interface ChainEvent {
  /** The time of the change, in milliseconds since 1970. */
  readonly at: number;
  /** The new state. */
  readonly state: ChainState;
}

/** A chain and the changes of its state. */
export interface LedgerEntry {
  readonly id: string;
  readonly orgId: string;
  /** The `Idempotency-Key` of its creation, if the sandbox's option `idempotency` is on. */
  readonly idempotencyKey?: string | undefined;
  readonly state: ChainState;
  /** The time when it expires, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** Every change of state, in order. */
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

  /** Creates a chain that expires after an ISO 8601 duration. */
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

  /** Returns a chain of an organization. */
  find(orgId: string, id: string): LedgerEntry | undefined {
    const chain = this.#chains.get(id);
    return chain?.orgId === orgId ? this.#entry(chain) : undefined;
  }

  /** Ends an open chain. Returns false if it does not exist or is not open. */
  end(orgId: string, id: string, state: 'cancelled' | 'closed' | 'finished'): boolean {
    if (this.find(orgId, id)?.state !== 'open') return false;
    this.#chains.get(id)?.events.push({ at: this.#now(), state });
    return true;
  }

  /** Returns every chain, in order of creation. */
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
