// Detects the runtime.

import { own } from './own.ts';

/** The parts of a global object that identify the runtime. */
export interface Host {
  readonly process?: { readonly versions?: { readonly node?: string; readonly bun?: string } };
  readonly Deno?: { readonly version?: { readonly deno?: string } };
  readonly EdgeRuntime?: unknown;
  readonly navigator?: { readonly userAgent?: string };
  readonly document?: unknown;
  readonly WorkerGlobalScope?: unknown;
}

/**
 * Whether a request may wait for work that another request started. workerd and edge-light drop the
 * work together with the request that started it, and the other request would wait forever.
 */
export function sharesWork(runtime: string | undefined): boolean {
  return runtime !== 'workerd' && runtime !== 'edge-light';
}

/**
 * Whether `fetch` sends a request a second time by itself, if a kept-alive connection breaks off before
 * the response. Deno does, also for a POST, unless the connection is closed after the request. (Browsers
 * do as well, and do not let a page close a connection.)
 */
export function resends(host: Host): boolean {
  return host.Deno?.version?.deno !== undefined;
}

/** Returns the runtime's name and version, or `undefined` in a browser's window or worker. */
export function runtimeOf(host: Host): string | undefined {
  const { node, bun } = own(host.process?.versions ?? {});
  if (bun) return `bun/${bun}`;
  if (host.Deno?.version?.deno) return `deno/${host.Deno.version.deno}`;
  if (host.navigator?.userAgent === 'Cloudflare-Workers') return 'workerd';
  if (host.EdgeRuntime !== undefined) return 'edge-light';
  if (node) return `node/${node}`;
  if (host.document !== undefined || host.WorkerGlobalScope !== undefined) return undefined;
  return 'unknown';
}
