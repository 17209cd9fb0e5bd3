// The API requires a User-Agent. In a browser the browser's own goes out: Chromium drops any other
// without a word, and in Firefox and Safari another forces a CORS preflight that the API may refuse.

import { version } from './generated/rules.ts';
import { type Host, runtimeOf } from './runtime.ts';

/**
 * The `User-Agent` to send: the application's product token, if it has one, this package and its
 * runtime. `undefined` in a browser.
 */
export function userAgentFor(product: string | undefined, host: Host): string | undefined {
  const runtime = runtimeOf(host);
  if (runtime === undefined) return undefined;
  const own = `identification-chain/${version} (${runtime})`;
  // An empty token is an issue of the request, which says that it is empty.
  return product === undefined ? own : product && `${product} ${own}`;
}
