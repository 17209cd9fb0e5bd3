// Measures how much a front-end loads: the WebAssembly module, and an application that creates chains,
// bundled by esbuild with each entry, compared with zod and ky. Then prints what each source file costs.
// Writes target/reports/size.json.
//
//   node benches/size.ts [--write | --check]
//
// --write updates docs/performance.md, its chart, and the table of pkg/README.md. --check fails if their
// sizes are off by more than 2 %, or if a size exceeds its budget in tests/budgets.json.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { bundle } from './bundle.ts';
import { committedFigures, type Size, writeFigures } from './figures.ts';
import { partsOf } from './parts.ts';
import { writePerformance } from './performance.ts';
import { tableOfSizes, withTable } from './tables.ts';

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

const sizes: readonly Size[] = rows.map(({ name, gzip, brotli }) => ({ name, gzip, brotli }));
console.log(tableOfSizes(sizes));

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

/** Whether these are the measured sizes, give or take 2 %. */
function isNear(documented: readonly Size[]): boolean {
  const near = (actual: number, figure = Number.NaN) =>
    Math.abs(actual - figure) <= Math.max(actual / 50, 100);
  const isSame = ({ name, gzip, brotli }: Size, index: number) => {
    const row = documented[index];
    return row?.name === name && near(gzip, row.gzip) && near(brotli, row.brotli);
  };
  return documented.length === sizes.length && sizes.every(isSame);
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

const manual = new URL('pkg/README.md', root);
/** The manual with the table of these sizes. */
const manualWith = (sizes: readonly Size[]) =>
  withTable(readFileSync(manual, 'utf8'), 'sizes', tableOfSizes(sizes));

if (process.argv.includes('--check')) {
  const { sizes: budgets } = JSON.parse(readFileSync(new URL('tests/budgets.json', root), 'utf8'));
  const documented = committedFigures().sizes;
  const problems = overBudget(budgets).map((text) => `${text}: see tests/budgets.json`);
  if (!isNear(documented)) {
    problems.push('the sizes in docs/performance.md are out of date: run `make size`');
  }
  if (manualWith(documented) !== readFileSync(manual, 'utf8')) {
    problems.push(
      'the sizes in pkg/README.md are not those of docs/performance.md: run `make size`',
    );
  }
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
} else {
  const report = { rows, bundles: await writeParts() };
  mkdirSync('target/reports', { recursive: true });
  writeFileSync('target/reports/size.json', `${JSON.stringify(report, undefined, 2)}\n`);
}
if (process.argv.includes('--write')) {
  writePerformance(writeFigures({ sizes }));
  writeFileSync(manual, manualWith(sizes));
}
