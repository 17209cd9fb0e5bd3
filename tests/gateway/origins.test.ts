// Tests which pages may send requests, and which may read the answers.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createInit, createPath, fixture, problemOf } from '../support/gateway.ts';

const app = 'https://app.example';
const preflightHeaders = { Origin: app, 'Access-Control-Request-Method': 'POST' };

it('a create is refused by the rules of CrossOriginProtection', async () => {
  for (const [headers, isAllowed] of [
    // No browser sends neither of them.
    [{}, true],
    [{ 'Sec-Fetch-Site': 'same-origin' }, true],
    [{ 'Sec-Fetch-Site': 'none' }, true],
    [{ 'Sec-Fetch-Site': 'same-site' }, false],
    [{ 'Sec-Fetch-Site': 'cross-site' }, false],
    [{ 'Sec-Fetch-Site': '' }, false],
    [{ 'Sec-Fetch-Site': 'same-origin, cross-site' }, false],
    [{ 'Sec-Fetch-Site': 'cross-site', Origin: app }, true],
    [{ 'Sec-Fetch-Site': 'same-site', Origin: app }, true],
    [{ 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }, false],
    [{ 'Sec-Fetch-Site': 'same-origin', Origin: 'https://gateway.example' }, true],
    [{ Origin: 'https://gateway.example' }, true],
    // The scheme before a proxy that ends TLS.
    [{ Origin: 'http://gateway.example' }, true],
    [{ Origin: 'https://gateway.example:8443' }, false],
    [{ Origin: app }, true],
    [{ Origin: `${app}/` }, false],
    [{ Origin: 'https://evil.example' }, false],
    [{ Origin: 'null' }, false],
    [{ Origin: 'null', 'Sec-Fetch-Site': 'same-origin' }, false],
    [{ Origin: '' }, false],
  ] as [Record<string, string>, boolean][]) {
    const { create, seen } = fixture({ allowOrigins: [app] });
    const response = await create('k', headers);
    assert.equal(response.status, isAllowed ? 201 : 403, JSON.stringify(headers));
    if (!isAllowed) assert.equal(await problemOf(response), 'cross-origin');
    assert.equal(seen.length, isAllowed ? 1 : 0);
  }
});

it('a page of an allowed origin may read every answer', async () => {
  const { create, send } = fixture({ allowOrigins: [app] });
  for (const response of [
    await create('k', { Origin: app }),
    await create('', { Origin: app }),
    await send(createPath, { method: 'PUT', headers: { Origin: app } }),
    await send('/other', { headers: { Origin: app } }),
  ]) {
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), app);
    assert.equal(response.headers.get('Access-Control-Allow-Credentials'), null);
    assert.match(
      response.headers.get('Access-Control-Expose-Headers') ?? '',
      /Idempotency-Replayed, Location, Retry-After/,
    );
    assert.equal(response.headers.get('Vary'), 'Origin');
  }
});

it('no other page may read one', async () => {
  const { send } = fixture({ allowOrigins: [app], allowCredentials: true });
  for (const headers of [{}, { Origin: 'https://evil.example' }, { Origin: 'null' }]) {
    const path = `${createPath}/an-id`;
    const response = await send(path, { headers: { ...headers, Authorization: 'Bearer alice' } });
    assert.equal(response.status, 404);
    const names = [...response.headers.keys()].filter((name) => name.startsWith('access-control'));
    assert.deepEqual([names, response.headers.get('Vary')], [[], 'Origin']);
  }
  const own = await fixture().create('k', { Origin: 'https://gateway.example' });
  assert.deepEqual([own.status, own.headers.get('Vary')], [201, null]);
});

it('answers preflights without asking the application', async () => {
  const { send, faults } = fixture({
    allowOrigins: [app],
    allowCredentials: true,
    allowHeaders: ['X-Session'],
    authorize: () => Promise.reject(new Error()),
  });
  const response = await send(createPath, { method: 'OPTIONS', headers: preflightHeaders });
  assert.deepEqual([response.status, faults.length], [204, 0]);
  assert.deepEqual(Object.fromEntries(response.headers), {
    'access-control-allow-credentials': 'true',
    'access-control-allow-headers':
      'Accept, Authorization, Content-Type, Idempotency-Key, x-installation_id, x-fingerprint, x-forwarded-for, x-location, X-Session',
    'access-control-allow-methods': 'POST',
    'access-control-allow-origin': app,
    'access-control-expose-headers':
      'Idempotency-Replayed, Location, Retry-After, X-Request-Id, Request-Id, X-Correlation-Id',
    'access-control-max-age': '600',
    'cache-control': 'no-store',
    vary: 'Origin',
    'x-content-type-options': 'nosniff',
  });
  for (const [init, status] of [
    [{ method: 'OPTIONS', headers: { ...preflightHeaders, Origin: 'https://evil.example' } }, 403],
    [{ method: 'OPTIONS', headers: { ...preflightHeaders, Origin: 'null' } }, 403],
    [{ method: 'OPTIONS', headers: { Origin: app } }, 405],
    [{ method: 'OPTIONS' }, 405],
  ] as [RequestInit, number][]) {
    assert.equal((await send(createPath, init)).status, status);
  }
  const read = await send(`${createPath}/x`, { method: 'OPTIONS', headers: preflightHeaders });
  assert.equal(read.headers.get('Access-Control-Allow-Methods'), 'GET');
});

it('405 names the method', async () => {
  const { send } = fixture();
  for (const [path, method, allow] of [
    [createPath, 'GET', 'POST, OPTIONS'],
    [`${createPath}/x`, 'POST', 'GET, OPTIONS'],
    [`${createPath}/x`, 'HEAD', 'GET, OPTIONS'],
  ] as const) {
    const response = await send(path, { method });
    assert.deepEqual([response.status, response.headers.get('Allow')], [405, allow]);
  }
});

it('serves the paths below its own', async () => {
  const { send } = fixture({ basePath: '/api/identification' });
  for (const [path, status] of [
    [`/api/identification${createPath}`, 201],
    [createPath, 404],
    [`/api/identifications${createPath}`, 404],
    [`/API/identification${createPath}`, 404],
    [`/x/api/identification${createPath}`, 404],
  ] as const) {
    assert.equal((await send(path, createInit('k'))).status, status, path);
  }
});
