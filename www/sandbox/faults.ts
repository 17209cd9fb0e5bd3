// Faults on demand: delays, error statuses and dropped connections.

import type { OperationId } from '../client/contract.ts';
import { own } from '../client/own.ts';

/** A fault that a sandbox applies to a request. */
export interface Fault {
  /** The operation that fails. Any operation by default. */
  readonly operation?: OperationId | undefined;
  /** The delay of the response, in milliseconds, up to 2³¹ - 1. */
  readonly latency?: number | undefined;
  /** The status to respond with, from 200 to 599. The operation then has no effect. */
  readonly status?: number | undefined;
  /** The headers of that response, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Drops the connection before or after the operation has its effect. */
  readonly reset?: 'before' | 'after' | undefined;
  /** The number of requests that fail. 1 by default. */
  readonly times?: number | undefined;
}

/** The error of a dropped connection. The sandbox's `fetch` rejects with it. */
export class ConnectionReset extends TypeError {
  override name = 'ConnectionReset';

  constructor() {
    super('the sandbox dropped the connection');
  }
}

/** Whether a value is a {@link ConnectionReset}, from any copy of this package. */
export function isConnectionReset(value: unknown): boolean {
  return value instanceof Error && value.name === 'ConnectionReset';
}

/** The planned faults. */
export class FaultPlan {
  #planned: { fault: Fault; left: number }[] = [];

  /**
   * Adds a fault to the end of the plan.
   *
   * @throws {RangeError} for a status, latency or number of times out of range.
   */
  add(planned: Fault): void {
    const fault = own(planned);
    if (!isInRange(fault)) {
      throw new RangeError(
        'the status must be from 200 to 599, the latency from 0 to 2³¹ - 1, and times from 1 to 2³¹',
      );
    }
    this.#planned.push({ fault, left: fault.times ?? 1 });
  }

  /** Removes and returns the next fault for an operation. */
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

function isInRange({ status, latency, times }: Fault): boolean {
  const within = (value: number | undefined, least: number, most: number) =>
    value === undefined || (Number.isInteger(value) && value >= least && value <= most);
  return within(status, 200, 599) && within(latency, 0, 2 ** 31 - 1) && within(times, 1, 2 ** 31);
}

/** The header with which a sandbox takes a fault for one request. */
export const faultHeader = 'X-Sandbox-Fault';

/**
 * Parses the header `X-Sandbox-Fault`: `latency=500`, `status=503`, `reset=before` or `reset=after`,
 * separated by commas. Returns `'malformed'` for any other value.
 */
export function faultFromHeader(header: string | null): Fault | 'malformed' | undefined {
  if (header === null) return undefined;
  const fault = own<{ latency?: number; status?: number; reset?: 'before' | 'after' }>({});
  for (const part of header.split(',')) {
    const [, name, value = ''] =
      /^(latency|status|reset)=(\d+|before|after)$/.exec(part.trim()) ?? [];
    if (name === 'reset' && (value === 'before' || value === 'after')) fault.reset = value;
    else if (name === 'latency' || name === 'status') fault[name] = Number(value);
    else return 'malformed';
  }
  return isInRange(fault) ? fault : 'malformed';
}

/** Waits. If the request is aborted, it rejects with the signal's reason. */
export function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
