// Writes the core in JavaScript, for where there is no WebAssembly: what rustc wrote, with glue that
// keeps JavaScript's values in an array, lowered to what the first WebAssembly had, by wasm2js.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { changed, type Difference, lazyGlue } from './glue.ts';

export interface Tools {
  /** Runs a program that writes files. */
  readonly run: (command: string, args: readonly string[]) => void;
  /** Runs wasm-bindgen on a module, into a folder. */
  readonly bindgen: (module: string, folder: string) => void;
}

/** What wasm2js does not know, beside what the passes below take out. */
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
 * Has the section `target_features` say that a module does without some features. wasm-bindgen then
 * writes glue without them. A feature has `+` before the length and the text of its name where it is
 * used, `-` where it may not be (WebAssembly's tool conventions, "Target Features Section").
 */
function withoutFeatures(module: Buffer): Buffer {
  const section = module.lastIndexOf('target_features');
  for (const feature of unknownFeatures) {
    const entry = module.indexOf(`+${String.fromCharCode(feature.length)}${feature}`, section);
    if (section < 0 || entry < 0) throw new Error(`the module does not say that it has ${feature}`);
    module.write('-', entry);
  }
  return module;
}

/** wasm2js's module, which makes an instance where it is imported, as a function that makes one. */
function asFunction(written: string): string {
  const [body = ''] = written.replaceAll(/^import .*;\n/gm, '').split('\nvar retasmFunc');
  // Named as WebAssembly's own error, so that it is known as a trap.
  const trapping = changed(body, [
    [
      /^function wasm2js_trap\(\) .*$/,
      "function wasm2js_trap() { throw Object.assign(new Error('unreachable'), { name: 'RuntimeError' }); }",
    ],
  ]);
  const whole = `export function instantiate(imports) {\n${trapping}\nreturn asmFunc(imports);\n}\n`;
  return transformSync(whole, { minify: true, format: 'esm' }).code;
}

/** The glue, with the differences between WebAssembly and what wasm2js writes. */
function fallbackGlue(glue: string): string {
  const differences: readonly Difference[] = [
    // Where the values of JavaScript that are never dropped end: wasm-bindgen puts the number in
    // only where it has an externref table. `undefined`, `null`, `true` and `false` are at 1024.
    [
      /^import \* as import1 from "__wbindgen_externref_xform__"$/,
      'const import1 = { __wbindgen_externref_statics_end: () => 1028 };',
    ],
    // wasm2js starts what it makes.
    [/^ {4}wasm\.__wbindgen_start\(\);$/, ''],
    // A memory that has grown leaves its last buffer as it was, in place of detaching it.
    [
      /cachedDataViewMemory0\.buffer\.detached === true .*\) \{$/,
      'cachedDataViewMemory0.buffer !== wasm.memory.buffer) {',
    ],
    [
      /cachedUint8ArrayMemory0\.byteLength === 0\) \{$/,
      'cachedUint8ArrayMemory0.buffer !== wasm.memory.buffer) {',
    ],
  ];
  return changed(lazyGlue(glue, false), differences);
}
