// The loader for workerd (Cloudflare Workers), which compiles modules at deployment and forbids
// compiling bytes.

import coreModule from '#core.wasm';

/** Makes an instance of the module that the platform compiled, and returns its exports. */
export function instantiate(imports: WebAssembly.Imports): WebAssembly.Exports {
  return new WebAssembly.Instance(coreModule, imports).exports;
}

export { instantiate as prepare };
