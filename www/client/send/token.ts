// Where access tokens come from.

import { bounded, throwIfAborted } from '../bounded.ts';
import { type TimeBound, TokenError, timeText } from '../errors.ts';

/** What a token is asked for. */
export interface TokenRequest {
  /** The token that the server has just refused, where it did: another one is needed. */
  readonly rejected?: string | undefined;
  /** Is aborted when nobody waits for the token any more. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gives the access token for a call. It is asked for every call, and once more where the server
 * refuses what it gave; it may keep its answer.
 */
export type TokenFunction = (request: TokenRequest) => string | Promise<string>;

/** Something that has access tokens, such as a service account. */
export interface TokenSource {
  readonly getToken: TokenFunction;
}

/** The tokens of a client. */
export interface Tokens {
  /**
   * The token for a call.
   *
   * @throws {TokenError} where there is none within the time.
   */
  take(bound: TimeBound, signal: AbortSignal | undefined, rejected?: string): Promise<string>;
}

/** A token that is on its way, for all that wait for it. */
interface Flight {
  readonly rejected: string | undefined;
  readonly token: Promise<string>;
  /** When it is too late, by `performance.now()`. */
  readonly end: number;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * The tokens that a source gives.
 *
 * @param shared whether calls that wait at the same time wait for one answer.
 */
export function tokensOf(source: TokenFunction | TokenSource, shared: boolean): Tokens {
  const ask: TokenFunction = typeof source === 'function' ? source : source.getToken.bind(source);
  let running: Flight | undefined;
  let last: string | undefined;

  /** Asks, or joins those who have asked and may still have an answer. */
  const flightFor = (rejected: string | undefined, timeout: number): Flight => {
    const joins = rejected === undefined || running?.rejected === rejected;
    if (running !== undefined && joins && performance.now() < running.end) return running;
    const controller = new AbortController();
    const { signal } = controller;
    const token = Promise.resolve().then(() => ask({ rejected, signal }));
    const end = performance.now() + timeout;
    const flight: Flight = { rejected, token, end, controller, waiting: 0 };
    if (shared) running = flight;
    const land = () => {
      if (running === flight) running = undefined;
    };
    token.then(land, land);
    return flight;
  };

  /** Leaves a flight. Who asks next does not wait for what everybody has given up. */
  const leave = (flight: Flight) => {
    flight.waiting -= 1;
    if (flight.waiting > 0) return;
    if (running === flight) running = undefined;
    flight.controller.abort();
  };

  return {
    async take(bound, signal, rejected) {
      // Another call has had another token since.
      if (rejected !== undefined && last !== undefined && last !== rejected) return last;
      const flight = flightFor(rejected, bound.left);
      const left = Math.min(bound.left, flight.end - performance.now());
      const tooLate = () => new TokenError(`did not come within ${timeText(bound)}`);
      flight.waiting += 1;
      let token: unknown;
      try {
        token = await bounded(() => flight.token, left, signal, tooLate);
      } catch (error) {
        throwIfAborted(signal);
        throw error instanceof TokenError ? error : new TokenError('could not be had', error);
      } finally {
        leave(flight);
      }
      if (typeof token !== 'string' || token === '') throw new TokenError('there is none');
      last = token;
      return token;
    },
  };
}
