// Caches an access token until shortly before it expires.

import { bounded, throwIfAborted } from '../bounded.ts';
import { TokenError } from '../errors/index.ts';
import type { TokenFunction } from '../send/token.ts';
import type { Grant } from './endpoint.ts';

/** Gets a new token. The signal aborts it. */
export type Exchange = (signal: AbortSignal) => Promise<Grant>;

/** Options for the cache. */
export interface CacheOptions {
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number;
  /** The time limit for an exchange, in milliseconds. */
  readonly timeout: number;
  /** Whether concurrent callers wait for the same exchange. */
  readonly shared: boolean;
}

/** A token is renewed this many seconds before it expires, or after nine tenths of a short life. */
const margin = 60;

/**
 * Caches the token that `exchange` returns. If one caller aborts, a shared exchange continues for the
 * others. Failures are not cached.
 */
export function cached(exchange: Exchange, { now, timeout, shared }: CacheOptions): TokenFunction {
  let cachedToken: { readonly token: string; readonly until: number } | undefined;
  let running: Promise<string> | undefined;

  const tooLate = () => new TokenError(`the token endpoint did not respond within ${timeout} ms`);

  async function renew(signal?: AbortSignal): Promise<string> {
    const start = now();
    const { token, lifetime } = await bounded(exchange, timeout, signal, tooLate);
    cachedToken = { token, until: start + (lifetime - Math.min(margin, lifetime / 10)) * 1000 };
    return token;
  }

  return async ({ rejected, signal }) => {
    throwIfAborted(signal);
    if (cachedToken?.token === rejected) cachedToken = undefined;
    if (cachedToken !== undefined && now() < cachedToken.until) return cachedToken.token;
    if (!shared) return renew(signal);
    running ??= renew().finally(() => {
      running = undefined;
    });
    const current = running;
    return bounded(() => current, Number.POSITIVE_INFINITY, signal, tooLate);
  };
}
