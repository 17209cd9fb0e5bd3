// When the slim entry compiles the core while it comes: where its server says what it is.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Served, serve } from 'identification-chain/sandbox/node';
import * as slim from 'identification-chain/slim';

const bytes = readFileSync(fileURLToPath(import.meta.resolve('identification-chain/core.wasm')));
const forms: Record<string, typeof slim> = {
  import: slim,
  require: createRequire(import.meta.url)('identification-chain/slim'),
};
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
  // Browsers refuse to compile these while they come.
  ['?type=application/octet-stream', false],
  ['', false],
] as const) {
  for (const [form, { preload }] of Object.entries(forms)) {
    it(`by ${form}, ${streamed ? 'as it comes' : 'when it is there'}: core.wasm${query}`, async (t) => {
      const streaming = t.mock.method(WebAssembly, 'compileStreaming');
      const whole = t.mock.method(WebAssembly, 'compile');
      await preload(`${server.url}/core.wasm${query}`);
      await preload(fetch(`${server.url}/core.wasm${query}`));
      assert.equal(streaming.mock.callCount(), streamed ? 2 : 0);
      assert.equal(whole.mock.callCount(), streamed ? 0 : 2);
    });
  }
}
