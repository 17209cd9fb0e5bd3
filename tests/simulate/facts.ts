// What happens in a life, as the oracle sees it: calls, attempts, requests at gateways, requests to the
// API, and effects.

import type { Machine } from './clock.ts';

/** One tab of a person, with one creation. */
export interface TabFacts {
  /** The key that a page before this one has stored, and may have sent. */
  readonly storedKey: string | undefined;
  readonly calls: CallFacts[];
}

/** One call of the client: a press of Create. */
export interface CallFacts {
  readonly kind: 'call';
  readonly number: number;
  readonly tab: TabFacts;
  readonly attempts: AttemptFacts[];
  /** Whether it has ended, and has certainly created no chain. */
  isNotDone: boolean;
}

/** One request of a client. */
export interface AttemptFacts {
  readonly call: CallFacts;
  readonly number: number;
  readonly key: string;
  /** The requests that arrived at gateways. The network may deliver a request twice. */
  readonly exchanges: Exchange[];
  /** What arrived of the answer. `undefined` if nothing did. */
  delivered: Delivered | undefined;
}

/** An answer that arrived at a client. */
interface Delivered {
  readonly status: number;
  readonly problem: string | undefined;
  readonly hasRetryAfter: boolean;
  /** Whether all of its body arrived. */
  isWhole: boolean;
}

/** A request that a gateway works on. */
export interface Exchange {
  readonly kind: 'exchange';
  readonly number: number;
  readonly machine: Machine;
  readonly attempt: AttemptFacts;
  readonly key: string;
  readonly sends: Send[];
  /** The state of the record that the store returned last, unless it is its own. */
  seen: string | undefined;
}

/** A request to the API. */
export interface Send {
  readonly exchange: Exchange;
  readonly number: number;
  /** Whether it may still arrive. */
  isUnderway: boolean;
  /** The chain that it made. */
  chain: string | undefined;
  /** What arrived of the answer. */
  received: Received | undefined;
  /** Whether an operator has found out that it made no chain. */
  isRuledOut: boolean;
}

/** An answer of the API that arrived at a gateway. */
export interface Received {
  readonly status: number;
  readonly hasRetryAfter: boolean;
  readonly id: string | undefined;
}

/** An operator at work. */
export interface Operator {
  readonly kind: 'operator';
  readonly key: string;
  readonly resolution: { readonly id: string } | 'not-created';
  /** How many requests to the API the operator knew of. */
  readonly sends: number;
  /** The time on the wall of the gateway when it took the word, in milliseconds since 1970. */
  calledAt: number;
}

/** Whether the API said that it made a chain. */
export function isConfirmed({ received }: Send): boolean {
  return received !== undefined && received.status >= 200 && received.status < 300;
}

/** Whether the API said that it did nothing: a 4xx except 408, or a 503 with `Retry-After`. */
export function isRefused({ received }: Send): boolean {
  return received !== undefined && saysNothingDone(received.status, received.hasRetryAfter);
}

/** Whether a status says that nothing was done. */
export function saysNothingDone(status: number, hasRetryAfter: boolean): boolean {
  if (status === 503) return hasRetryAfter;
  return status >= 400 && status < 500 && status !== 408;
}

/** Whether the API's answer leaves open what was done. */
export function isAmbiguous(send: Send): boolean {
  return !isConfirmed(send) && !isRefused(send);
}
