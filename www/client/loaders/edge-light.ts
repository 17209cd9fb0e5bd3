// For Vercel's edge runtime, which forbids compiling bytes too and asks for `?module`.

import coreModule from '#core.wasm?module';

/** The core, as the platform compiled it. */
export function loadModule(): WebAssembly.Module {
  return coreModule;
}
