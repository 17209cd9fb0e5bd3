// Tests hosts with missing parts: no encoder (jest's jsdom), no reasons of signals (React Native), no
// `fetch`, or no streams in responses (some implementations of `fetch`).

import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import * as bare from 'abort-controller';
import fc from 'fast-check';
import {
  type Client,
  createClient,
  isCoreError,
  isOutcomeUnknownError,
} from 'identification-chain';
import { check, createChain, readResponse } from 'identification-chain/core';
import { createSandbox } from 'identification-chain/sandbox';
import { referenceRequest } from '../../www/demo/reference.ts';
import { requests } from '../schema/requests.ts';

const host = globalThis as Record<string, unknown>;
let removed: Record<string, unknown> = {};

/** Removes global objects until the end of the test. */
function without(...names: readonly string[]): void {
  for (const name of names) {
    removed[name] = host[name];
    delete host[name];
  }
}

afterEach(() => {
  Object.assign(host, removed);
  removed = {};
});

describe('without TextEncoder and TextDecoder', () => {
  it('encodes and decodes like them', async () => {
    const theirs = { encoder: new TextEncoder(), decoder: new TextDecoder() };
    without('TextEncoder', 'TextDecoder');
    // A copy that is loaded only now.
    const copy = '../../www/client/core/utf8.ts?copy';
    const ours: typeof import('../../www/client/core/utf8.ts') = await import(copy);
    assert.ok(!(ours.encoder instanceof theirs.encoder.constructor));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, size) => {
        const bytes = theirs.encoder.encode(text);
        assert.deepEqual(ours.encoder.encode(text), bytes);
        assert.equal(ours.decoder.decode(bytes), text);
        const room = new Uint8Array(size);
        const { read, written } = ours.encoder.encodeInto(text, room);
        assert.equal(read === text.length, bytes.length <= size);
        assert.deepEqual(room.slice(0, written), bytes.slice(0, written));
      }),
    );
    for (const half of ['\ud800', 'a\udc00b', '\udc00\ud800']) {
      assert.deepEqual(ours.encoder.encode(half), theirs.encoder.encode(half));
    }
    // Invalid UTF-8 keeps its ASCII.
    assert.equal(ours.decoder.decode(Uint8Array.of(0x7b, 0xc3, 0x28, 0xff)), '{\ufffd(\ufffd');
  });

  it('has the same results as with them', async () => {
    const answer = { status: 201, headers: new Headers(), body: Buffer.from('\ufeff{"id":"ñ-1"}') };
    const read = readResponse('createChain', answer);
    without('TextEncoder', 'TextDecoder', 'WebAssembly');
    const bare = await import('identification-chain/fallback');
    assert.deepEqual(bare.readResponse('createChain', answer), read);
    assert.equal(createChain({ orgId: 'acme' }, referenceRequest).url.split('/').at(-1), 'chain');
    assert.throws(() => bare.createChain({ orgId: 'ñ\ud800' }, referenceRequest), {
      name: 'ValidationError',
    });
    fc.assert(
      fc.property(requests, (request) => {
        const { issues } = bare.check('createChain', request);
        assert.deepEqual(issues, check('createChain', request).issues);
      }),
    );
  });
});

describe("with React Native's AbortController", () => {
  /** Installs the package that React Native uses. Its signals have no reason and no throwIfAborted. */
  function replace(): void {
    without('AbortController', 'AbortSignal');
    Object.assign(host, bare);
  }
  const fetch = () => new Promise<Response>(() => {});

  it('rejects with a TimeoutError after the timeout', async () => {
    replace();
    const chains = createClient({ orgId: 'acme', timeout: 20, retry: { retries: 0 }, fetch });
    await assert.rejects(chains.closeChain('chain-1'), { name: 'TimeoutError' });
  });

  for (const [name, token] of [
    ['a response', 'secret'],
    ['a token', () => new Promise<string>(() => {})],
  ] as const) {
    it(`aborts a call before and while it waits for ${name}`, async () => {
      replace();
      const chains = createClient({ orgId: 'acme', token, fetch });
      const controller = new AbortController();
      const { signal } = controller;
      assert.equal('reason' in signal, false);
      const during = chains.closeChain('chain-1', { signal });
      setTimeout(() => controller.abort(), 20);
      await assert.rejects(during, { name: 'AbortError' });
      await assert.rejects(chains.closeChain('chain-1', { signal }), { name: 'AbortError' });
    });
  }
});

describe('without a required global object', () => {
  it('says that fetch is missing, and not that the outcome is unknown', async () => {
    without('fetch');
    await assert.rejects(createClient({ orgId: 'acme' }).createChain(referenceRequest), (error) => {
      assert.ok(isCoreError(error));
      assert.match(error.message, /needs fetch, which this host does not have/);
      return true;
    });
  });

  it('needs no fetch of the host if it has one of its own', async () => {
    without('fetch');
    const { fetch } = createSandbox();
    const { id } = await createClient({ orgId: 'acme', fetch }).createChain(referenceRequest);
    assert.match(id, /./);
  });

  it('says that crypto is missing for idempotency keys', async () => {
    without('crypto');
    const chains = createClient({ gateway: 'https://shop.example/api' });
    await assert.rejects(async () => chains.createChain(referenceRequest), /needs crypto, which/);
  });

  it('says that Request is missing, and reports no issue of baseUrl', async () => {
    without('Request');
    await assert.rejects(
      createClient({ orgId: 'acme' }).createChain(referenceRequest),
      /needs Request, which this host does not have/,
    );
  });
});

describe('with values of a wrong type', () => {
  it('rejects a wrong signal before it sends anything', async () => {
    const fetch = () => assert.fail('a request was sent');
    for (const signal of [new AbortController(), 'x', null]) {
      await assert.rejects(
        createClient({ orgId: 'acme', fetch }).createChain(referenceRequest, {
          signal: signal as unknown as AbortSignal,
        }),
        /signal must be an AbortSignal/,
      );
    }
  });

  it('reports a fetch that does not return a response', async () => {
    for (const returned of [undefined, { ok: true, status: 201, json: () => ({ id: '1' }) }]) {
      const fetch = async () => returned as unknown as Response;
      const call = createClient({ orgId: 'acme', fetch }).createChain(referenceRequest);
      const error = await call.catch((thrown) => thrown);
      assert.equal(error.name, 'OutcomeUnknownError');
      assert.deepEqual(error.cause.cause, { name: 'NoResponse' });
    }
  });
});

describe('with responses without a stream', () => {
  /** Creates a client whose `fetch` returns responses with this `body` in place of a stream. */
  function clientWith(body: unknown): Client {
    const sandbox = createSandbox({ token: 'secret' });
    return createClient({
      orgId: 'acme',
      token: 'secret',
      async fetch(request) {
        const response = await sandbox.fetch(request);
        const { status, ok } = response;
        // Without Location, so that only the body has the id.
        const headers = new Headers();
        const arrayBuffer = () => response.arrayBuffer();
        const odd = () =>
          ({ status, ok, headers, body, arrayBuffer, clone: odd }) as unknown as Response;
        return odd();
      },
    });
  }

  for (const [name, body] of [
    ['no body', undefined],
    ["Node's stream", { pipe() {}, on() {} }],
  ] as const) {
    it(`reads the response with ${name}`, async () => {
      const chains = clientWith(body);
      const { id } = await chains.createChain(referenceRequest);
      assert.match(id, /./);
    });
  }

  it('says that the outcome is unknown if the core crashes on the response', async () => {
    // Larger than any memory of WebAssembly.
    const arrayBuffer = async () => new ArrayBuffer(2 ** 31);
    const odd = { status: 201, ok: true, headers: new Headers(), arrayBuffer };
    const fetch = async () => odd as unknown as Response;
    const error = await createClient({ orgId: 'acme', fetch })
      .createChain(referenceRequest)
      .catch((thrown: unknown) => thrown);
    assert.ok(isOutcomeUnknownError(error) && isCoreError(error.cause), String(error));
  });
});
