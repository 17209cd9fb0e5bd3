// Sends one checked request to the API, and reads the whole answer.

import { own } from '../client/own.ts';
import { type Answer, type Fetch, send } from '../client/send/attempt.ts';
import type { UpstreamRequest } from './store.ts';

/** How a request to the API ended. */
export type UpstreamEnd =
  | { readonly answer: Answer }
  | { readonly failure: 'timeout' | 'connection' | 'aborted' };

/** The limits of a request to the API. */
export interface UpstreamBounds {
  /** The time limit for the whole answer, in milliseconds. */
  readonly timeout: number;
  /** Aborts the request. */
  readonly signal?: AbortSignal | undefined;
}

/** Sends a request. It never rejects: an error of `fetch` may quote the request, and is dropped. */
export async function sendUpstream(
  { method, url, headers, body }: UpstreamRequest,
  { timeout, signal }: UpstreamBounds,
  fetch?: Fetch,
): Promise<UpstreamEnd> {
  let isLate = false;
  const tooLate = () => {
    isLate = true;
    return new Error('no answer in time');
  };
  try {
    const request: RequestInit = own({
      method,
      headers: headers as [string, string][],
      body: body ?? null,
      signal: null,
      // Personal data stays with this server. (workerd does not support the mode `error`.)
      redirect: 'manual',
    });
    // The runtime's own `fetch` makes the only copy.
    const ask = (init: RequestInit) =>
      fetch === undefined
        ? globalThis.fetch(url, own({ ...request, ...init }))
        : fetch(new Request(url, request), init);
    return own({ answer: await send(ask, { timeout, signal, tooLate, onlyWhole: true }) });
  } catch {
    if (signal?.aborted) return own({ failure: 'aborted' });
    return own({ failure: isLate ? 'timeout' : 'connection' });
  }
}
