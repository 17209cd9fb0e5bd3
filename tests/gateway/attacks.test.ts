// Attacks on the gateway, as bytes over a socket: all are refused, and none reaches the API.

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, beforeEach, it } from 'node:test';
import { createGateway, MemoryStore } from 'identification-chain/gateway';
import { createSandbox, type Sandbox } from 'identification-chain/sandbox';
import { type Served, serve } from 'identification-chain/sandbox/node';
import { createPath, principalOf, secret, token, validBody } from '../support/gateway.ts';

let sandbox: Sandbox;
let sent = 0;
let served: Served;

before(async () => {
  sandbox = createSandbox({ token });
  const gateway = createGateway({
    // bob's organization is his own.
    authorize: (request) => {
      const principal = principalOf(request);
      return principal === 'bob' ? { principal, orgId: 'bobs' } : principal;
    },
    token,
    secret,
    store: new MemoryStore(),
    orgId: 'acme',
    allowOrigins: ['https://app.example'],
    bodyTimeout: 500,
    baseUrl: 'https://api.example/v1',
    fetch: (request, init) => {
      sent += 1;
      return sandbox.fetch(request, init);
    },
  });
  served = await serve(gateway.fetch);
});
beforeEach(() => {
  sent = 0;
});
after(() => served?.close());

/** A request as it goes over the wire. */
interface Wire {
  readonly method?: string;
  readonly path?: string;
  /** Header lines that are added, or that replace those of the same name. */
  readonly headers?: readonly string[];
  /** The names of headers that are left out. */
  readonly without?: readonly string[];
  readonly body?: string;
  /** Whether the last byte never comes. */
  readonly stalls?: boolean;
}

const usualHeaders = [
  'Host: gateway.example',
  'Authorization: Bearer alice',
  'Content-Type: application/json',
  'Idempotency-Key: k',
];

function bytesOf({ method = 'POST', path = createPath, ...wire }: Wire): string {
  const { headers = [], without = [], body = validBody, stalls = false } = wire;
  const nameOf = (line: string) => line.slice(0, line.indexOf(':'));
  const replaced = [...headers.map(nameOf), ...without];
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  const usual = [...usualHeaders, length].filter((line) => !replaced.includes(nameOf(line)));
  const head = [`${method} ${path} HTTP/1.1`, ...usual, ...headers, 'Connection: close'];
  return `${head.join('\r\n')}\r\n\r\n${stalls ? body.slice(0, -1) : body}`;
}

/** Sends bytes, and returns the status of the answer with its problem. 0 if there is no answer. */
function exchange(bytes: string): Promise<[status: number, problem: string | undefined]> {
  const { hostname, port } = new URL(served.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    const end = () => {
      socket.destroy();
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
      resolve([status, /"urn:identification-chain:problem:([a-z-]+)"/.exec(answer)?.[1]]);
    };
    socket.setEncoding('latin1');
    socket.on('data', (part) => {
      answer += part;
    });
    socket.on('error', end);
    socket.on('close', end);
    socket.write(bytes);
  });
}

it('a request like those below is answered', async () => {
  const before = sandbox.ledger.length;
  assert.deepEqual(await exchange(bytesOf({})), [201, undefined]);
  assert.deepEqual([sandbox.ledger.length - before, sent], [1, 1]);
});

const chain = '/orgs/acme/identifications/chain';
const header = (line: string): Wire => ({ headers: [line] });
const close = (path: string): Wire => ({ path, body: '', without: ['Content-Type'] });

/** The attacks, each with the status and the problem of its answer. Node refuses those without one. */
const attacks: readonly [name: string, wire: Wire, status: number, problem?: string][] = [
  [
    'traversal out of the organization',
    close(`${chain}/../../../orgs/other/x/close`),
    404,
    'not-found',
  ],
  ['traversal into another operation', close(`${chain}/x/../../admin/close`), 404, 'not-found'],
  ['traversal in an id', close(`${chain}/../close`), 404, 'not-found'],
  ['encoded dots', close(`${chain}/%2e%2e/close`), 404, 'not-found'],
  ['encoded dots, upper case', close(`${chain}/%2E%2E/close`), 404, 'not-found'],
  ['encoded slash', close(`${chain}/x%2Fy/close`), 404, 'not-found'],
  ['encoded slash, lower case', close(`${chain}/x%2fy/close`), 404, 'not-found'],
  ['encoded traversal', close(`${chain}/..%2F..%2Fadmin/close`), 404, 'not-found'],
  ['encoded backslash', close(`${chain}/x%5Cy/close`), 404, 'not-found'],
  ['backslash', close(`${chain}\\x\\close`), 400],
  ['double encoding', close(`${chain}/%252e%252e%252fadmin/close`), 404, 'not-found'],
  ['overlong UTF-8', close(`${chain}/%C0%AE%C0%AE/close`), 404, 'not-found'],
  ['invalid percent', close(`${chain}/%zz/close`), 404, 'not-found'],
  ['NUL', close(`${chain}/x%00/close`), 404, 'not-found'],
  ['line break in an id', close(`${chain}/x%0D%0AX-Admin:%201/close`), 404, 'not-found'],
  ['query in an id', close(`${chain}/x%3Fadmin=1/close`), 404, 'not-found'],
  ['fragment in an id', close(`${chain}/x%23/close`), 404, 'not-found'],
  ['path parameters', close(`${chain}/x;admin=1/close`), 404, 'not-found'],
  [
    'another spelling of an id',
    close(`/orgs/%61cme/identifications/chain/x/close`),
    404,
    'not-found',
  ],
  ['empty segment', close(`${chain}//close`), 404, 'not-found'],
  ['doubled slash', { path: `/${chain}` }, 404, 'not-found'],
  ['trailing slash', { path: `${chain}/` }, 404, 'not-found'],
  ['another case', { path: chain.toUpperCase() }, 404, 'not-found'],
  ['query', { path: `${chain}?org_id=other` }, 404, 'not-found'],
  ['id of 4 KB', close(`${chain}/${'x'.repeat(4096)}/close`), 400, 'invalid-request'],
  ['absolute URL of another host', { path: `http://evil.example/admin` }, 404, 'not-found'],
  ['asterisk', { method: 'OPTIONS', path: '*', body: '' }, 400],
  ['CONNECT', { method: 'CONNECT', path: 'api.example:443', body: '' }, 0],
  ['TRACE', { method: 'TRACE', body: '', without: ['Content-Length'] }, 405, 'method-not-allowed'],
  ['PUT', { method: 'PUT' }, 405, 'method-not-allowed'],
  ['DELETE', { method: 'DELETE', body: '' }, 405, 'method-not-allowed'],
  [
    'method override',
    { method: 'PATCH', headers: ['X-HTTP-Method-Override: POST'] },
    405,
    'method-not-allowed',
  ],
  ['forged organization', { path: '/orgs/other/identifications/chain' }, 403, 'other-organization'],
  ['prototype name', { path: '/orgs/__proto__/identifications/chain' }, 403, 'other-organization'],
  [
    'organization of a header',
    { path: '/orgs/other/identifications/chain', headers: ['X-Org-Id: other'] },
    403,
    'other-organization',
  ],
  ["another caller's organization", header('Authorization: Bearer bob'), 403, 'other-organization'],
  ['nobody', header('Authorization: Bearer mallory'), 403, 'forbidden'],
  ['no caller', { without: ['Authorization'] }, 403, 'forbidden'],
  [
    'two callers',
    { headers: ['Authorization: Bearer mallory', 'Authorization: Bearer alice'] },
    403,
    'forbidden',
  ],
  ["the API's own credential", header(`Authorization: Bearer ${token}`), 403, 'forbidden'],
  ['cross-origin', header('Origin: https://evil.example'), 403, 'cross-origin'],
  ['null origin', header('Origin: null'), 403, 'cross-origin'],
  [
    'null origin of the same site',
    { headers: ['Origin: null', 'Sec-Fetch-Site: same-origin'] },
    403,
    'cross-origin',
  ],
  ['origin with a suffix', header('Origin: https://app.example.evil.example'), 403, 'cross-origin'],
  ['origin of another scheme', header('Origin: http://app.example'), 403, 'cross-origin'],
  ['origin of another port', header('Origin: https://app.example:8443'), 403, 'cross-origin'],
  [
    'two origins',
    { headers: ['Origin: https://app.example', 'Origin: https://evil.example'] },
    403,
    'cross-origin',
  ],
  ['cross-site', header('Sec-Fetch-Site: cross-site'), 403, 'cross-origin'],
  ['same-site', header('Sec-Fetch-Site: same-site'), 403, 'cross-origin'],
  [
    'cross-site with the host as origin',
    { headers: ['Sec-Fetch-Site: cross-site', 'Origin: https://gateway.example'] },
    403,
    'cross-origin',
  ],
  [
    'forwarded host',
    { headers: ['Origin: https://evil.example', 'X-Forwarded-Host: evil.example'] },
    403,
    'cross-origin',
  ],
  [
    'preflight of another origin',
    {
      method: 'OPTIONS',
      headers: ['Origin: https://evil.example', 'Access-Control-Request-Method: POST'],
      body: '',
    },
    403,
    'cross-origin',
  ],
  ['no content type', { without: ['Content-Type'] }, 415, 'content-type'],
  ['form', header('Content-Type: application/x-www-form-urlencoded'), 415, 'content-type'],
  ['text', header('Content-Type: text/plain'), 415, 'content-type'],
  [
    'text that names JSON',
    header('Content-Type: text/plain; application/json'),
    415,
    'content-type',
  ],
  [
    'JSON with more after it',
    header('Content-Type: application/json, text/plain'),
    415,
    'content-type',
  ],
  [
    'two content types',
    { headers: ['Content-Type: application/json', 'Content-Type: application/json'] },
    415,
    'content-type',
  ],
  ['UTF-16', header('Content-Type: application/json; charset=utf-16'), 415, 'content-type'],
  ['content type with an accent', header('Content-Type: application/jsön'), 415, 'content-type'],
  ['gzip', header('Content-Encoding: gzip'), 415, 'content-encoding'],
  ['identity', header('Content-Encoding: identity'), 415, 'content-encoding'],
  ['no key', { without: ['Idempotency-Key'] }, 400, 'key-missing'],
  ['two keys', { headers: ['Idempotency-Key: a', 'Idempotency-Key: b'] }, 400, 'key-invalid'],
  ['one key twice', { headers: ['Idempotency-Key: a', 'Idempotency-Key: a'] }, 400, 'key-invalid'],
  ['two quoted keys', header('Idempotency-Key: "a", "b"'), 400, 'key-invalid'],
  ['key of 2 KB', header(`Idempotency-Key: ${'k'.repeat(2048)}`), 400, 'key-invalid'],
  ['header injection by NUL', header('Idempotency-Key: a\0X-Admin: 1'), 400],
  ['header injection by a bare line feed', header('Idempotency-Key: a\nX-Admin: 1\r'), 400],
  ['folded header', header('Idempotency-Key: a\r\n b'), 400],
  ['space before the colon', header('Content-Length : 5'), 400],
  ['two lengths', { headers: ['Content-Length: 5', 'Content-Length: 6'] }, 400],
  [
    'length and chunks',
    { headers: ['Content-Length: 5', 'Transfer-Encoding: chunked'], body: '0\r\n\r\n' },
    400,
  ],
  ['a length with a plus sign', { headers: ['Content-Length: +5'] }, 400],
  [
    'chunked twice',
    { headers: ['Transfer-Encoding: chunked, identity'], without: ['Content-Length'] },
    400,
  ],
  [
    'chunk length with a sign',
    {
      headers: ['Transfer-Encoding: chunked'],
      without: ['Content-Length'],
      body: '+5\r\nhello\r\n0\r\n\r\n',
    },
    400,
  ],
  [
    'a request after a short length',
    { headers: ['Content-Length: 2'], body: `{}POST ${chain} HTTP/1.1\r\nHost: x\r\n\r\n` },
    400,
  ],
  ['declared 65,537 bytes', { body: ' '.repeat(65_537) }, 413, 'body-too-large'],
  ['declared a terabyte', header('Content-Length: 1099511627776'), 413, 'body-too-large'],
  [
    'chunks of 65,537 bytes',
    {
      headers: ['Transfer-Encoding: chunked'],
      without: ['Content-Length'],
      body: `10001\r\n${' '.repeat(65_537)}\r\n0\r\n\r\n`,
    },
    413,
    'body-too-large',
  ],
  ['a body that never ends', { stalls: true }, 408, 'body-timeout'],
  [
    'a body that breaks off',
    { headers: ['Transfer-Encoding: chunked'], without: ['Content-Length'], body: '5\r\nhel' },
    408,
    'body-timeout',
  ],
  ['a body where there is none', { path: `${chain}/x/close` }, 400, 'unexpected-body'],
  ['100 KB of headers', { headers: [`X-Large: ${'x'.repeat(100_000)}`] }, 431],
  ['no body', { body: '' }, 400, 'invalid-request'],
  ['not JSON', { body: '<xml/>' }, 400, 'invalid-request'],
  ['a byte order mark', { body: `\uFEFF${validBody}` }, 400, 'invalid-request'],
  ['two bodies', { body: validBody + validBody }, 400, 'invalid-request'],
  [
    'a duplicate key',
    { body: validBody.replace('{', '{"expires_in":"PT1M",') },
    400,
    'invalid-request',
  ],
  [
    'only prototype names',
    { body: `{"__proto__":${validBody},"constructor":{}}` },
    400,
    'invalid-request',
  ],
  ['deep nesting', { body: '['.repeat(30_000) }, 400, 'invalid-request'],
];

for (const [name, wire, status, problem] of attacks) {
  it(`refuses ${name}`, async () => {
    const before = sandbox.ledger.length;
    assert.deepEqual(await exchange(bytesOf(wire)), [status, problem]);
    assert.deepEqual([sandbox.ledger.length - before, sent], [0, 0]);
  });
}

it("another principal's key gives nothing of the first answer", async () => {
  const key = 'Idempotency-Key: alices';
  assert.deepEqual(await exchange(bytesOf(header(key))), [201, undefined]);
  const { id = '' } = sandbox.ledger.at(-1) ?? {};
  const response = await fetch(`${served.url}/orgs/bobs/identifications/chain`, {
    method: 'POST',
    headers: {
      Authorization: 'Bearer bob',
      'Content-Type': 'application/json',
      'Idempotency-Key': 'alices',
    },
    body: validBody,
  });
  assert.equal(response.headers.get('Idempotency-Replayed'), null);
  assert.ok(!(await response.text()).includes(id));
});
