// One access token for all callers, for as long as it is good.

import { bounded, throwIfAborted } from '../bounded.ts';
import { TokenError } from '../errors.ts';
import type { TokenFunction } from '../send/token.ts';
import type { Grant } from './endpoint.ts';

/** Gets another token. The signal ends it. */
export type Exchange = (signal: AbortSignal) => Promise<Grant>;

/** How tokens are kept. */
export interface Keeping {
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number;
  /** How long an exchange may take, in milliseconds. */
  readonly timeout: number;
  /** Whether callers at the same time wait for one exchange. */
  readonly shared: boolean;
}

/** How long before it expires a token is given no more, in seconds; a tenth of its life if less. */
const margin = 60;

/**
 * Keeps the token that `exchange` gives. A shared exchange goes on when one of its callers gives
 * up. A failure is not kept.
 */
export function cached(exchange: Exchange, { now, timeout, shared }: Keeping): TokenFunction {
  let kept: { readonly token: string; readonly until: number } | undefined;
  let running: Promise<string> | undefined;

  const tooLate = () => new TokenError(`no answer of the token endpoint within ${timeout} ms`);

  async function renew(signal?: AbortSignal): Promise<string> {
    const asked = now();
    const { token, lifetime } = await bounded(exchange, timeout, signal, tooLate);
    kept = { token, until: asked + (lifetime - Math.min(margin, lifetime / 10)) * 1000 };
    return token;
  }

  return async ({ rejected, signal }) => {
    throwIfAborted(signal);
    if (kept?.token === rejected) kept = undefined;
    if (kept !== undefined && now() < kept.until) return kept.token;
    if (!shared) return renew(signal);
    running ??= renew().finally(() => {
      running = undefined;
    });
    const ours = running;
    return bounded(() => ours, Number.POSITIVE_INFINITY, signal, tooLate);
  };
}
