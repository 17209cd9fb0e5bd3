// The loader for hosts without WebAssembly: the same core in JavaScript, by binaryen's wasm2js.

export { instantiate, instantiate as prepare } from '#core-in-js';
