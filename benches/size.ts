// Measures how much a front-end loads: the WebAssembly module, and an application that creates chains,
// bundled by esbuild with each entry, compared with zod and ky. Then prints what each source file costs.
// Writes target/reports/size.json.
//
//   node benches/size.ts [--write | --check]
//
// --write updates the tables of both READMEs. --check fails if they are off by more than 2 %, or if a size
// exceeds its budget in tests/budgets.json.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { bundle } from './bundle.ts';
import { partsOf } from './parts.ts';

const root = new URL('../', import.meta.url);

const ours = (entry: string, imported = 'createClient') =>
  `import { ${imported} } from '${entry}';
console.log(${imported});`;
const zodAndKy = `import ky from 'ky';
import { takesWithZod } from './zod.ts';
console.log(ky, takesWithZod);`;

const rows = Object.entries({
  '`core.wasm`': readFileSync(new URL('pkg/dist/core.wasm', root)),
  '`identification-chain`, which has it inside': await bundle(ours('identification-chain')),
  '`identification-chain/slim`, which loads it': await bundle(
    ours('identification-chain/slim', 'createClient, preload'),
  ),
  '`identification-chain/fallback`, which has it in JavaScript': await bundle(
    ours('identification-chain/fallback'),
  ),
  'the guards of errors alone': await bundle(
    ours('identification-chain', 'isConflictError, isValidationError'),
  ),
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

/** Prints what each source file costs, and returns it. */
async function writeParts() {
  const bundles = {
    'identification-chain': await partsOf(ours('./www/client/index.ts')),
    'identification-chain/slim': await partsOf(
      ours('./www/client/slim.ts', 'createClient, preload'),
      'slim',
    ),
  };
  for (const [entry, { parts, minified, brotli }] of Object.entries(bundles)) {
    console.log(`
${entry}, bundled from its sources: ${minified} bytes minified, ${brotli} in brotli.
The second column is how many bytes of brotli the bundle loses without the file.
`);
    for (const part of parts) {
      const [code, compressed] = [part.minified, part.brotli].map((bytes) => String(bytes));
      console.log(`${code?.padStart(8)}${compressed?.padStart(8)}  ${part.file}`);
    }
  }
  return bundles;
}

/** The table in a document, between its marks. */
const marked = /(?<=<!-- the sizes -->\n\n)[\s\S]*?(?=\n\n<!-- the end of the sizes -->)/;
const figures = (text: string) => Array.from(text.matchAll(/[\d.]+(?= KB)/g), Number);

/** Whether the table of a document has these sizes, give or take 2 %. */
function isDocumented(text: string): boolean {
  const documented = figures(marked.exec(text)?.[0] ?? '');
  const actual = figures(table);
  const isNear = (figure: number, index: number) =>
    Math.abs(figure - (documented[index] ?? 0)) <= Math.max(figure / 50, 0.1);
  return documented.length === actual.length && actual.every(isNear);
}

/** The largest sizes that are allowed, in bytes, by the names in the first column of the table. */
type Budgets = Readonly<Record<string, Readonly<Partial<Record<'gzip' | 'brotli', number>>>>>;

/** The sizes that exceed their budgets. */
function overBudget(budgets: Budgets): string[] {
  return Object.entries(budgets).flatMap(([name, { gzip, brotli }]) => {
    const row = rows.find((row) => row.name.startsWith(`\`${name}\``));
    return Object.entries({ gzip, brotli }).flatMap(([kind, limit = Number.POSITIVE_INFINITY]) => {
      const size = row?.[kind as 'gzip' | 'brotli'] ?? Number.NaN;
      return size <= limit ? [] : [`${name}: ${size} bytes of ${kind}, more than ${limit}`];
    });
  });
}

const files = ['README.md', 'pkg/README.md'].map((name) => ({ name, url: new URL(name, root) }));
if (process.argv.includes('--check')) {
  const { sizes } = JSON.parse(readFileSync(new URL('tests/budgets.json', root), 'utf8'));
  const problems = [
    ...overBudget(sizes).map((text) => `${text}: see tests/budgets.json`),
    ...files
      .filter(({ url }) => !isDocumented(readFileSync(url, 'utf8')))
      .map(({ name }) => `the sizes in ${name} are out of date: run \`make size\``),
  ];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
} else {
  const report = { rows, bundles: await writeParts() };
  mkdirSync('target/reports', { recursive: true });
  writeFileSync('target/reports/size.json', `${JSON.stringify(report, undefined, 2)}\n`);
}
if (process.argv.includes('--write')) {
  for (const { url } of files) {
    writeFileSync(url, readFileSync(url, 'utf8').replace(marked, table));
  }
}
