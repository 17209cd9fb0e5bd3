// The API requires a User-Agent. In a browser the browser's own goes out: Chromium drops any other
// without a word, and in Firefox and Safari another forces a CORS preflight that the API may refuse.

import { version } from './generated/rules.ts';

interface Host {
  readonly process?: { readonly versions?: { readonly node?: string; readonly bun?: string } };
  readonly Deno?: { readonly version?: { readonly deno?: string } };
  readonly EdgeRuntime?: unknown;
  readonly navigator?: { readonly userAgent?: string };
  readonly document?: unknown;
  readonly WorkerGlobalScope?: unknown;
}

/**
 * The `User-Agent` to send: the application's product token, if it has one, this package and its
 * runtime. `undefined` in a browser.
 */
export function userAgentFor(product: string | undefined, host: Host): string | undefined {
  const runtime = runtimeOf(host);
  if (runtime === undefined) return undefined;
  const own = `identification-chain/${version} (${runtime})`;
  return product === undefined ? own : `${product} ${own}`;
}

/** The runtime's name and version; `undefined` for a browser's window or worker. */
function runtimeOf(host: Host): string | undefined {
  const { node, bun } = host.process?.versions ?? {};
  if (bun) return `bun/${bun}`;
  if (host.Deno?.version?.deno) return `deno/${host.Deno.version.deno}`;
  if (host.navigator?.userAgent === 'Cloudflare-Workers') return 'workerd';
  if (host.EdgeRuntime !== undefined) return 'edge-light';
  if (node) return `node/${node}`;
  if (host.document !== undefined || host.WorkerGlobalScope !== undefined) return undefined;
  return 'unknown';
}
