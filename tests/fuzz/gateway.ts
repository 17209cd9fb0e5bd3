// Sends any request line, headers and body to a gateway. It never rejects, answers only documented
// problems without a secret or a value of a request, and sends only what the core accepts.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { check } from 'identification-chain/core';
import { problems } from '../../www/gateway/problems.ts';
import { fixture, principalOf, type Seen, secret, token, validBody } from '../support/gateway.ts';
import { fuzz } from './endless.ts';

/** A value of a body that no answer may hold. */
const canary = 'c4n4ry';

const chain = '/orgs/acme/identifications/chain';
const segments = [
  'orgs',
  'acme',
  '-',
  'other',
  'identifications',
  'chain',
  '42',
  'cancel',
  'close',
  'validate',
  '',
  '.',
  '..',
  '%2e%2e',
  '%2F',
  '%2f',
  '%5C',
  '%00',
  '%0d%0a',
  '%',
  '%25',
  'a%20b',
  'ñ',
  '%C3%B1',
];
const path = fc.oneof(
  fc.constantFrom(
    ...['', '/42', '/42/cancel', '/42/close', '/42/validate', '/a%20b/close'].map(
      (end) => chain + end,
    ),
  ),
  fc.array(fc.constantFrom(...segments), { maxLength: 8 }).map((parts) => `/${parts.join('/')}`),
  fc
    .tuple(fc.constantFrom(...segments), fc.constantFrom('', '/cancel', '/close', '/validate'))
    .map(([id, end]) => `${chain}/${id}${end}`),
  fc.webPath(),
);
const query = fc.constantFrom('', '', '', '', '?', '?x=1', '#x', '?%00');

const names = [
  'Content-Type',
  'Content-Length',
  'Content-Encoding',
  'Idempotency-Key',
  'Authorization',
  'Origin',
  'Host',
  'Sec-Fetch-Site',
  'Access-Control-Request-Method',
  'X-Forwarded-For',
  'x-installation_id',
  'x-fingerprint',
  'x-forwarded-for',
  'x-location',
  'Cookie',
  'User-Agent',
  'Transfer-Encoding',
  'Retry-After',
  'Forwarded',
];
const value = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '2',
    '1e3',
    '-1',
    '0x10',
    'application/json',
    'application/json;charset=utf-8',
    'text/plain',
    'gzip',
    'identity',
    '"k"',
    'k',
    'k'.repeat(300),
    'Bearer alice',
    'Bearer bob',
    'null',
    'https://app.example',
    'https://evil.example',
    'cross-site',
    'same-origin',
    'POST',
  ),
  fc.string({ unit: 'binary-ascii', maxLength: 20 }),
);
const usual = {
  Authorization: 'Bearer alice',
  'Content-Type': 'application/json',
  'Idempotency-Key': 'k',
};
const headers = fc
  .tuple(
    fc.subarray(Object.keys(usual), { minLength: 1 }),
    fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 3 }),
  )
  .map(([kept, added]) => ({
    ...Object.fromEntries(Object.entries(usual).filter(([name]) => kept.includes(name))),
    ...added,
  }));

const body = fc.oneof(
  fc.constantFrom(validBody, validBody, '{}', '', `{"reason":"${canary}"}`, `{"reason":7}`),
  fc.constant(validBody.replace('James', canary)),
  // Bodies that are one edit away from a valid one.
  fc
    .tuple(fc.nat(validBody.length), fc.nat(3), fc.string({ unit: 'binary', maxLength: 3 }))
    .map(([at, removed, added]) => {
      const named = validBody.replace('James', canary);
      return named.slice(0, at) + added + named.slice(at + removed);
    }),
  fc.uint8Array({ maxLength: 40 }),
  fc.json(),
);

const input = fc.record({
  method: fc.oneof(
    { weight: 6, arbitrary: fc.constant('POST') },
    {
      weight: 3,
      arbitrary: fc.constantFrom('GET', 'OPTIONS', 'PUT', 'HEAD', 'DELETE', 'post', 'X'),
    },
  ),
  path,
  query,
  headers,
  body,
  answer: fc.constantFrom(201, 204, 200, 400, 401, 404, 408, 429, 500, 503, 302, 0),
});

/** A request, and the status of the API's answer to it; 0 if it does not answer. */
type Given = typeof input extends fc.Arbitrary<infer Value> ? Value : never;

/** The request; nothing if the platform itself refuses it. */
function requestOf({ method, path, query, headers, body }: Given): Request | undefined {
  try {
    const isBodiless = method === 'GET' || method === 'HEAD';
    const init = { method, headers, ...(!isBodiless && { body }) };
    return new Request(`https://gateway.example${path}${query}`, init);
  } catch {
    return undefined;
  }
}

const types = Object.keys(problems).map((name) => `urn:identification-chain:problem:${name}`);

/** Tests a request that reached the API. */
function testSent({ method, url, headers, body }: Seen): void {
  const route =
    /^https:\/\/api\.example\/v1\/orgs\/(acme|bobs)\/identifications\/chain(?:\/((?!\.{1,2}(?:\/|$))[\w.~%-]+)(\/cancel|\/close|\/validate)?)?$/.exec(
      url,
    );
  assert.ok(route, `an unknown URL: ${url}`);
  const [, , id, verb = ''] = route;
  assert.equal(method, id !== undefined && verb === '' ? 'GET' : 'POST');
  assert.equal(headers['authorization'], `Bearer ${token}`);
  const allowed = ['accept', 'authorization', 'content-type', 'user-agent', 'x-installation_id'];
  const device = ['x-fingerprint', 'x-forwarded-for', 'x-location'];
  for (const name of Object.keys(headers)) assert.ok([...allowed, ...device].includes(name), name);
  if (id === undefined) assert.ok(check('createChain', body).valid, 'a body that the core refuses');
  else if (verb === '/cancel') assert.ok(body === '' || check('cancelChain', body).valid);
  else assert.equal(body, '');
}

async function testAnswer(response: Response, isFromApi: boolean): Promise<void> {
  const text = await response.text();
  const all = `${text}${JSON.stringify([...response.headers])}`;
  for (const hidden of [token, secret, canary]) {
    assert.ok(!all.includes(hidden), 'an answer holds a secret, or a value of the request');
  }
  assert.equal(response.headers.get('Cache-Control'), 'no-store');
  if (response.headers.get('Content-Type') === 'application/problem+json') {
    const { type, status } = JSON.parse(text);
    assert.ok(types.includes(type), `an unknown problem: ${type}`);
    assert.equal(status, response.status);
  } else {
    const isPreflight = response.status === 204 && text === '';
    assert.ok(isFromApi || isPreflight, `${response.status} is no problem`);
  }
}

async function test(given: Given): Promise<void> {
  const request = requestOf(given);
  if (request === undefined) return;
  const seen: Seen[] = [];
  const { gateway } = fixture({
    authorize: (incoming) => {
      const principal = principalOf(incoming);
      return principal === 'bob' ? { principal, orgId: 'bobs' } : principal;
    },
    allowOrigins: ['https://app.example'],
    fetch: async (sent) => {
      const { method, url, headers } = sent;
      seen.push({ method, url, headers: Object.fromEntries(headers), body: await sent.text() });
      if (given.answer === 0) throw new Error(`${token} ${canary}`);
      const isEmpty = given.answer === 204;
      return new Response(isEmpty ? null : '{"id":"x"}', {
        status: given.answer,
        headers: { 'Content-Type': 'application/json', 'Set-Cookie': canary },
      });
    },
  });
  const response = await gateway.fetch(request);
  seen.forEach(testSent);
  assert.ok(seen.length < 2, 'one request became two');
  await testAnswer(response, seen.length > 0);
}

await fuzz(fc.asyncProperty(input, test));
