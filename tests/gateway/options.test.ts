// Tests that wrong options fail when the gateway is made, with the name of the option and no value.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { createGateway, type GatewayOptions, MemoryStore } from 'identification-chain/gateway';
import { secret, token } from '../support/gateway.ts';

const options: GatewayOptions = {
  authorize: () => 'alice',
  token,
  secret,
  store: new MemoryStore(),
  orgId: 'acme',
};

it('wrong options are named', () => {
  for (const [changes, message] of [
    [{ authorize: undefined }, /^createGateway: authorize is missing; it must be a function$/],
    [{ authorize: 'alice' }, /^createGateway: authorize must be a function$/],
    [{ token: undefined }, /^createGateway: token is missing/],
    [{ token: '' }, /^createGateway: token must be a string that is not empty, a function/],
    [{ token: {} }, /^createGateway: token must be/],
    [{ store: undefined }, /^createGateway: store is missing; it must be a store, such as new Mem/],
    [{ store: { read() {} } }, /^createGateway: store must be a store/],
    [{ secret: undefined }, /^createGateway: secret is missing/],
    [{ secret: 'x'.repeat(31) }, /^createGateway: secret must be a string or a Uint8Array of 32/],
    [{ secret: new Uint8Array(31) }, /^createGateway: secret must be/],
    [{ secret: new Array(32) }, /^createGateway: secret must be/],
    [{ orgId: '' }, /^createGateway: orgId must be a string that is not empty$/],
    [{ baseUrl: 'ftp://x' }, /^createGateway: baseUrl /],
    [{ baseUrl: 'http://api.example' }, /^createGateway: baseUrl .*allowInsecure/],
    [{ basePath: 'api' }, /^createGateway: basePath must be empty, or a path such as/],
    [{ basePath: '/api/' }, /^createGateway: basePath must be/],
    [{ basePath: '/a b' }, /^createGateway: basePath must be/],
    [{ allowOrigins: '*' }, /^createGateway: allowOrigins must be a list of exact origins/],
    [{ allowOrigins: ['*'] }, /^createGateway: allowOrigins must be/],
    [{ allowOrigins: ['null'] }, /^createGateway: allowOrigins must be/],
    [{ allowOrigins: ['https://app.example/'] }, /^createGateway: allowOrigins must be/],
    [{ allowOrigins: ['https://*.example'] }, /^createGateway: allowOrigins must be/],
    [{ allowCredentials: 1 }, /^createGateway: allowCredentials must be true or false$/],
    [{ allowHeaders: ['x y'] }, /^createGateway: allowHeaders must be a list of header names$/],
    [{ requireKey: 'no' }, /^createGateway: requireKey must be true or false$/],
    [{ limit: 5 }, /^createGateway: limit must be a function$/],
    [{ retention: 30 * 86_400_000 + 1 }, /^createGateway: retention must be .* up to 30 days$/],
    [{ retention: 0 }, /^createGateway: retention must be/],
    [{ timeout: Number.POSITIVE_INFINITY }, /^createGateway: timeout must be .* up to 600,000$/],
    [{ bodyTimeout: -1 }, /^createGateway: bodyTimeout must be/],
    [{ breaker: true }, /^createGateway: breaker must be an object such as/],
    [{ breaker: { failures: 0 } }, /^createGateway: breaker.failures must be a whole number of 1/],
    [{ breaker: { pauze: 1 } }, /^createGateway: breaker.unknown option pauze; did you mean pause/],
    [{ rules: { duration: 'of' } }, /^rules: duration must be/],
    [{ userAgent: 'a\nb' }, /^createGateway: userAgent /],
    [{ onFault: {} }, /^createGateway: onFault must be a function$/],
    [{ autorize: () => 'x' }, /^createGateway: unknown option autorize; did you mean authorize\?$/],
  ] as [object, RegExp][]) {
    const wrong = { ...options, ...changes } as GatewayOptions;
    assert.throws(() => createGateway(wrong), { name: 'TypeError', message }, String(message));
  }
});

it('right options are taken', () => {
  for (const changes of [
    {},
    { secret: new Uint8Array(32) },
    { baseUrl: 'http://127.0.0.1:8787/v1' },
    { baseUrl: 'http://api.example', allowInsecure: true },
    { allowOrigins: ['https://app.example', 'http://localhost:5173'] },
    { basePath: '' },
    { breaker: false },
    { retention: 30 * 86_400_000 },
    { token: { getToken: () => token } },
    { store: { create: async () => ({ type: 'id-lost' }), resolve: async () => 'known' } },
  ] as Partial<GatewayOptions>[]) {
    assert.equal(typeof createGateway({ ...options, ...changes }).fetch, 'function');
  }
});

it('a browser gets a gateway for a reserved host alone, where no credential can be real', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { createGateway, MemoryStore } from 'identification-chain/gateway';",
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    format: 'iife',
    globalName: 'entry',
    platform: 'browser',
    write: false,
  });
  const page = { document: {}, URL, TextEncoder, TextDecoder, WebAssembly, crypto, atob, secret };
  const context = createContext({ ...page, performance });
  runInContext(outputFiles[0]?.text ?? '', context);
  const create = (baseUrl: string) =>
    runInContext(
      `entry.createGateway({
        authorize: () => 'alice', token: 'for-tests', secret, store: new entry.MemoryStore(),
        orgId: 'acme', baseUrl: ${baseUrl},
      }).fetch`,
      context,
    );
  for (const [baseUrl, works] of [
    ["'https://api.example/v1'", true],
    ["'https://a.b.test'", true],
    ["'https://api.invalid.'", true],
    ["'http://localhost:8787/v1'", true],
    ["'http://api.localhost'", true],
    ['undefined', false],
    ["'https://api.example.com/v1'", false],
    ["'https://example'", true],
    ["'https://myexample/v1'", false],
    ["'https://api.example@shop.com/v1'", false],
    ["'https://shop.com/api.example'", false],
    ["'http://127.0.0.1:8787/v1'", false],
  ] as const) {
    if (works) assert.equal(typeof create(baseUrl), 'function', baseUrl);
    else {
      assert.throws(
        () => create(baseUrl),
        /Error: a gateway does not work in a browser, because every visitor .* set baseUrl to a host below \.test, \.example, \.invalid or localhost$/,
        baseUrl,
      );
    }
  }
});
