// The API requires a User-Agent. In a browser, the browser's own is sent: Chromium silently drops any
// other, and in Firefox and Safari another one causes a CORS preflight that the API may reject.

import { version } from './generated/rules.ts';
import { type Host, runtimeOf } from './runtime.ts';

/**
 * Returns the `User-Agent` to send: the application's product token, if it has one, this package and
 * the runtime. `undefined` in a browser.
 */
export function userAgentFor(product: string | undefined, host: Host): string | undefined {
  const runtime = runtimeOf(host);
  if (runtime === undefined) return undefined;
  const own = `identification-chain/${version} (${runtime})`;
  // An empty product token is reported as an issue of the request.
  return product === undefined ? own : product && `${product} ${own}`;
}
