// The edge: workerd and Vercel's edge-runtime, with bundles as their users' tools make them.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { Miniflare } from 'miniflare';
import type { Environment } from '../support/environment.ts';
import { execute, startServer } from '../support/program.ts';
import { answered, install, loads, print, reported, versionOf } from '../support/project.ts';

const compatibilityDate = '2026-01-01';

/** A module worker that does the job for each request, and answers with the report. */
const worker = `${loads.import}export default {
  async fetch({ method }) {
    return method === 'HEAD' ? new Response() : Response.json(await job(api));
  },
};
`;

const miniflare: Environment = {
  name: 'workerd, by miniflare',
  style: 'import',
  core: false,
  async run(context) {
    const files = { 'main.js': worker };
    const project = await install(context, { name: 'miniflare', packages: [], files });
    const folder = join(project, 'built');
    await build({
      entryPoints: [join(project, 'main.js')],
      outdir: folder,
      bundle: true,
      format: 'esm',
      conditions: ['workerd', 'worker'],
      loader: { '.wasm': 'copy' },
      logLevel: 'silent',
    });
    const modules = readdirSync(folder).sort((a) => (a === 'main.js' ? -1 : 1));
    const running = new Miniflare({
      modulesRoot: folder,
      compatibilityDate,
      modules: modules.map((file) => ({
        type: file.endsWith('.wasm') ? 'CompiledWasm' : 'ESModule',
        path: join(folder, file),
      })),
    });
    try {
      const report = await answered(await running.ready);
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
    const project = {
      name: 'wrangler',
      packages: ['wrangler@4'],
      files: { 'main.js': worker },
    } as const;
    const folder = await install(context, project);
    const command = `wrangler dev main.js --compatibility-date ${compatibilityDate} --port $PORT`;
    await using server = await startServer(command.split(' '), { cwd: folder });
    return { version: versionOf(folder, project), ...(await answered(server.url)) };
  },
};

/** Replaces `import wasm from 'x.wasm?module'` with a global of the worker, as Vercel's tools do. */
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

const edgeProject = {
  name: 'edge-runtime',
  packages: ['edge-runtime@4'],
  files: {
    'main.mjs': `${loads.import}addEventListener('fetch', (event) => {
  event.respondWith(job(api).then((report) => Response.json(report)));
});
`,
    'host.cjs': `const { readFileSync } = require('node:fs');
const { EdgeRuntime } = require('edge-runtime');
const wasm = readFileSync('node_modules/identification-chain/dist/core.wasm');
const runtime = new EdgeRuntime({
  // The platform compiles no bytes either.
  codeGeneration: { strings: false, wasm: false },
  initialCode: readFileSync('built.js', 'utf8'),
  extend: (context) => Object.assign(context, { 'core.wasm': new WebAssembly.Module(wasm) }),
});
runtime.dispatchFetch('http://edge.test/').then((response) => response.json())${print};
`,
  },
} as const;

const edgeRuntime: Environment = {
  name: 'edge-runtime',
  style: 'import',
  core: true,
  async run(context) {
    const folder = await install(context, edgeProject);
    await build({
      entryPoints: [join(folder, 'main.mjs')],
      outfile: join(folder, 'built.js'),
      bundle: true,
      conditions: ['edge-light', 'worker'],
      plugins: [asGlobal],
      logLevel: 'silent',
    });
    const output = await execute(['node', 'host.cjs'], { cwd: folder });
    return { version: versionOf(folder, edgeProject), ...reported(output) };
  },
};

export const workers: readonly Environment[] = [miniflare, wrangler, edgeRuntime];
