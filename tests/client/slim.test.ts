// The entry that leaves the loading of the core to the application.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isCoreError, preload, validate } from 'identification-chain';
import { type Served, serve } from 'identification-chain/sandbox/node';
import { referenceRequest } from '../../www/demo/reference.ts';

type Slim = typeof import('identification-chain/slim');

const bytes = readFileSync(fileURLToPath(import.meta.resolve('identification-chain/core.wasm')));
/** A module that holds nothing. */
const otherModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

const compiledFile = { headers: { 'Content-Type': 'application/wasm' } };
const files: Record<string, () => Response> = {
  '/core.wasm': () => new Response(bytes, compiledFile),
  '/of-no-type': () => new Response(bytes),
  '/page': () => new Response('<!doctype html>', compiledFile),
};
let server: Served;

before(async () => {
  server = await serve((request) => {
    const file = files[new URL(request.url).pathname];
    return file?.() ?? new Response(null, { status: 404 });
  });
});
after(() => server?.close());

let copies = 0;

/** A copy of its own, because a core that is loaded stays. */
function copyOfSlim(): Promise<Slim> {
  copies += 1;
  return import(`${import.meta.resolve('identification-chain/slim')}?${copies}`);
}

const sources: Record<string, () => Parameters<Slim['preload']>[0]> = {
  'a URL': () => `${server.url}/core.wasm`,
  'a URL object': () => new URL('/core.wasm', server.url),
  'what fetch gives': () => fetch(`${server.url}/core.wasm`),
  'an answer': () => files['/core.wasm']?.() ?? assert.fail(),
  'an answer of no type': () => `${server.url}/of-no-type`,
  bytes: () => bytes,
  'a module': () => new WebAssembly.Module(bytes),
};

describe('preload of the slim entry', () => {
  for (const [name, source] of Object.entries(sources)) {
    it(`takes ${name}`, async () => {
      const slim = await copyOfSlim();
      await slim.preload(source());
      assert.deepEqual(slim.validate(referenceRequest).issues, validate(referenceRequest).issues);
    });
  }

  const wrong: Record<string, () => Parameters<Slim['preload']>[0]> = {
    'a file that is not there': () => `${server.url}/gone.wasm`,
    'a page': () => `${server.url}/page`,
    'a server that is not there': () => 'http://127.0.0.1:1/core.wasm',
    'another module': () => otherModule,
    nothing: () => undefined as unknown as string,
  };
  for (const [name, source] of Object.entries(wrong)) {
    it(`refuses ${name}, and takes the core after it`, async () => {
      const slim = await copyOfSlim();
      await assert.rejects(slim.preload(source()), (error) => {
        assert.ok(isCoreError(error));
        assert.match(error.message, /could not be loaded|is of another version/);
        return true;
      });
      await slim.preload(bytes);
      assert.ok(slim.validate(referenceRequest).valid);
    });
  }

  it('is what a call before it asks for', async () => {
    const slim = await copyOfSlim();
    assert.throws(
      () => slim.validate(referenceRequest),
      (error) => isCoreError(error) && /await preload\(\)/.test(error.message),
    );
  });

  it('works in CommonJS', async () => {
    const slim: Slim = createRequire(import.meta.url)('identification-chain/slim');
    await slim.preload(bytes);
    assert.ok(slim.validate(referenceRequest).valid);
  });
});

it('preload of the default entry needs nothing', async () => {
  assert.equal(await preload(), undefined);
});

it('says what helps where there is no WebAssembly', async () => {
  const script = `
Reflect.deleteProperty(globalThis, 'WebAssembly');
const api = await import('identification-chain');
const slim = await import('identification-chain/slim');
const fallback = await import('identification-chain/fallback');
const message = (error) => api.isCoreError(error) && error.message;
console.log(JSON.stringify([
  await api.preload().catch(message),
  await slim.preload(new Uint8Array()).catch(message),
  fallback.validate(${JSON.stringify(referenceRequest)}).warnings,
]));
`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    script,
  ]);
  const said =
    'the core of identification-chain needs WebAssembly, which is not here; ' +
    'import identification-chain/fallback, which needs none';
  assert.deepEqual(JSON.parse(stdout), [said, said, 2]);
});
