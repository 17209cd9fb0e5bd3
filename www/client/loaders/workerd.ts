// For workerd (Cloudflare Workers), which compiles modules when it is deployed and forbids
// compiling bytes.

import coreModule from '#core.wasm';

/** The core, as the platform compiled it. */
export function loadModule(): WebAssembly.Module {
  return coreModule;
}
