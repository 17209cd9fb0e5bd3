// Tests the slim entry, with which the application loads the core, and how the core starts.

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
/** An empty module. */
const otherModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
/** A core with the same exports from another version. Its id is at the end of the file. */
const otherCore = Uint8Array.from(bytes);
otherCore.set([0x2d], bytes.length - 1);

const compiledFile = { headers: { 'Content-Type': 'application/wasm' } };
const files: Record<string, () => Response> = {
  '/core.wasm': () => new Response(bytes, compiledFile),
  '/without-type': () => new Response(bytes),
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
  'the promise of fetch': () => fetch(`${server.url}/core.wasm`),
  'a Response': () => files['/core.wasm']?.() ?? assert.fail(),
  'a Response without a media type': () => `${server.url}/without-type`,
  bytes: () => bytes,
  'a module': () => new WebAssembly.Module(bytes),
};

describe('preload of the slim entry', () => {
  for (const [name, source] of Object.entries(sources)) {
    it(`accepts ${name}`, async () => {
      const slim = await copyOfSlim();
      await slim.preload(source());
      assert.deepEqual(slim.validate(referenceRequest).issues, validate(referenceRequest).issues);
    });
  }

  const wrong: Record<string, () => Parameters<Slim['preload']>[0]> = {
    'a missing file': () => `${server.url}/gone.wasm`,
    'an HTML page': () => `${server.url}/page`,
    'an unreachable server': () => 'http://127.0.0.1:1/core.wasm',
    'another module': () => otherModule,
    'a core from another version': () => otherCore,
    undefined: () => undefined as unknown as string,
  };
  for (const [name, source] of Object.entries(wrong)) {
    it(`rejects ${name}, and then accepts the core`, async () => {
      const slim = await copyOfSlim();
      await assert.rejects(slim.preload(source()), (error) => {
        assert.ok(isCoreError(error));
        assert.match(error.message, /could not be loaded|is from another version/);
        return true;
      });
      assert.throws(() => slim.validate(referenceRequest), /await preload\(\)/);
      await slim.preload(bytes);
      assert.ok(slim.validate(referenceRequest).valid);
    });
  }

  it('is named by the error of an earlier call', async () => {
    const slim = await copyOfSlim();
    const namesPreload = (error: unknown) =>
      isCoreError(error) && /await preload\(\)/.test(error.message);
    assert.throws(() => slim.validate(referenceRequest), namesPreload);
    const chains = slim.createClient({
      orgId: 'acme',
      fetch: () => assert.fail('a request was sent'),
    });
    await assert.rejects(chains.createChain(referenceRequest), namesPreload);
  });

  it('works in CommonJS', async () => {
    const slim = await copyOfSlim('require');
    await slim.preload(bytes);
    assert.ok(slim.validate(referenceRequest).valid);
  });
});

/** Runs a program in another process, and returns the JSON that it prints. */
async function outputOf(program: string): Promise<unknown> {
  const args = [
    '--input-type=module',
    '--eval',
    `const request = ${JSON.stringify(referenceRequest)};
const api = await import('identification-chain');
const message = (error) => api.isCoreError(error) && error.message;
const print = (value) => console.log(JSON.stringify(value));
${program}`,
  ];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout);
}

it('preload of the default entry compiles asynchronously', async () => {
  const program = `
WebAssembly.Module = undefined;
await api.preload();
print(api.validate(request).valid);`;
  assert.equal(await outputOf(program), true);
});

describe('in Chromium before 115, which does not compile the core synchronously', () => {
  // Simulated in Node.
  const old = `
for (const name of ['Module', 'Instance']) {
  WebAssembly[name] = function () {
    throw new RangeError('WebAssembly.Compile is disallowed on the main thread, if the buffer ' +
      'size is larger than 4KB. Use WebAssembly.compile, or compile on a worker thread.');
  };
}`;

  it('the error of a check names preload', async () => {
    const program = `${old}
const before = (() => { try { api.validate(request); } catch (error) { return message(error); } })();
await api.preload();
print([before, api.validate(request).valid]);`;
    assert.deepEqual(await outputOf(program), [
      'the core of identification-chain cannot be compiled synchronously by this browser: ' +
        'await preload() before the first check',
      true,
    ]);
  });

  it('a client works, because it waits for the core', async () => {
    const program = `${old}
const { createSandbox } = await import('identification-chain/sandbox');
const { fetch } = createSandbox();
const { id } = await api.createClient({ orgId: 'acme', fetch }).createChain(request);
print(typeof id);`;
    assert.equal(await outputOf(program), 'string');
  });
});

describe('the error of a core that cannot run says how to fix it', () => {
  const cases: Record<string, [program: string, problem: string]> = {
    'the host has no WebAssembly': [
      "Reflect.deleteProperty(globalThis, 'WebAssembly');",
      'needs WebAssembly, which this host does not have; import identification-chain/fallback instead',
    ],
    'a policy forbids instances, but not compiling, as in WebKit': [
      `const refuse = () => { throw new WebAssembly.CompileError('Refused'); };
WebAssembly.Instance = function () { refuse(); };
WebAssembly.instantiate = async () => refuse();`,
      "may not compile WebAssembly here: add 'wasm-unsafe-eval' to the script-src of the " +
        'Content-Security-Policy, or import identification-chain/fallback, which needs none',
    ],
    'a Cloudflare Worker was bundled for browsers': [
      `Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Cloudflare-Workers' } });
WebAssembly.Module = function () { throw new WebAssembly.CompileError('disallowed by embedder'); };
WebAssembly.instantiate = async () => new WebAssembly.Module();`,
      "was bundled for another runtime: set the bundler's condition workerd, or import " +
        'identification-chain/fallback, which needs no WebAssembly',
    ],
    'there is not enough memory': [
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
    it(`if ${name}`, async () => {
      const program = `${before}
const fallback = await import('identification-chain/fallback');
print([
  (() => { try { api.validate(request); } catch (error) { return message(error); } })(),
  await api.preload().catch(message),
  fallback.validate(request).warnings,
]);`;
      const whole = `the core of identification-chain ${problem}`;
      assert.deepEqual(await outputOf(program), [whole, whole, 2]);
    });
  }
});
