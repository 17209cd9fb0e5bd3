// Gets access tokens from the application's token function or token source.

import { bounded, throwIfAborted } from '../bounded.ts';
import { type TimeBound, TokenError, timeText } from '../errors/index.ts';

/** The argument of a {@link TokenFunction}. */
export interface TokenRequest {
  /** The token that the server just rejected with a 401, if any. Return another one. */
  readonly rejected?: string | undefined;
  /** Aborted if no call waits for the token any more before it came. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Returns the access token for a call. The client calls it for every call, and once more if the
 * server rejects the token. It may cache the token.
 */
export type TokenFunction = (request: TokenRequest) => string | Promise<string>;

/** An object that returns access tokens, such as a service account. */
export interface TokenSource {
  readonly getToken: TokenFunction;
}

/** The tokens of a client. */
export interface Tokens {
  /**
   * Returns the token for a call.
   *
   * @param rejected the last token, if the server rejected it.
   * @throws {TokenError} if no token comes within the time limit.
   */
  get(bound: TimeBound, signal: AbortSignal | undefined, rejected?: string): Promise<string>;
}

/** A running call of the token function, which several calls can wait for. */
interface Fetching {
  readonly rejected: string | undefined;
  readonly token: Promise<string>;
  /** When its time limit ends, by `performance.now()`. */
  readonly end: number;
  readonly controller: AbortController;
  /** The number of calls that wait for the token. */
  waiting: number;
  settled: boolean;
}

/**
 * Makes the tokens of a client.
 *
 * @param shared whether concurrent calls wait for the same token.
 */
export function tokensOf(source: TokenFunction | TokenSource, shared: boolean): Tokens {
  const ask: TokenFunction = typeof source === 'function' ? source : source.getToken.bind(source);
  let running: Fetching | undefined;
  let last: string | undefined;

  /** Joins the running call of the token function, or starts another one. */
  const join = (rejected: string | undefined, timeout: number): Fetching => {
    const fits = rejected === undefined || running?.rejected === rejected;
    if (running !== undefined && fits && performance.now() < running.end) return running;
    const controller = new AbortController();
    const { signal } = controller;
    const token = Promise.resolve().then(() => ask({ rejected, signal }));
    const end = performance.now() + timeout;
    const fetching: Fetching = { rejected, token, end, controller, waiting: 0, settled: false };
    if (shared) running = fetching;
    const settle = () => {
      fetching.settled = true;
      if (running === fetching) running = undefined;
    };
    token.then(settle, settle);
    return fetching;
  };

  /** Stops waiting. If no other call waits, the token function is aborted, and the next starts anew. */
  const leave = (fetching: Fetching) => {
    fetching.waiting -= 1;
    if (fetching.waiting > 0 || fetching.settled) return;
    if (running === fetching) running = undefined;
    fetching.controller.abort();
  };

  return {
    async get(bound, signal, rejected) {
      // Another call has already replaced the rejected token.
      if (rejected !== undefined && last !== undefined && last !== rejected) return last;
      const fetching = join(rejected, bound.left);
      const left = Math.min(bound.left, fetching.end - performance.now());
      const tooLate = () => new TokenError(`it did not come within ${timeText(bound)}`);
      fetching.waiting += 1;
      let token: unknown;
      try {
        token = await bounded(() => fetching.token, left, signal, tooLate);
      } catch (error) {
        throwIfAborted(signal);
        throw error instanceof TokenError
          ? error
          : new TokenError('the token function failed', error);
      } finally {
        leave(fetching);
      }
      if (typeof token !== 'string' || token === '') {
        throw new TokenError('the token function must return a string that is not empty');
      }
      last = token;
      return token;
    },
  };
}
