// The faults between the clients and the server, and how often they occur.

import { attemptTimeout } from './life.ts';
import { pick, randomFrom } from './random.ts';

/** What the proxy does to one request. */
export interface Fault {
  readonly name: string;
  /** The delay before anything else happens, in milliseconds. */
  readonly delay: number;
  /** When the request reaches the server: never, at once, or after the client has timed out. */
  readonly reaches: 'never' | 'now' | 'late';
  /** The latency of the server, in milliseconds. */
  readonly latency: number;
  /** What the client gets: the server's response or the gateway's own, a part of it, or nothing. */
  readonly gets: 'answer' | 'status' | 'head-cut' | 'body-cut' | 'reset' | 'silence';
  /** The status of the gateway's own response. */
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Whether the server's `Location` is removed. */
  readonly withoutLocation: boolean;
  /** The part of a cut response that arrives, from 0 to 1. */
  readonly share: number;
  /** Whether the connection is dropped after the response was sent. */
  readonly drops: boolean;
}

const none: Fault = {
  name: 'none',
  delay: 0,
  reaches: 'now',
  latency: 0,
  gets: 'answer',
  status: 0,
  retryAfter: undefined,
  withoutLocation: false,
  share: 0,
  drops: false,
};

function status(name: string, code: number, more: Partial<Fault> = {}): Fault {
  return { ...none, name, reaches: 'never', gets: 'status', status: code, ...more };
}

/** The faults, with their frequency in percent. */
const faults: readonly (readonly [number, Fault])[] = [
  [41, none],
  [6, { ...none, name: 'no Location', withoutLocation: true }],
  [7, { ...none, name: 'keep-alive connection dropped', drops: true }],
  [6, { ...none, name: 'reset before the effect', reaches: 'never', gets: 'reset' }],
  [6, { ...none, name: 'reset after the effect', gets: 'reset' }],
  [2, { ...none, name: 'response cut in its head', gets: 'head-cut' }],
  [3, { ...none, name: 'response cut after its Location', gets: 'body-cut' }],
  [3, { ...none, name: 'response cut without Location', gets: 'body-cut', withoutLocation: true }],
  [2, status('408', 408)],
  [4, status('429', 429)],
  [2, status('429, Retry-After: 0', 429, { retryAfter: '0' })],
  [0.7, status('429, Retry-After: 1', 429, { retryAfter: '1' })],
  [3, status('500 before the effect', 500)],
  [2, status('500 after the effect', 500, { reaches: 'now' })],
  [3, status('502 before the effect', 502)],
  [3, status('502 after the effect', 502, { reaches: 'now' })],
  [3, status('503', 503)],
  [2, status('503, Retry-After: 0', 503, { retryAfter: '0' })],
  [0.7, status('503, Retry-After: 1', 503, { retryAfter: '1' })],
  [0.2, { ...none, name: 'silence before the effect', reaches: 'never', gets: 'silence' }],
  [0.2, { ...none, name: 'silence, then the effect', reaches: 'late', gets: 'silence' }],
  [0.2, { ...none, name: 'silence after the effect', gets: 'silence' }],
  [0.2, { ...none, name: 'slow server', latency: 1.5 * attemptTimeout }],
];

/** Returns the fault of one attempt. The seed decides it. */
export function faultFor(seed: number, life: number, call: number, attempt: number): Fault {
  const random = randomFrom(seed, life, call, attempt);
  const fault = pick(random, faults);
  return { ...fault, delay: random() < 0.2 ? Math.floor(random() * 30) : 0, share: random() };
}
