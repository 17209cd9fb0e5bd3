// A circuit breaker: after several failures in a row it lets nothing through for a while, and then one
// request as a probe. It has timestamps only, and no timers or promises, which workerd ties to the
// request that made them.

/** Options for the circuit breaker. */
export interface BreakerOptions {
  /** How many failures in a row open it. 5 by default. */
  readonly failures?: number | undefined;
  /** How long it stays open before each probe, in milliseconds. 10,000 by default. */
  readonly pause?: number | undefined;
}

export class Breaker {
  readonly #failures: number;
  readonly #pause: number;
  #inARow = 0;
  /** When the next request may pass, in milliseconds since 1970. */
  #next = 0;

  constructor({ failures = 5, pause = 10_000 }: BreakerOptions) {
    this.#failures = failures;
    this.#pause = pause;
  }

  /** Lets a request through, or returns how long to wait, in milliseconds. */
  enter(now: number): number | undefined {
    if (this.#inARow < this.#failures) return undefined;
    if (now < this.#next) return this.#next - now;
    // This is the probe. If it never ends, the next one follows after another pause.
    this.#next = now + this.#pause;
    return undefined;
  }

  /** Records how a request ended. */
  leave(hasFailed: boolean, now: number): void {
    this.#inARow = hasFailed ? this.#inARow + 1 : 0;
    if (hasFailed) this.#next = now + this.#pause;
  }
}
