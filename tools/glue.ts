// Cuts wasm-bindgen's glue to what the package calls, and puts lines of ours around it.
//
// The glue of `--target web` makes its instance in `initSync`. That needs a `WebAssembly.Module` of its
// own realm, which the module of an edge runtime is not. It also constructs a `TextDecoder`, which some
// hosts lack. So `start` takes the place of the initialization, and `decoder` that of the `TextDecoder`.
// The functions between them stay as wasm-bindgen writes them.

/** The lines before the glue. */
const before = "import { decoder } from '../../www/client/core/utf8.ts';\n";

/** The lines behind the glue. */
const behind = (detaches: boolean) => `let wasm;

export function start(instantiate) {
  cachedUint8ArrayMemory0 = null;
  wasm = instantiate(__wbg_get_imports());
  wasm.__wbindgen_start();
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
  const own = changed(glue, [
    [/^let wasmModule, wasmInstance, wasm;$[\s\S]*/, ''],
    [
      /^let cachedTextDecoder = [\s\S]*?^}$/,
      'const decodeText = (bytes) => decoder.decode(bytes);',
    ],
  ]);
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
