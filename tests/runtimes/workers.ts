// The edge: workerd and Vercel's edge-runtime, with the bundles that their users' tools make.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { Miniflare } from 'miniflare';
import type { Environment, MatrixContext } from '../matrix/environment.ts';
import {
  command,
  execute,
  install,
  jobText,
  loads,
  print,
  reported,
  start,
  versionOf,
} from '../matrix/project.ts';

const compatibilityDate = '2026-01-01';

/** A module worker that does the job for a request, and answers with its report. */
function worker(context: MatrixContext): string {
  return `${loads.import}export default {
  async fetch() {
    return Response.json(await ${jobText(context)});
  },
};
`;
}

/** The answer of a worker. */
async function answerOf(response: { status: number; text(): Promise<string> }) {
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status}: ${text}`);
  return reported(`«${text}»`);
}

const miniflare: Environment = {
  name: 'workerd, by miniflare',
  style: 'import',
  core: false,
  async run(context) {
    const project = await install(context, 'miniflare');
    const main = join(project, 'main.mjs');
    writeFileSync(main, worker(context));
    const folder = join(project, 'built');
    await build({
      entryPoints: [main],
      outdir: folder,
      bundle: true,
      format: 'esm',
      conditions: ['workerd', 'worker'],
      loader: { '.wasm': 'copy' },
      logLevel: 'silent',
    });
    const files = readdirSync(folder).sort((a) => (a === 'main.js' ? -1 : 1));
    const running = new Miniflare({
      modulesRoot: folder,
      compatibilityDate,
      modules: files.map((file) => ({
        type: file.endsWith('.wasm') ? 'CompiledWasm' : 'ESModule',
        path: join(folder, file),
      })),
    });
    try {
      const report = await answerOf(await running.dispatchFetch('http://worker.test/'));
      const { version } = JSON.parse(
        readFileSync(
          join(import.meta.dirname, '../../node_modules/miniflare/package.json'),
          'utf8',
        ),
      );
      return { version, ...report };
    } finally {
      await running.dispose();
    }
  },
};

const wrangler: Environment = {
  name: 'workerd, by wrangler dev',
  style: 'import',
  core: false,
  async run(context) {
    const project = await install(context, 'wrangler', ['wrangler@4']);
    writeFileSync(join(project, 'main.js'), worker(context));
    const args = ['dev', 'main.js', '--compatibility-date', compatibilityDate];
    using served = await start(
      [command(project, 'wrangler'), ...args, '--ip', '127.0.0.1', '--port', '0'],
      { cwd: project },
      /Ready on (http:\/\/\S+)/,
    );
    const report = await answerOf(await fetch(served.said[1] ?? ''));
    return { version: versionOf(project, 'wrangler'), ...report };
  },
};

/** What Vercel's tools make of `import wasm from 'x.wasm?module'`: a global of the worker. */
const asGlobal: Plugin = {
  name: 'wasm-module',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace('?module', '')),
      namespace: 'wasm-module',
    }));
    onLoad({ filter: /.*/, namespace: 'wasm-module' }, ({ path }) => ({
      contents: `export default globalThis['${basename(path)}'];`,
    }));
  },
};

const edgeRuntime: Environment = {
  name: 'edge-runtime',
  style: 'import',
  core: true,
  async run(context) {
    const project = await install(context, 'edge-runtime', ['edge-runtime@4']);
    const main = join(project, 'main.mjs');
    const job = `${jobText(context)}.then((report) => Response.json(report))`;
    writeFileSync(
      main,
      `${loads.import}addEventListener('fetch', (event) => event.respondWith(${job}));\n`,
    );
    await build({
      entryPoints: [main],
      outfile: join(project, 'built.js'),
      bundle: true,
      conditions: ['edge-light', 'worker'],
      plugins: [asGlobal],
      logLevel: 'silent',
    });
    const host = join(project, 'host.cjs');
    writeFileSync(
      host,
      `const { readFileSync } = require('node:fs');
const { EdgeRuntime } = require('edge-runtime');
const wasm = readFileSync('node_modules/identification-chain/dist/core.wasm');
const runtime = new EdgeRuntime({
  // As the platform has it, which compiles no bytes.
  codeGeneration: { strings: false, wasm: false },
  initialCode: readFileSync('built.js', 'utf8'),
  extend: (context) => Object.assign(context, { 'core.wasm': new WebAssembly.Module(wasm) }),
});
runtime.dispatchFetch('http://edge.test/').then((response) => response.json())${print};
`,
    );
    const output = await execute([process.execPath, host], { cwd: project });
    return { version: versionOf(project, 'edge-runtime'), ...reported(output) };
  },
};

export const workers: readonly Environment[] = [miniflare, wrangler, edgeRuntime];
