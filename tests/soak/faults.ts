// The faults of the network between a client and the server, and their frequencies.

import { attemptTimeout } from './life.ts';
import { pick, randomFrom } from './random.ts';

/** The fault of one request. */
export interface Fault {
  readonly name: string;
  /** The delay before the request is handled, in milliseconds. */
  readonly delay: number;
  /** When it reaches the server: never, at once, or after the client has given up. */
  readonly reaches: 'never' | 'now' | 'late';
  /** The latency of the server, in milliseconds. */
  readonly latency: number;
  /** The client's answer: the server's, the gateway's own, a part of it, or nothing. */
  readonly gets: 'answer' | 'status' | 'head-cut' | 'body-cut' | 'reset' | 'silence';
  /** The status of the gateway's own answer. */
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Whether the server's `Location` is dropped. */
  readonly withoutLocation: boolean;
  /** The part of a cut answer that arrives, from 0 to 1. */
  readonly share: number;
  /** Whether the connection is dropped after the answer. */
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

/** The faults with their frequencies in percent. */
const faults: readonly (readonly [number, Fault])[] = [
  [41, none],
  [6, { ...none, name: 'no Location', withoutLocation: true }],
  [7, { ...none, name: 'keep-alive connection dropped', drops: true }],
  [6, { ...none, name: 'reset before the effect', reaches: 'never', gets: 'reset' }],
  [6, { ...none, name: 'reset after the effect', gets: 'reset' }],
  [2, { ...none, name: 'answer cut in its head', gets: 'head-cut' }],
  [3, { ...none, name: 'answer cut after its Location', gets: 'body-cut' }],
  [3, { ...none, name: 'answer cut without Location', gets: 'body-cut', withoutLocation: true }],
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
  [0.2, { ...none, name: 'a server that is too slow', latency: 1.5 * attemptTimeout }],
];

/** The fault of one attempt. */
export function faultFor(seed: number, life: number, call: number, attempt: number): Fault {
  const random = randomFrom(seed, life, call, attempt);
  const fault = pick(random, faults);
  return { ...fault, delay: random() < 0.2 ? Math.floor(random() * 30) : 0, share: random() };
}
