// Where access tokens come from.

import { bounded } from './bounded.ts';
import { TokenError } from './errors.ts';

/** What a token is asked for. */
export interface TokenRequest {
  /** The token that the server has just refused, where it did: another one is needed. */
  readonly rejected?: string | undefined;
  /** Ends with the call that the token is for. */
  readonly signal?: AbortSignal | undefined;
}

/** Gives the access token for a request. It is asked for every request, and may keep its answer. */
export type TokenFunction = (request: TokenRequest) => string | Promise<string>;

/** Something that has access tokens, such as a service account. */
export interface TokenSource {
  readonly getToken: TokenFunction;
}

/** The tokens of a client. */
export interface Tokens {
  /**
   * The token for a request.
   *
   * @throws {TokenError} where there is none within the time.
   */
  take(timeout: number, signal: AbortSignal | undefined, rejected?: string): Promise<string>;
}

/**
 * The tokens that a source gives.
 *
 * @param shared whether calls that wait at the same time wait for one answer.
 */
export function tokensOf(source: TokenFunction | TokenSource, shared: boolean): Tokens {
  const ask: TokenFunction =
    typeof source === 'function' ? source : (request) => source.getToken(request);
  let asked: { readonly rejected: string | undefined; readonly token: Promise<string> } | undefined;

  /** Asks, or waits with those who have asked. What is asked anew serves who asks at all. */
  const flight = (rejected: string | undefined) => {
    if (asked !== undefined && (rejected === undefined || asked.rejected === rejected)) {
      return asked;
    }
    const own = { rejected, token: Promise.resolve().then(() => ask({ rejected })) };
    if (!shared) return own;
    asked = own;
    const land = () => {
      if (asked === own) asked = undefined;
    };
    own.token.then(land, land);
    return own;
  };

  return {
    async take(timeout, signal, rejected) {
      const own = flight(rejected);
      const tooLate = () => new TokenError(`did not come within ${timeout} ms`);
      let token: unknown;
      try {
        token = await bounded(() => own.token, timeout, signal, tooLate);
      } catch (error) {
        signal?.throwIfAborted();
        // Who asks next does not wait for what never comes.
        if (asked === own) asked = undefined;
        throw error instanceof TokenError ? error : new TokenError('could not be had', error);
      }
      if (typeof token !== 'string' || token === '') throw new TokenError('there is none');
      return token;
    },
  };
}
