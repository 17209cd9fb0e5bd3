// Builds the npm package: src/ becomes target/npm/{core.wasm,core-hex.js,glue.js}, the same in
// JavaScript, and those with www/ become pkg/dist/, once for each way in which a runtime has the core.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { lazyGlue } from './glue.ts';
import { writeInJavaScript } from './in-javascript.ts';
import { buildPackage } from './package.ts';

const root = join(import.meta.dirname, '..');
const cargoHome = process.env['CARGO_HOME'] ?? join(homedir(), '.cargo');
const out = join(root, 'target/npm');

/** The features that rustc uses. With all of them wasm-opt writes imports that engines refuse. */
const features = [
  'bulk-memory',
  'reference-types',
  'sign-ext',
  'nontrapping-float-to-int',
  'mutable-globals',
  'multivalue',
].map((feature) => `--enable-${feature}`);

function step(what: string): void {
  console.log(`build: ${what}`);
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  execFileSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
}

/** Runs wasm-bindgen, which writes the glue and the module that goes with it. */
function bindgen(module: string, folder: string): void {
  run(join(root, 'target/debug/bindgen'), [
    '--target=module',
    '--experimental-reset-state-function',
    '--remove-producers-section',
    '--out-name=identification_chain',
    `--out-dir=${folder}`,
    module,
  ]);
  numberImports(['.js', '_bg.wasm'].map((end) => join(folder, `identification_chain${end}`)));
}

/**
 * Puts numbers in the place of the hashes in the names of imports, in glue and module alike. Hashes
 * cannot be compressed: in a page they are 0.8 KB.
 */
function numberImports(files: readonly string[]): void {
  const numbers = new Map<string, string>();
  for (const file of files) {
    const text = readFileSync(file, 'latin1').replaceAll(/(?<=__wbg_\w+_)[\da-f]{16}/g, (hash) => {
      // Of the same length, so that the module stays as it is.
      const number = numbers.get(hash) ?? String(numbers.size).padStart(16, '0');
      numbers.set(hash, number);
      return number;
    });
    writeFileSync(file, text, 'latin1');
  }
}

/** A section that engines pass by (WebAssembly's specification, "Custom Section"); both are short. */
function customSection(name: string, content: string): Uint8Array {
  const size = 1 + name.length + content.length;
  return Buffer.concat([Buffer.of(0, size, name.length), Buffer.from(name + content)]);
}

step('the core, to WebAssembly');
run('cargo', ['build', '--quiet', '--release', '--lib', '--target', 'wasm32-unknown-unknown'], {
  // Panic messages hold paths; these are the same on every machine.
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: `--remap-path-prefix=${cargoHome}=/cargo --remap-path-prefix=${root}=/project`,
});

step('its JavaScript glue (the first time this compiles wasm-bindgen, for two minutes)');
run('cargo', ['build', '--quiet', '--package', 'wasm-bindgen-tool']);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const module = join(root, 'target/wasm32-unknown-unknown/release/identification_chain.wasm');
bindgen(module, join(out, 'bindgen'));

step('smaller');
const wasm = join(out, 'core.wasm');
run('wasm-opt', [
  ...['-O3', '--converge', '--strip-debug', '--strip-producers', '--strip-target-features'],
  ...features,
  join(out, 'bindgen/identification_chain_bg.wasm'),
  `--output=${wasm}`,
]);
const bytes = readFileSync(wasm);
const id = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
writeFileSync(join(out, 'core-hex.js'), `export const hex = '${bytes.toString('hex')}';\n`);
writeFileSync(join(out, 'core-id.js'), `export const id = '${id}';\n`);
// The file says which core it is, for those who load it from elsewhere than the package.
writeFileSync(wasm, Buffer.concat([bytes, customSection('identification-chain', id)]));

const glue = readFileSync(join(out, 'bindgen/identification_chain.js'), 'utf8');
writeFileSync(join(out, 'glue.js'), lazyGlue(glue, true));
const types = readFileSync(join(out, 'bindgen/identification_chain.d.ts'), 'utf8');
writeFileSync(
  join(out, 'glue.d.ts'),
  `${types}
/** Makes an instance, in place of the last one, and returns its memory. */
export function start(
  instantiate: (imports: WebAssembly.Imports) => WebAssembly.Exports,
): WebAssembly.Memory;

/** What an instance is made with. */
export function imports(): WebAssembly.Imports;

/** Whether memory that grows detaches its last buffer. */
export const detaches: boolean;
`,
);

step('the core, to JavaScript');
writeInJavaScript(module, out, { run, bindgen });

step('the package');
await buildPackage(root);
step('done: pkg/dist');
