// For where WebAssembly is forbidden or missing: the same core in JavaScript, as binaryen's wasm2js
// writes it. Its glue calls this function where the others' makes a WebAssembly instance.

import { instantiate } from '#core-in-js';

/** What makes an instance of the core. */
export function loadModule(): typeof instantiate {
  return instantiate;
}
