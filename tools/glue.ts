// Makes wasm-bindgen's glue ours. Its own makes the instance as soon as it is imported; ours waits
// for the first call, takes the module from the loader of the runtime, and can make another.

/** Replaces the one place that matches, and fails where the tool writes something else by now. */
export function replaceOne(text: string, pattern: RegExp, replacement: string): string {
  if (text.match(new RegExp(pattern, 'gm'))?.length !== 1) {
    throw new Error(`what a tool wrote does not have ${pattern} once; see tools/`);
  }
  return text.replace(new RegExp(pattern, 'm'), () => replacement);
}

/**
 * The glue, with `start(module)` in place of the instance.
 *
 * @param detaches whether memory that grows detaches its last buffer.
 */
export function lazyGlue(glue: string, detaches: boolean): string {
  return replaceOne(
    replaceOne(glue, /^import source wasmModule from .*;$/, 'let wasmModule;'),
    /^let wasmInstance = .*;\nlet wasm = .*;(\nwasm\.__wbindgen_start\(\);)?$/,
    `let wasmInstance;
let wasm;

export function start(module) {
  wasmModule = module;
  __wbg_reset_state();
  return wasm.memory;
}

export const detaches = ${detaches};`,
  );
}
