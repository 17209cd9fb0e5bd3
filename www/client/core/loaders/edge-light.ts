// The loader for Vercel's edge runtime. It forbids compiling bytes, and imports modules by `?module`.

import coreModule from '#core.wasm?module';

/** Makes an instance of the module that the platform compiled, and returns its exports. */
export function instantiate(imports: WebAssembly.Imports): WebAssembly.Exports {
  return new WebAssembly.Instance(coreModule, imports).exports;
}

export { instantiate as prepare };
