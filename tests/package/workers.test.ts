// Does the job in workerd over the network, with each variant of the package: the core compiled by the
// platform, the core loaded by the application, and the core in JavaScript.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { Miniflare } from 'miniflare';
import { referenceRequest } from '../../www/demo/reference.ts';
import { installedPackage, installPackage } from '../support/installed.ts';
import { type SandboxServer, serveSandbox } from '../support/sandbox-server.ts';

let project: string;
let server: SandboxServer;

before(async () => {
  project = installPackage('workers');
  server = await serveSandbox();
});
after(() => server?.close());

const request = JSON.stringify(referenceRequest);

/** The code that starts the core of each variant in a worker. */
const workers = { workerd: '', slim: 'await api.preload(core);', fallback: '' };

for (const [folder, start] of Object.entries(workers)) {
  it(`does the job in workerd: ${folder}`, () => worker(folder, start));
}

async function worker(folder: string, start: string): Promise<void> {
  const dist = join(installedPackage(project), 'dist');
  const module = (path: string, type: 'ESModule' | 'CompiledWasm' = 'ESModule') => ({
    type,
    path: join(project, 'worker', path),
    contents: readFileSync(
      join(path === 'job.js' ? join(import.meta.dirname, '../support') : dist, path),
    ),
  });
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
      ...[folder, 'esm'].flatMap((name) =>
        readdirSync(join(dist, name))
          .filter((file) => file.endsWith('.js'))
          .map((file) => module(`${name}/${file}`)),
      ),
      module('core.wasm', 'CompiledWasm'),
    ],
  });
  try {
    const response = await runtime.dispatchFetch('http://worker.test/');
    const text = await response.text();
    assert.equal(response.status, 200, text);
    server.assertDone(JSON.parse(text), /^identification-chain\/\S+ \(workerd\)$/);
  } finally {
    await runtime.dispose();
  }
}
