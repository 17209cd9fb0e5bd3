// Runs the function on this machine, in Vercel's edge runtime (the npm package edge-runtime), without an
// account. The bundle is made as Vercel makes it: with the condition `edge-light`, and the module of
// WebAssembly outside.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { EdgeRuntime, runServer } from 'edge-runtime';
import { build } from 'esbuild';

/** Replaces `import wasm from 'x.wasm?module'` with a global of the function. */
const wasmAsGlobal = {
  name: 'wasm-module',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, namespace: 'wasm' }));
    onLoad({ filter: /.*/, namespace: 'wasm' }, ({ path }) => ({
      contents: `export default globalThis['${basename(path, '?module')}'];`,
    }));
  },
};

/** What the platform does around the function. */
const entry = `import handler from './api/gateway.js';
addEventListener('fetch', (event) => {
  const context = { waitUntil: (work) => event.waitUntil(work) };
  event.respondWith(handler(event.request, context));
});`;

const { outputFiles } = await build({
  stdin: { contents: entry, resolveDir: import.meta.dirname },
  bundle: true,
  write: false,
  format: 'iife',
  conditions: ['edge-light', 'worker'],
  plugins: [wasmAsGlobal],
  logLevel: 'error',
});
const wasm = readFileSync(new URL(import.meta.resolve('identification-chain/core.wasm')));
const runtime = new EdgeRuntime({
  // The platform compiles neither text nor bytes.
  codeGeneration: { strings: false, wasm: false },
  initialCode: outputFiles[0].text,
  extend: (context) =>
    Object.assign(context, {
      'core.wasm': new WebAssembly.Module(wasm),
      process: { env: process.env },
    }),
});
const server = await runServer({
  runtime,
  host: '127.0.0.1',
  port: Number(process.env.PORT ?? 3000),
});
console.log(`The gateway is at ${server.url}`);
