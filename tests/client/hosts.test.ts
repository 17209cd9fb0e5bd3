// Hosts that lack what others have: an encoder (jest's jsdom), reasons of signals (React Native),
// `fetch`, or streams in answers (forms of `fetch` that are made of something else).

import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import * as bare from 'abort-controller';
import fc from 'fast-check';
import { type Client, createClient, isCoreError } from 'identification-chain';
import { check, createChain, readResponse } from 'identification-chain/core';
import { createSandbox } from 'identification-chain/sandbox';
import { referenceRequest } from '../../www/demo/reference.ts';
import { requests } from '../schema/requests.ts';

const host = globalThis as Record<string, unknown>;
let taken: Record<string, unknown> = {};

/** Takes global objects away until the end of the test. */
function without(...names: readonly string[]): void {
  for (const name of names) {
    taken[name] = host[name];
    delete host[name];
  }
}

afterEach(() => {
  Object.assign(host, taken);
  taken = {};
});

describe('without TextEncoder and TextDecoder', () => {
  it('writes and reads what they do', async () => {
    const theirs = { encoder: new TextEncoder(), decoder: new TextDecoder() };
    without('TextEncoder', 'TextDecoder');
    const ours = await import('../../www/client/core/utf8.ts');
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
    // What is no UTF-8 keeps its ASCII.
    assert.equal(ours.decoder.decode(Uint8Array.of(0x7b, 0xc3, 0x28, 0xff)), '{\ufffd(\ufffd');
  });

  it('checks, builds and reads as everywhere', async () => {
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
  /** Puts in the package that React Native takes it from: it tells no reason, and does not throw. */
  function replace(): void {
    without('AbortController', 'AbortSignal');
    Object.assign(host, bare);
  }
  const fetch = () => new Promise<Response>(() => {});

  it('says that an answer is too late', async () => {
    replace();
    const chains = createClient({ orgId: 'acme', timeout: 20, retry: { retries: 0 }, fetch });
    await assert.rejects(chains.closeChain('chain-1'), { name: 'TimeoutError' });
  });

  for (const [name, token] of [
    ['an answer', 'secret'],
    ['a token', () => new Promise<string>(() => {})],
  ] as const) {
    it(`is given up before and while it waits for ${name}`, async () => {
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

describe('without what sends', () => {
  it('says that there is no fetch, and not that the outcome is unknown', async () => {
    without('fetch');
    await assert.rejects(createClient({ orgId: 'acme' }).createChain(referenceRequest), (error) => {
      assert.ok(isCoreError(error));
      assert.match(error.message, /needs fetch, which is not here/);
      return true;
    });
  });

  it('says that there is no crypto to make keys with', async () => {
    without('crypto');
    const chains = createClient({ orgId: 'acme', idempotency: 'header' });
    await assert.rejects(async () => chains.createChain(referenceRequest), /needs crypto, which/);
  });

  it('says that there is no Request, and finds no fault with the address', async () => {
    without('Request');
    await assert.rejects(
      createClient({ orgId: 'acme' }).createChain(referenceRequest),
      /needs Request, which is not here/,
    );
  });
});

describe('what is given in the place of', () => {
  it('a signal is refused before anything is sent', async () => {
    const fetch = () => assert.fail('it was sent');
    for (const signal of [new AbortController(), 'x', null]) {
      await assert.rejects(
        createClient({ orgId: 'acme', fetch }).createChain(referenceRequest, {
          signal: signal as unknown as AbortSignal,
        }),
        /signal must be an AbortSignal/,
      );
    }
  });

  it('an answer is named', async () => {
    for (const given of [undefined, { ok: true, status: 201, json: () => ({ id: '1' }) }]) {
      const fetch = async () => given as unknown as Response;
      const call = createClient({ orgId: 'acme', fetch }).createChain(referenceRequest);
      const error = await call.catch((thrown) => thrown);
      assert.equal(error.name, 'OutcomeUnknownError');
      assert.deepEqual(error.cause.cause, { name: 'NoResponse' });
    }
  });
});

describe('answers without a stream', () => {
  /** A client whose `fetch` gives answers that have another body than a stream. */
  function answeredWith(body: unknown): Client {
    const sandbox = createSandbox({ token: 'secret' });
    return createClient({
      orgId: 'acme',
      token: 'secret',
      async fetch(request) {
        const response = await sandbox.fetch(request);
        const { status, ok } = response;
        // The id is in the body alone.
        const headers = new Headers();
        const arrayBuffer = () => response.arrayBuffer();
        const odd = () =>
          ({ status, ok, headers, body, arrayBuffer, clone: odd }) as unknown as Response;
        return odd();
      },
    });
  }

  for (const [name, body] of [
    ['no body at all', undefined],
    ["a stream of Node's", { pipe() {}, on() {} }],
  ] as const) {
    it(`are read where there is ${name}`, async () => {
      const chains = answeredWith(body);
      const { id } = await chains.createChain(referenceRequest);
      assert.match(id, /./);
    });
  }
});
