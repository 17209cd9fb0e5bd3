// Faults on demand: what a network and a server do on a bad day.

import type { OperationId } from '../client/contract.ts';

/** What a sandbox does wrong for one request. */
export interface Fault {
  /** The operation that it is for; any unless given. */
  readonly operation?: OperationId | undefined;
  /** How long the answer takes, in milliseconds; 2³¹ - 1 at most. */
  readonly latency?: number | undefined;
  /** The status to answer with, 200 to 599, without the operation's effect. */
  readonly status?: number | undefined;
  /** Headers of that answer, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Drops the connection before the operation has its effect, or after. */
  readonly reset?: 'before' | 'after' | undefined;
  /** For how many requests; one unless given. */
  readonly times?: number | undefined;
}

/** The connection was dropped, as `fetch` reports it. */
export class ConnectionReset extends TypeError {
  override name = 'ConnectionReset';

  constructor() {
    super('the sandbox dropped the connection');
  }
}

/** Whether a value is a {@link ConnectionReset}, of any copy of this package. */
export function isConnectionReset(value: unknown): boolean {
  return value instanceof Error && value.name === 'ConnectionReset';
}

/** The faults that are still to come. */
export class FaultPlan {
  #planned: { fault: Fault; left: number }[] = [];

  /**
   * Plans a fault, after those planned before it.
   *
   * @throws {RangeError} for a status, a latency or a number of times that cannot be.
   */
  add(fault: Fault): void {
    if (!canBe(fault))
      throw new RangeError('a fault with a status, latency or times that cannot be');
    this.#planned.push({ fault, left: fault.times ?? 1 });
  }

  /** Takes the next fault for an operation. */
  take(operation: Fault['operation']): Fault | undefined {
    const next = this.#planned.find(
      ({ fault }) => fault.operation === undefined || fault.operation === operation,
    );
    if (next === undefined) return undefined;
    next.left -= 1;
    this.#planned = this.#planned.filter(({ left }) => left > 0);
    return next.fault;
  }
}

function canBe({ status, latency, times }: Fault): boolean {
  const within = (value: number | undefined, least: number, most: number) =>
    value === undefined || (Number.isInteger(value) && value >= least && value <= most);
  return within(status, 200, 599) && within(latency, 0, 2 ** 31 - 1) && within(times, 1, 2 ** 31);
}

/**
 * Reads a fault from the header `X-Sandbox-Fault`: `latency=500`, `status=503`, `reset=before` or
 * `reset=after`, several with commas. `'malformed'` for anything else.
 */
export function faultFromHeader(header: string | null): Fault | 'malformed' | undefined {
  if (header === null) return undefined;
  const fault: { latency?: number; status?: number; reset?: 'before' | 'after' } = {};
  for (const part of header.split(',')) {
    const [, name, value = ''] =
      /^(latency|status|reset)=(\d+|before|after)$/.exec(part.trim()) ?? [];
    if (name === 'reset' && (value === 'before' || value === 'after')) fault.reset = value;
    else if (name === 'latency' || name === 'status') fault[name] = Number(value);
    else return 'malformed';
  }
  return canBe(fault) ? fault : 'malformed';
}

/** Waits, unless the request is given up meanwhile. */
export function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    }, milliseconds);
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}
