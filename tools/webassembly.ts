// Builds the core as WebAssembly, with its JavaScript glue, in two ways:
//
// - the module that is published, with a standard library that is compiled again: see "The module is
//   built alone" in docs/design.md;
// - with `STABLE=1` a larger module of the same functions, without an unstable flag of the compiler.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { inCharacters } from './characters.ts';
import { lazyGlue } from './glue.ts';
import { withShortNames } from './names.ts';
import { outputOf, run } from './run.ts';

const root = join(import.meta.dirname, '..');
const cargoHome = process.env['CARGO_HOME'] ?? join(homedir(), '.cargo');
/** The module that the compiler writes. */
export const module = join(root, 'target/wasm32-unknown-unknown/release/identification_chain.wasm');

/** The features that rustc uses. With all features, wasm-opt writes imports that engines refuse. */
const features = [
  'bulk-memory',
  'reference-types',
  'sign-ext',
  'nontrapping-float-to-int',
  'mutable-globals',
  'multivalue',
].map((feature) => `--enable-${feature}`);

/** Prints the name of a step. */
export function step(name: string): void {
  console.log(`build: ${name}`);
}

/** Runs wasm-bindgen on a module. It writes the glue and the module that belongs to it. */
export function bindgen(input: string, folder: string): void {
  run(join(root, 'target/debug/bindgen'), [
    '--target=web',
    '--remove-producers-section',
    '--out-name=identification_chain',
    `--out-dir=${folder}`,
    input,
  ]);
  const files = ['_bg.wasm', '.js'].map((end) => join(folder, `identification_chain${end}`));
  const [moduleFile = '', glueFile = ''] = files;
  const short = withShortNames({
    module: readFileSync(moduleFile),
    glue: readFileSync(glueFile, 'utf8'),
  });
  writeFileSync(moduleFile, short.module);
  // The glue imports the functions that src/platform/javascript.rs has in JavaScript.
  const whole = short.glue.replaceAll(/^import \{.*\} from '(\.\/snippets\/.*)';$/gm, (_, file) =>
    readFileSync(join(folder, file), 'utf8').replaceAll(/^export /gm, ''),
  );
  writeFileSync(glueFile, whole);
}

/**
 * A custom section, which engines skip (WebAssembly core specification, "Custom Section"). The name
 * and the content together are shorter than 127 bytes.
 */
function customSection(name: string, content: string): Uint8Array {
  const size = 1 + name.length + content.length;
  return Buffer.concat([Buffer.of(0, size, name.length), Buffer.from(name + content)]);
}

/**
 * What Cargo and the compiler need to compile the standard library too, and to end it at a panic. The
 * cfg `small` turns on unstable attributes of functions.
 */
const unstable = {
  cargo: ['-Zbuild-std=std,panic_abort', '-Zbuild-std-features='],
  compiler: ['-Zunstable-options', '-Cpanic=immediate-abort', '--cfg=small'],
};

/** Flags that make paths, which panic messages hold, the same on every machine. */
function samePaths(): string[] {
  const sysroot = outputOf('rustc', ['--print', 'sysroot']).trim();
  const names = {
    [cargoHome]: '/cargo',
    [`${sysroot}/lib/rustlib/src/rust`]: '/rust',
    [root]: '/project',
  };
  return Object.entries(names).map(([path, name]) => `--remap-path-prefix=${path}=${name}`);
}

/**
 * Functions of more than 75 units are inlined only if they say so. LLVM's own limit, 225, makes the
 * module 6 % larger, and the check no faster.
 */
const inlining = '-Cllvm-args=-inline-threshold=75';

/** Compiles the core. `stable` says that no unstable flag is used. */
function compile(stable: boolean): void {
  step(`the core, to WebAssembly${stable ? ', without unstable flags' : ''}`);
  const { cargo, compiler } = stable ? { cargo: [], compiler: [] } : unstable;
  const target = ['--target', 'wasm32-unknown-unknown'];
  const only = ['--lib', '--crate-type', 'cdylib'];
  run('cargo', ['rustc', '--quiet', '--release', ...only, ...target, ...cargo], {
    env: {
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: [...samePaths(), inlining, ...compiler].join(
        ' ',
      ),
      ...(!stable && { RUSTC_BOOTSTRAP: '1' }),
    },
  });
}

/** Writes the core and its glue into the folder `out`. `stable` says that no unstable flag is used. */
export function writeWebAssembly(out: string, stable: boolean): void {
  compile(stable);
  step('its JavaScript glue (the first time, this compiles wasm-bindgen for two minutes)');
  run('cargo', ['build', '--quiet', '--package', 'wasm-bindgen-tool']);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  bindgen(module, join(out, 'bindgen'));

  step('the core, optimized');
  const wasm = join(out, 'core.wasm');
  run('wasm-opt', [
    ...['-O3', '--converge', '--strip-debug', '--strip-producers', '--strip-target-features'],
    // The stack is at the start of the memory, so that no address of a value is below 1024.
    '--low-memory-unused',
    // Zeros compress better than segments without them.
    '--skip-pass=memory-packing',
    ...features,
    join(out, 'bindgen/identification_chain_bg.wasm'),
    `--output=${wasm}`,
  ]);
  const bytes = readFileSync(wasm);
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const { key, text } = inCharacters(bytes);
  writeFileSync(
    join(out, 'core-text.js'),
    `export const key = '${key}';\nexport const text = '${text}';\n`,
  );
  writeFileSync(join(out, 'core-id.js'), `export const id = '${id}';\n`);
  // The slim entry compares this id with its own, because an application may load another file.
  writeFileSync(wasm, Buffer.concat([bytes, customSection('identification-chain', id)]));

  const glue = readFileSync(join(out, 'bindgen/identification_chain.js'), 'utf8');
  writeFileSync(join(out, 'glue.js'), lazyGlue(glue, true));
  const types = readFileSync(join(out, 'bindgen/identification_chain.d.ts'), 'utf8');
  writeFileSync(
    join(out, 'glue.d.ts'),
    `${types}
/** Makes an instance that replaces the last one, and returns its memory. */
export function start(
  instantiate: (imports: WebAssembly.Imports) => WebAssembly.Exports,
): WebAssembly.Memory;

/** The imports of an instance. */
export function imports(): WebAssembly.Imports;

/** Whether memory that grows detaches its last buffer. */
export const detaches: boolean;
`,
  );
}
