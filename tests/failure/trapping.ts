// A copy of the package whose core crashes on demand, to test what a crash does. The copy is made here
// and never published: the build does not know of it.

import { execFileSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import binaryen from 'binaryen';
import { transformSync } from 'esbuild';
import { inCharacters } from '../../tools/characters.ts';
import { changed } from '../../tools/glue.ts';
import { asFunction } from '../../tools/in-javascript.ts';
import { run } from '../../tools/run.ts';

const root = join(import.meta.dirname, '../..');
const built = join(root, 'target/npm');

/** A function of the core, and which of its arguments is the length of a body. */
const lengths = { check: 1, issues: 1, createChain: 0, readResponse: 5 } as const;

/**
 * The core crashes in a function if the body has this length, in bytes. It crashes at the end of the
 * function, when its memory holds everything that it ever holds.
 */
export const trapAt: Readonly<Record<keyof typeof lengths, number>> = {
  check: 4001,
  issues: 4002,
  createChain: 4003,
  readResponse: 4004,
};

const { BulkMemory, BulkMemoryOpt, ReferenceTypes, SignExt, Multivalue } = binaryen.Features;
/** What rustc uses. With all features, binaryen writes imports that engines refuse. */
const features = BulkMemory | BulkMemoryOpt | ReferenceTypes | SignExt | Multivalue;

/** Returns a core that crashes on demand. `glue` has the short names of its functions. */
export function trapping(core: Uint8Array, glue: string): Uint8Array {
  const module = binaryen.readBinary(core);
  module.setFeatures(features);
  try {
    for (const [name, length] of Object.entries(trapAt)) {
      const index = lengths[name as keyof typeof lengths];
      trapAfter(module, exportOf(name, glue), index, length);
    }
    if (module.validate() !== 1) throw new Error('the core that crashes is not valid');
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}

/** The name that the core exports a function of the glue by. */
function exportOf(name: string, glue: string): string {
  const [, short] =
    new RegExp(`^export function ${name}\\([^]*?\\bconst ret = wasm\\.(\\w+)\\(`, 'm').exec(glue) ??
    [];
  if (short === undefined) throw new Error(`the glue has no function ${name}`);
  return short;
}

/** Lets an exported function trap after its work, if one of its arguments has this value. */
function trapAfter(module: binaryen.Module, name: string, index: number, value: number): void {
  const exported = binaryen.getExportInfo(module.getExport(name));
  const { params, results } = binaryen.getFunctionInfo(module.getFunction(exported.value));
  const types = binaryen.expandType(params);
  const result = types.length;
  const { i32 } = module;
  module.addFunction(
    `trapping ${name}`,
    params,
    results,
    [results],
    module.block(
      null,
      [
        module.local.set(
          result,
          module.call(
            exported.value,
            types.map((type, at) => module.local.get(at, type)),
            results,
          ),
        ),
        module.if(
          i32.eq(module.local.get(index, binaryen.i32), i32.const(value)),
          module.unreachable(),
        ),
        module.local.get(result, results),
      ],
      results,
    ),
  );
  module.removeExport(name);
  module.addFunctionExport(`trapping ${name}`, name);
}

/** The published core, which crashes on demand. It keeps the id of its build. */
export function trappingCore(): Uint8Array {
  const core = readFileSync(join(root, 'pkg/dist/core.wasm'));
  return trapping(core, readFileSync(join(built, 'glue.js'), 'utf8'));
}

/** The core in JavaScript, which crashes on demand. It takes the last steps of the build again. */
function trappingCoreInJavaScript(folder: string): string {
  const core = readFileSync(join(built, 'lowered.wasm'));
  const glue = readFileSync(join(built, 'fallback-glue.js'), 'utf8');
  const module = join(folder, 'trapping.wasm');
  const written = join(folder, 'trapping.js');
  writeFileSync(module, trapping(core, glue));
  run('wasm2js', ['-Oz', module, `--output=${written}`]);
  return asFunction(readFileSync(written, 'utf8'));
}

/** The section of a module that says how large its memory is (core specification, "Memory Section"). */
const memorySection = 5;

/**
 * A core whose memory cannot grow above a number of pages, which have 64 KB.
 *
 * @param pages below 128.
 */
export function withMostMemory(core: Uint8Array, pages: number): Uint8Array<ArrayBuffer> {
  let at = 8;
  while (core[at] !== memorySection) at += 1 + sizeAt(core, at + 1);
  // One memory, without a maximum, and its first size.
  const [size = 0, count, flags, least = 0] = core.subarray(at + 1, at + 5);
  if (size !== 3 || count !== 1 || flags !== 0) throw new Error('the memory has another form');
  const section = Uint8Array.of(memorySection, 4, 1, 1, least, pages);
  return Buffer.concat([core.subarray(0, at), section, core.subarray(at + 5)]);
}

/** The size of a section with the bytes of its length, which is LEB128 without a sign. */
function sizeAt(core: Uint8Array, from: number): number {
  let size = 0;
  for (let index = 0; ; index++) {
    const byte = core[from + index] ?? 0;
    size |= (byte & 0x7f) << (7 * index);
    if (byte < 0x80) return size + index + 1;
  }
}

/** The line of each build that makes an instance. The copy also counts there. */
const making = /^\twasm = instantiate\(__wbg_get_imports\(\)\);$/;
const counting = `\tglobalThis.coreInstances = (globalThis.coreInstances ?? 0) + 1;
\twasm = instantiate(__wbg_get_imports());`;

/** The builds that make instances: one for each variant and format. */
const makers = 8;

/**
 * Packs a copy of the package whose core crashes on demand and counts its instances in the global
 * variable `coreInstances`. Returns the path of the tarball.
 */
export function packTrapping(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const copy = join(folder, 'package');
  cpSync(join(root, 'pkg'), copy, { recursive: true });
  const core = trappingCore();
  writeFileSync(join(copy, 'dist/core.wasm'), core);
  const { key, text } = inCharacters(core);
  const files = globSync(join(copy, 'dist/*/*.{js,cjs}')).filter((file) =>
    readFileSync(file, 'utf8').includes('wasm = instantiate('),
  );
  if (files.length !== makers) throw new Error(`${files.length} files make instances`);
  for (const file of files) {
    const code = changed(readFileSync(file, 'utf8'), [[making, counting]]);
    const isInline = /\/(?:esm|cjs)\/[^/]+$/.test(file);
    const inlined = [
      [/^const key = ".*";$/, `const key = '${key}';`],
      [/^const text = ".*";$/, `const text = '${text}';`],
      // The bundler writes the length of the text in place of `text.length`.
      [
        /^\tconst bytes = new Uint8Array\(\d+\);$/,
        `\tconst bytes = new Uint8Array(${text.length});`,
      ],
      [/(?<=^\tfor \(let index = 0; index < )\d{5}(?=; index\+\+)/, String(text.length)],
    ] as const;
    writeFileSync(file, isInline ? changed(code, inlined) : code);
  }
  const inJavaScript = trappingCoreInJavaScript(folder);
  const fallback = join(copy, 'dist/fallback/core-in-js');
  writeFileSync(`${fallback}.js`, inJavaScript);
  const { code } = transformSync(inJavaScript, { format: 'cjs', minify: true });
  writeFileSync(`${fallback}.cjs`, code);
  const args = ['pack', '--pack-destination', folder, '--loglevel=error', '--ignore-scripts'];
  execFileSync('npm', args, { cwd: copy, stdio: 'pipe' });
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack wrote no tarball');
  return join(folder, tarball);
}
