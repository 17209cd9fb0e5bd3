// Puts wasm-bindgen's glue between lines of ours.
//
// The glue of `--target web` makes its instance in `initSync`. That needs a `WebAssembly.Module` of its
// own realm, which the module of an edge runtime is not. The glue also constructs a `TextEncoder` and a
// `TextDecoder`, which some hosts lack. The lines before the glue declare these names for it, and the
// line behind it makes the instance with `__wbg_reset_state`. So the glue stays as wasm-bindgen writes
// it, but for its last line, which exports the initialization that we do not use.

/** The lines before the glue. Their names hide the globals of the same names. */
const before = `import { decoder, encoder } from '../../www/client/core/utf8.ts';

function TextDecoder() {
  return decoder;
}

function TextEncoder() {
  return encoder;
}

const WebAssembly = {
  Instance: function (instantiate, imports) {
    this.exports = instantiate(imports);
  },
};
`;

/** The lines behind the glue. They use its variables `wasm` and `wasmModule`. */
const behind = (detaches: boolean) => `
export function start(instantiate) {
  wasmModule = instantiate;
  __wbg_reset_state();
  return wasm.memory;
}

export { __wbg_get_imports as imports };

export const detaches = ${detaches};
`;

/**
 * The glue with our lines. It exports wasm-bindgen's functions, and these:
 *
 * - `start(instantiate)` makes an instance, in place of the last one, and returns its memory;
 * - `imports()` returns the imports of an instance;
 * - `detaches` says whether memory that grows detaches its last buffer.
 */
export function lazyGlue(glue: string, detaches: boolean): string {
  const own = changed(glue, [[/^export \{ initSync, __wbg_init as default \};$/, '']]);
  return `${before}\n${own}${behind(detaches)}`;
}

/** A place in the output of a tool, and its replacement. */
export type Difference = readonly [pattern: RegExp, replacement: string];

/**
 * Replaces the one place that matches each pattern.
 *
 * @throws {Error} when a pattern does not match once: then the tool has changed its output.
 */
export function changed(text: string, differences: readonly Difference[]): string {
  return differences.reduce((current, [pattern, replacement]) => {
    if (current.match(new RegExp(pattern, 'gm'))?.length !== 1) {
      throw new Error(`the output of a tool does not match ${pattern} once`);
    }
    return current.replace(new RegExp(pattern, 'm'), () => replacement);
  }, text);
}
