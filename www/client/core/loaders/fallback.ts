// For where WebAssembly is forbidden or missing: the same core in JavaScript, as binaryen's wasm2js
// writes it.

export { instantiate, instantiate as prepare } from '#core-in-js';
