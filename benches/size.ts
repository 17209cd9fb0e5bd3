// How much a front-end loads: the WebAssembly module, and the default entry as esbuild bundles it
// into an application that creates chains, and its other forms, beside the same application with zod and ky. Writes
// target/reports/size.json.

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
  'core.wasm': readFileSync(new URL('pkg/dist/core.wasm', root)),
  'identification-chain, bundled': await bundle(ours('')),
  '…/slim, bundled': await bundle(ours('/slim', 'createClient, preload')),
  '…/fallback, bundled': await bundle(ours('/fallback')),
  'the error guards, bundled': await bundle(ours('', 'isConflictError, isValidationError')),
  'zod + ky, bundled': await bundle(zodAndKy),
}).map(([name, bytes]) => ({
  name,
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length,
}));

for (const { name, raw, gzip, brotli } of rows) {
  const [a, b, c] = [raw, gzip, brotli].map((size) => String(size).padStart(7));
  console.log(`${name.padEnd(32)}${a} bytes, gzip ${b}, brotli ${c}`);
}
mkdirSync('target/reports', { recursive: true });
writeFileSync('target/reports/size.json', `${JSON.stringify({ rows }, undefined, 2)}\n`);
