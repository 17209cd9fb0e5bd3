// For workerd (Cloudflare Workers), which compiles modules when it is deployed and forbids
// compiling bytes.

import coreModule from '#core.wasm';

/** Makes an instance of the core, as the platform compiled it; its exports. */
export function instantiate(imports: WebAssembly.Imports): WebAssembly.Exports {
  return new WebAssembly.Instance(coreModule, imports).exports;
}

export { instantiate as prepare };
