// Which runtime this is.

/** What is read of a global object to tell. */
export interface Host {
  readonly process?: { readonly versions?: { readonly node?: string; readonly bun?: string } };
  readonly Deno?: { readonly version?: { readonly deno?: string } };
  readonly EdgeRuntime?: unknown;
  readonly navigator?: { readonly userAgent?: string };
  readonly document?: unknown;
  readonly WorkerGlobalScope?: unknown;
}

/**
 * Whether one request may wait for what another began. In these runtimes that is dropped with the
 * request that began it, and the other would wait without end.
 */
export function sharesWork(runtime: string | undefined): boolean {
  return runtime !== 'workerd' && runtime !== 'edge-light';
}

/** The runtime's name and version; `undefined` for a browser's window or worker. */
export function runtimeOf(host: Host): string | undefined {
  const { node, bun } = host.process?.versions ?? {};
  if (bun) return `bun/${bun}`;
  if (host.Deno?.version?.deno) return `deno/${host.Deno.version.deno}`;
  if (host.navigator?.userAgent === 'Cloudflare-Workers') return 'workerd';
  if (host.EdgeRuntime !== undefined) return 'edge-light';
  if (node) return `node/${node}`;
  if (host.document !== undefined || host.WorkerGlobalScope !== undefined) return undefined;
  return 'unknown';
}
