// Writes the core in JavaScript, for hosts without WebAssembly, with binaryen's wasm2js. wasm2js takes
// only the first version of WebAssembly, so later features are lowered before. The glue keeps
// JavaScript's values in an array.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { changed, lazyGlue } from './glue.ts';

export interface Tools {
  /** Runs a program that writes files. */
  readonly run: (command: string, args: readonly string[]) => void;
  /** Runs wasm-bindgen on a module, into a folder. */
  readonly bindgen: (module: string, folder: string) => void;
}

/** The features that wasm2js does not know and the passes below do not remove. */
const unknownFeatures = ['reference-types', 'multivalue'];

/** Writes `core-in-js.js` and `fallback-glue.js` into the folder `out`. */
export function writeInJavaScript(module: string, out: string, { run, bindgen }: Tools): void {
  const plain = join(out, 'plain.wasm');
  const lowered = join(out, 'lowered.wasm');
  writeFileSync(plain, withoutFeatures(readFileSync(module)));
  bindgen(plain, join(out, 'bindgen-fallback'));
  run('wasm-opt', [
    ...['-O3', '--converge', '--strip-debug', '--strip-producers', '--strip-target-features'],
    ...['bulk-memory', 'sign-ext', 'nontrapping-float-to-int', 'mutable-globals'].map(
      (feature) => `--enable-${feature}`,
    ),
    ...['--signext-lowering', '--llvm-memory-copy-fill-lowering'],
    '--llvm-nontrapping-fptoint-lowering',
    join(out, 'bindgen-fallback/identification_chain_bg.wasm'),
    `--output=${lowered}`,
  ]);
  const written = join(out, 'wasm2js.js');
  run('wasm2js', ['-Oz', lowered, `--output=${written}`]);
  writeFileSync(join(out, 'core-in-js.js'), asFunction(readFileSync(written, 'utf8')));
  const glue = readFileSync(join(out, 'bindgen-fallback/identification_chain.js'), 'utf8');
  writeFileSync(join(out, 'fallback-glue.js'), fallbackGlue(glue));
}

/**
 * Changes the section `target_features` so that wasm-bindgen writes glue without some features. An
 * entry is `+` (used) or `-` (not allowed), the length of the name, and the name (WebAssembly's tool
 * conventions, "Target Features Section").
 */
function withoutFeatures(module: Buffer): Buffer {
  const section = module.lastIndexOf('target_features');
  for (const feature of unknownFeatures) {
    const entry = module.indexOf(`+${String.fromCharCode(feature.length)}${feature}`, section);
    if (section < 0 || entry < 0)
      throw new Error(`the module has no entry for the feature ${feature}`);
    module.write('-', entry);
  }
  return module;
}

/** Makes a function that returns an instance of wasm2js's module, which makes one when imported. */
export function asFunction(written: string): string {
  const [body = ''] = written.replaceAll(/^import .*;\n/gm, '').split('\nvar retasmFunc');
  // The name of WebAssembly's own error, by which a trap is recognized.
  const trapping = changed(body, [
    [
      /^function wasm2js_trap\(\) .*$/,
      "function wasm2js_trap() { throw Object.assign(new Error('unreachable'), { name: 'RuntimeError' }); }",
    ],
    // The instruction returns -1 if there is no memory, where a constructor throws.
    [
      /^ *var newBuffer = new ArrayBuffer\(newPages << 16\);$/,
      'var newBuffer; try { newBuffer = new ArrayBuffer(newPages << 16); } catch { return -1; }',
    ],
  ]);
  // wasm2js has started the instance. The glue starts it too.
  const exports = '{ ...asmFunc(imports), __wbindgen_start() {} }';
  const whole = `export function instantiate(imports) {\n${trapping}\nreturn ${exports};\n}\n`;
  return transformSync(whole, { minify: true, format: 'esm' }).code;
}

/** The glue, with the differences between WebAssembly and wasm2js. */
function fallbackGlue(glue: string): string {
  return changed(lazyGlue(glue, false), [
    // wasm-bindgen inserts the end of the values that are never dropped only into a module with an
    // externref table. `undefined`, `null`, `true` and `false` are at 1024.
    [
      /^import \* as import1 from "__wbindgen_externref_xform__"$/,
      'const import1 = { __wbindgen_externref_statics_end: () => 1028 };',
    ],
    // A memory that grows does not detach its last buffer.
    [
      /cachedUint8ArrayMemory0\.byteLength === 0\) \{$/,
      'cachedUint8ArrayMemory0.buffer !== wasm.memory.buffer) {',
    ],
    // A crash leaves the values of its call behind.
    [
      /^ {2}cachedUint8ArrayMemory0 = null;$/,
      '  cachedUint8ArrayMemory0 = null;\n  heap.length = heap_next = 1028;',
    ],
  ]);
}
