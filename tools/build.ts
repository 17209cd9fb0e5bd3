// Builds the npm package in four steps:
//
// 1. src/ → target/npm/: the core as WebAssembly, and its JavaScript glue;
// 2. the same core as JavaScript, for hosts without WebAssembly;
// 3. target/npm/ and www/ → pkg/dist/, with one build for each way to load the core;
// 4. www/console/ → pkg/dist/console/.

import { join } from 'node:path';
import { buildConsole } from './console.ts';
import { writeInJavaScript } from './in-javascript.ts';
import { buildPackage } from './package.ts';
import { main, run } from './run.ts';
import { bindgen, module, step, writeWebAssembly } from './webassembly.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'target/npm');

await main('build', async () => {
  writeWebAssembly(out, process.env['STABLE'] === '1');
  step('the core, to JavaScript');
  writeInJavaScript(module, out, { run, bindgen });
  step('the package');
  await buildPackage(root);
  step('the console');
  await buildConsole(root);
  step('done: pkg/dist');
});
