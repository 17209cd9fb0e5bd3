// Tests a service account of the packed package in workerd, without the core and Node's modules.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Served, serve } from 'identification-chain/sandbox/node';
import { jwtVerify } from 'jose';
import { Miniflare } from 'miniflare';
import { installedPackage, installPackage } from '../support/installed.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const account = {
  private_key_id: 'key-1',
  private_key: privateKey.export({ type: 'pkcs1', format: 'pem' }),
  client_email: 'admin@acme.example',
};
/** The delay of the token endpoint, in milliseconds. */
const delay = 500;
let endpoint: Served;
let worker: Miniflare;
let requests = 0;

before(async () => {
  endpoint = await serve(async (request) => {
    requests += 1;
    const token = `token-${requests}`;
    const form = new URLSearchParams(await request.text());
    await jwtVerify(form.get('assertion') ?? '', publicKey, { audience: endpoint.url });
    await sleep(delay);
    return Response.json({ access_token: token, expires_in: 3600 });
  });
  const installed = installedPackage(installPackage('edge'));
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const main = `import { serviceAccount } from './auth.js';
const account = serviceAccount(${JSON.stringify(account)}, { tokenUrl: '${endpoint.url}' });
export default {
  async fetch(request) {
    const timeout = new URL(request.url).searchParams.get('timeout');
    const signal = timeout === null ? undefined : AbortSignal.timeout(Number(timeout));
    return new Response(await account.getToken({ signal }).catch(({ name }) => name));
  },
};`;
  const folder = join(installed, exports['./auth'].default.default, '..');
  const module = (name: string, contents = readFileSync(join(folder, name), 'utf8')) => ({
    type: 'ESModule' as const,
    path: join(folder, name),
    contents,
  });
  worker = new Miniflare({
    modulesRoot: folder,
    compatibilityDate: '2026-01-01',
    modules: [module('main.js', main), ...loadedBy('auth.js', folder).map((name) => module(name))],
  });
});
after(async () => {
  await worker?.dispose();
  await endpoint?.close();
});

/** Returns a file and the files that it imports. */
function loadedBy(file: string, folder: string): string[] {
  const text = readFileSync(join(folder, file), 'utf8');
  const imported = [...text.matchAll(/ from "\.\/(.*?)";$/gm)].map(([, name = '']) => name);
  return [...new Set([file, ...imported.flatMap((name) => loadedBy(name, folder))])];
}

async function token(query = ''): Promise<string> {
  return (await worker.dispatchFetch(`http://worker.test/${query}`)).text();
}

it('signs with a PKCS#1 key, and does not wait for the exchange of a request that has ended', async () => {
  await worker.ready;
  const aborted = token('?timeout=100');
  await sleep(delay / 2);
  assert.deepEqual(await Promise.all([aborted, token()]), ['TimeoutError', 'token-2']);
});

it('caches the token for later requests', async () => {
  assert.deepEqual(await Promise.all([token(), token()]), ['token-2', 'token-2']);
  assert.equal(requests, 2);
});
