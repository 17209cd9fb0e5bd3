// Tests the gateway in workerd, over the network.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { createSandbox, type Sandbox } from 'identification-chain/sandbox';
import { type Served, serve } from 'identification-chain/sandbox/node';
import { Miniflare } from 'miniflare';
import { createInit, createPath, secret, token, wrongBody } from '../support/gateway.ts';

const dist = join(import.meta.dirname, '../../pkg/dist');
let sandbox: Sandbox;
let api: Served;
let worker: Miniflare;
let url: URL;

/** A worker with a gateway. Its options come from its environment, as secrets do. */
const main = `import { createGateway, MemoryStore } from './workerd/gateway.js';
let gateway;
export default {
  fetch(request, env, context) {
    gateway ??= createGateway({
      authorize: ({ headers }) => headers.get('Authorization')?.slice('Bearer '.length) ?? false,
      token: async () => env.TOKEN,
      secret: env.SECRET,
      baseUrl: env.API,
      orgId: 'acme',
      store: new MemoryStore(),
    });
    return gateway.fetch(request, env, context);
  },
};`;

before(async () => {
  sandbox = createSandbox({ token, requireUserAgent: true });
  api = await serve(sandbox.fetch);
  const files = ['workerd', 'esm'].flatMap((folder) =>
    readdirSync(join(dist, folder))
      .filter((file) => file.endsWith('.js'))
      .map((file) => ({ type: 'ESModule' as const, path: join(dist, folder, file) })),
  );
  worker = new Miniflare({
    modulesRoot: dist,
    compatibilityDate: '2026-01-01',
    bindings: { TOKEN: token, SECRET: secret, API: `${api.url}/v1` },
    modules: [
      { type: 'ESModule', path: join(dist, 'main.js'), contents: main },
      ...files,
      {
        type: 'CompiledWasm',
        path: join(dist, 'core.wasm'),
        contents: readFileSync(join(dist, 'core.wasm')),
      },
    ],
  });
  url = await worker.ready;
});
after(async () => {
  await worker?.dispose();
  await api?.close();
});

const create = (key: string, init: RequestInit = {}) =>
  fetch(new URL(createPath, url), { ...createInit(key), ...init });

it('creates a chain, and repeats the answer', async () => {
  const first = await create('first');
  assert.equal(first.status, 201, await first.text());
  assert.equal((await create('first')).headers.get('Idempotency-Replayed'), 'true');
  assert.equal((await create('wrong', { body: wrongBody })).status, 400);
  assert.equal(sandbox.ledger.length, 1);
});

it('50 creates with one key make one chain', async () => {
  const before = sandbox.ledger.length;
  sandbox.fail({ latency: 500 });
  const responses = await Promise.all(Array.from({ length: 50 }, () => create('parallel')));
  const statuses = Object.groupBy(responses, ({ status }) => String(status));
  assert.deepEqual([statuses['201']?.length, statuses['409']?.length], [1, 49]);
  assert.equal(sandbox.ledger.length - before, 1);
});

it('a reset of the API is an unknown outcome, and nothing is sent again', async () => {
  const before = sandbox.ledger.length;
  sandbox.fail({ reset: 'after' });
  for (let click = 0; click < 3; click += 1) {
    const response = await create('reset');
    assert.match(await response.text(), /problem:outcome-unknown/);
    assert.equal(response.status, 502);
  }
  assert.equal(sandbox.ledger.length - before, 1);
});
