// Makes wasm-bindgen's glue ours. Its own makes the instance as soon as it is imported; ours waits
// for the first call, takes the module from the loader of the runtime, and can make another.

/** What stands in a tool's text, and what is to stand there. */
export type Difference = readonly [pattern: RegExp, replacement: string];

/** Replaces the one place that matches each, and fails where the tool writes something else by now. */
export function changed(text: string, differences: readonly Difference[]): string {
  return differences.reduce((current, [pattern, replacement]) => {
    if (current.match(new RegExp(pattern, 'gm'))?.length !== 1) {
      throw new Error(`what a tool wrote does not have ${pattern} once; see tools/`);
    }
    return current.replace(new RegExp(pattern, 'm'), () => replacement);
  }, text);
}

/**
 * The glue, with our encoder and decoder, and in place of the instance:
 *
 * - `start(instantiate)` makes one, and another where it has to; it returns the memory;
 * - `imports()` is what an instance is made with;
 * - `detaches` says whether memory that grows detaches its last buffer.
 */
export function lazyGlue(glue: string, detaches: boolean): string {
  return changed(glue, [
    [
      /^import source wasmModule from .*;$/,
      "import { decoder as cachedTextDecoder, encoder as cachedTextEncoder } from '../../www/client/core/utf8.ts';",
    ],
    [/^let cachedTextDecoder = new .*;\ncachedTextDecoder\.decode\(\);$/, ''],
    [/^const cachedTextEncoder = new .*;\n\nif \(!\('encodeInto' in [\s\S]*?^}$/, ''],
    [
      /^ {4}wasmInstance = .*;\n {4}wasm = wasmInstance\.exports;$/,
      '    wasm = instantiate(__wbg_get_imports());',
    ],
    [
      /^let wasmInstance = .*;\nlet wasm = .*;(\nwasm\.__wbindgen_start\(\);)?$/,
      `let instantiate;
let wasm;

export function start(from) {
  instantiate = from;
  __wbg_reset_state();
  return wasm.memory;
}

export { __wbg_get_imports as imports };

export const detaches = ${detaches};`,
    ],
  ]);
}
