// The entry that leaves the loading of the core to the application.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isCoreError, validate } from 'identification-chain';
import { type Served, serve } from 'identification-chain/sandbox/node';
import { referenceRequest } from '../../www/demo/reference.ts';
import { copyOfSlim, type Slim } from '../support/slim-copies.ts';

const bytes = readFileSync(fileURLToPath(import.meta.resolve('identification-chain/core.wasm')));
/** A module that holds nothing. */
const otherModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
/** The core of a version that has the same exports: what it says of itself is at its end. */
const otherCore = Uint8Array.from(bytes);
otherCore.set([0x2d], bytes.length - 1);

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
    'another core': () => otherCore,
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
      assert.throws(() => slim.validate(referenceRequest), /await preload\(\)/);
      await slim.preload(bytes);
      assert.ok(slim.validate(referenceRequest).valid);
    });
  }

  it('is what a call before it asks for', async () => {
    const slim = await copyOfSlim();
    const asks = (error: unknown) => isCoreError(error) && /await preload\(\)/.test(error.message);
    assert.throws(() => slim.validate(referenceRequest), asks);
    const chains = slim.createClient({ orgId: 'acme', fetch: () => assert.fail('it was sent') });
    await assert.rejects(chains.createChain(referenceRequest), asks);
  });

  it('works in CommonJS', async () => {
    const slim = await copyOfSlim('require');
    await slim.preload(bytes);
    assert.ok(slim.validate(referenceRequest).valid);
  });
});

/** What a program of its own says, in JSON. */
async function said(program: string): Promise<unknown> {
  const args = [
    '--input-type=module',
    '--eval',
    `const request = ${JSON.stringify(referenceRequest)};
const api = await import('identification-chain');
const message = (error) => api.isCoreError(error) && error.message;
const say = (value) => console.log(JSON.stringify(value));
${program}`,
  ];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout);
}

it('preload of the default entry compiles on other threads', async () => {
  const program = `
WebAssembly.Module = undefined;
await api.preload();
say(api.validate(request).valid);`;
  assert.equal(await said(program), true);
});

describe('Chromium before 115, which compiles nothing of this size at once in a page', () => {
  // Not run here: what it does is put in the place of what Node does.
  const old = `
for (const name of ['Module', 'Instance']) {
  WebAssembly[name] = function () {
    throw new RangeError('WebAssembly.Compile is disallowed on the main thread, if the buffer ' +
      'size is larger than 4KB. Use WebAssembly.compile, or compile on a worker thread.');
  };
}`;

  it('is told to wait for preload', async () => {
    const program = `${old}
const before = (() => { try { api.validate(request); } catch (error) { return message(error); } })();
await api.preload();
say([before, api.validate(request).valid]);`;
    assert.deepEqual(await said(program), [
      'the core of identification-chain is not compiled at once by this browser: ' +
        'await preload() before the first check',
      true,
    ]);
  });

  it('is no matter to a client, which waits', async () => {
    const program = `${old}
const { createSandbox } = await import('identification-chain/sandbox');
const { fetch } = createSandbox();
const { id } = await api.createClient({ orgId: 'acme', fetch }).createChain(request);
say(typeof id);`;
    assert.equal(await said(program), 'string');
  });
});

describe('where the core cannot run, the error says what helps', () => {
  const cases: Record<string, [program: string, problem: string]> = {
    'there is no WebAssembly': [
      "Reflect.deleteProperty(globalThis, 'WebAssembly');",
      'needs WebAssembly, which is not here; import identification-chain/fallback, which needs none',
    ],
    'a policy forbids it only where an instance is made, as in WebKit': [
      `const refuse = () => { throw new WebAssembly.CompileError('Refused'); };
WebAssembly.Instance = function () { refuse(); };
WebAssembly.instantiate = async () => refuse();`,
      "may not compile WebAssembly here: add 'wasm-unsafe-eval' to the script-src of the " +
        'Content-Security-Policy, or import identification-chain/fallback, which needs none',
    ],
    'a worker of Cloudflare was bundled for browsers': [
      `Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Cloudflare-Workers' } });
WebAssembly.Module = function () { throw new WebAssembly.CompileError('disallowed by embedder'); };
WebAssembly.instantiate = async () => new WebAssembly.Module();`,
      "was bundled for another runtime: set the bundler's condition workerd, or import " +
        'identification-chain/fallback, which needs no WebAssembly',
    ],
    'there is no memory left': [
      `const { Instance } = WebAssembly;
WebAssembly.Instance = function (module, imports) {
  if (imports) throw new RangeError('Out of memory');
  return new Instance(module);
};
WebAssembly.instantiate = async () => { throw new RangeError('Out of memory'); };`,
      'could not be loaded or started',
    ],
  };
  for (const [name, [before, problem]] of Object.entries(cases)) {
    it(`where ${name}`, async () => {
      const program = `${before}
const fallback = await import('identification-chain/fallback');
say([
  (() => { try { api.validate(request); } catch (error) { return message(error); } })(),
  await api.preload().catch(message),
  fallback.validate(request).warnings,
]);`;
      const whole = `the core of identification-chain ${problem}`;
      assert.deepEqual(await said(program), [whole, whole, 2]);
    });
  }
});
