// Measures how much a front-end loads: the WebAssembly module, and an application that creates chains,
// bundled by esbuild with each entry, compared with zod and ky. Writes target/reports/size.json.
//
//   node benches/size.ts [--write | --check]
//
// --write updates the tables of both READMEs; --check fails if they are off by more than 2 %.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);

async function bundle(entry: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: root.pathname, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('esbuild wrote nothing');
  return file.contents;
}

const ours = (entry: string, imported = 'createClient') =>
  `import { ${imported} } from 'identification-chain${entry}';
console.log(${imported});`;
const zodAndKy = `import ky from 'ky';
import { takesWithZod } from './benches/zod.ts';
console.log(ky, takesWithZod);`;

const rows = Object.entries({
  '`core.wasm`': readFileSync(new URL('pkg/dist/core.wasm', root)),
  '`identification-chain`, which has it inside': await bundle(ours('')),
  '`identification-chain/slim`, which loads it': await bundle(
    ours('/slim', 'createClient, preload'),
  ),
  '`identification-chain/fallback`, which has it in JavaScript': await bundle(ours('/fallback')),
  'the guards of errors alone': await bundle(ours('', 'isConflictError, isValidationError')),
  'zod and ky, with the same blocking rules written by hand': await bundle(zodAndKy),
}).map(([name, bytes]) => ({
  name,
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length,
}));

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;
const table = [
  '| minified | gzip | brotli |',
  '|---|---|---|',
  ...rows.map(
    ({ name, gzip, brotli }) => `| ${name} | ${kilobytes(gzip)} | ${kilobytes(brotli)} |`,
  ),
].join('\n');
console.log(table);
mkdirSync('target/reports', { recursive: true });
writeFileSync('target/reports/size.json', `${JSON.stringify({ rows }, undefined, 2)}\n`);

/** The table in a document, between its marks. */
const marked = /(?<=<!-- the sizes -->\n\n)[\s\S]*?(?=\n\n<!-- the end of the sizes -->)/;
const figures = (text: string) => Array.from(text.matchAll(/[\d.]+(?= KB)/g), Number);
for (const name of ['README.md', 'pkg/README.md']) {
  const file = new URL(name, root);
  const text = readFileSync(file, 'utf8');
  if (process.argv.includes('--write')) writeFileSync(file, text.replace(marked, table));
  const documented = figures(marked.exec(text)?.[0] ?? '');
  const actual = figures(table);
  const isNear = (figure: number, index: number) =>
    Math.abs(figure - (documented[index] ?? 0)) <= Math.max(figure / 50, 0.1);
  if (
    process.argv.includes('--check') &&
    !(documented.length === actual.length && actual.every(isNear))
  ) {
    console.error(`the sizes in ${name} are out of date: run \`make size\``);
    process.exitCode = 1;
  }
}
