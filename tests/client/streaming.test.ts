// Tests when the slim entry compiles the core while it downloads: if it has the right media type.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Served, serve } from 'identification-chain/sandbox/node';
import { copyOfSlim } from '../support/slim-copies.ts';

const bytes = readFileSync(fileURLToPath(import.meta.resolve('identification-chain/core.wasm')));
let server: Served;

before(async () => {
  server = await serve(({ url }) => {
    const type = new URL(url).searchParams.get('type');
    return new Response(bytes, { headers: type === null ? {} : { 'Content-Type': type } });
  });
});
after(() => server?.close());

for (const [query, streamed] of [
  ['?type=application/wasm', true],
  // Browsers refuse to compile these while they download.
  ['?type=application/octet-stream', false],
  ['', false],
] as const) {
  for (const style of ['import', 'require'] as const) {
    it(`${streamed ? 'streams' : 'does not stream'} core.wasm${query}, with ${style}`, async (t) => {
      const streaming = t.mock.method(WebAssembly, 'compileStreaming');
      const whole = t.mock.method(WebAssembly, 'compile');
      const url = `${server.url}/core.wasm${query}`;
      await (await copyOfSlim(style)).preload(url);
      await (await copyOfSlim(style)).preload(fetch(url));
      assert.equal(streaming.mock.callCount(), streamed ? 2 : 0);
      assert.equal(whole.mock.callCount(), streamed ? 0 : 2);
    });
  }
}
