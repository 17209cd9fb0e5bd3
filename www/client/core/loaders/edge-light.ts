// For Vercel's edge runtime, which forbids compiling bytes too and asks for `?module`.

import coreModule from '#core.wasm?module';

/** Makes an instance of the core, as the platform compiled it; its exports. */
export function instantiate(imports: WebAssembly.Imports): WebAssembly.Exports {
  return new WebAssembly.Instance(coreModule, imports).exports;
}

export { instantiate as prepare };
