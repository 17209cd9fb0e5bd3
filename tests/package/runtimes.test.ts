// The packed tarball, installed and used in each runtime.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { Miniflare } from 'miniflare';
import { referenceRequest } from '../../www/demo/reference.ts';
import { launchChromium } from '../browser.ts';
import { installedPackage, installPackage } from './installed.ts';
import { type SandboxServer, serveSandbox } from './sandbox-server.ts';

const root = join(import.meta.dirname, '../..');
let project: string;
let server: SandboxServer;

before(async () => {
  project = installPackage('runtimes');
  cpSync(join(import.meta.dirname, 'job.js'), join(project, 'job.mjs'));
  server = await serveSandbox(browserFile);
});
after(() => server?.close());

const request = JSON.stringify(referenceRequest);

describe('Node', () => {
  const styles = {
    import: ['mjs', "import * as api from 'identification-chain';"],
    require: ['cjs', "const api = require('identification-chain');"],
  } as const;
  for (const node of ['node20', 'node']) {
    const bin = join(root, 'node_modules', node, 'bin/node');
    for (const [style, [extension, load]] of Object.entries(styles)) {
      it(`${node === 'node' ? '24' : '20'}, by ${style}`, async () => {
        const script = join(project, `${node}-${style}.${extension}`);
        writeFileSync(
          script,
          `${load}
import('./job.mjs').then(async ({ doTheJob }) => {
  const result = await doTheJob(api, process.argv[2], ${request});
  const { inspect } = await import('node:util');
  const fetch = async () => Response.json({ errors: [{ details: 'SeCrEt' }] }, { status: 400 });
  const error = await api.createClient({ orgId: 'acme', fetch }).closeChain('x').catch((e) => e);
  const shown = inspect(error, { depth: 9, showHidden: false });
  console.log(JSON.stringify({ version: process.version, shown, ...result }));
});
`,
        );
        const { stdout } = await promisify(execFile)(bin, [script, server.baseUrl]);
        const { version, shown, ...result } = JSON.parse(stdout);
        assert.match(shown, /^BadRequestError: .* { status: 400, requestId: undefined }$/s);
        assert.doesNotMatch(shown, /SeCrEt/);
        assert.match(version, node === 'node' ? /^v24\./ : /^v20\./);
        server.seeDone(result, /^identification-chain\/\S+ \(node\//);
      });
    }
  }
});

/** What the page without a bundler loads: itself, and the package's files as they are. */
function browserFile({ method, url }: Request): Response | undefined {
  const { pathname } = new URL(url);
  if (method !== 'GET' || pathname.startsWith('/v1')) return undefined;
  if (pathname === '/') {
    const page = `<!doctype html><title>-</title><script type="module">
import * as api from '/identification-chain/dist/esm/index.js';
import { doTheJob } from '/job.js';
window.result = doTheJob(api, new URL('/v1', location.href).href, ${request});
</script>`;
    return new Response(page, { headers: { 'Content-Type': 'text/html' } });
  }
  const file =
    pathname === '/job.js'
      ? join(project, 'job.mjs')
      : join(installedPackage(project), pathname.replace('/identification-chain/', ''));
  return new Response(readFileSync(file), { headers: { 'Content-Type': 'text/javascript' } });
}

it('Chromium, without a bundler', async () => {
  await using browser = await launchChromium();
  const page = await browser.open(server.url);
  const result = await page.evaluate(() => (globalThis as { result?: unknown }).result);
  server.seeDone(result, /Chrome\//);
});

/** How a worker starts the core of each form of the package. */
const workers = { workerd: '', slim: 'await api.preload(core);', fallback: '' };

for (const [folder, start] of Object.entries(workers)) {
  it(`workerd, by miniflare, ${folder}`, () => worker(folder, start));
}

async function worker(folder: string, start: string): Promise<void> {
  const dist = join(installedPackage(project), 'dist');
  const module = (path: string, type: 'ESModule' | 'CompiledWasm' = 'ESModule') => ({
    type,
    path: join(project, 'worker', path),
    contents: readFileSync(join(path === 'job.js' ? import.meta.dirname : dist, path)),
  });
  const { exports } = JSON.parse(
    readFileSync(join(installedPackage(project), 'package.json'), 'utf8'),
  );
  assert.equal(exports['.'].workerd.default, './dist/workerd/index.js');
  const runtime = new Miniflare({
    modulesRoot: join(project, 'worker'),
    compatibilityDate: '2026-01-01',
    modules: [
      {
        type: 'ESModule',
        path: join(project, 'worker/main.js'),
        contents: `import * as api from './${folder}/index.js';
import core from './core.wasm';
import { doTheJob } from './job.js';
export default {
  async fetch() {
    ${start}
    return Response.json(await doTheJob(api, ${JSON.stringify(server.baseUrl)}, ${request}));
  },
};`,
      },
      module('job.js'),
      ...readdirSync(join(dist, folder))
        .filter((file) => file.endsWith('.js'))
        .map((file) => module(`${folder}/${file}`)),
      module('core.wasm', 'CompiledWasm'),
    ],
  });
  try {
    const response = await runtime.dispatchFetch('http://worker.test/');
    const text = await response.text();
    assert.equal(response.status, 200, text);
    server.seeDone(JSON.parse(text), /^identification-chain\/\S+ \(workerd\)$/);
  } finally {
    await runtime.dispose();
  }
}
