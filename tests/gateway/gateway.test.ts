// Tests what the gateway sends and answers, in front of a sandbox.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceAccount } from 'identification-chain/auth';
import { MemoryStore } from 'identification-chain/gateway';
import {
  createInit,
  createPath,
  type Fixture,
  fixture,
  problemOf,
  type Seen,
  token,
  validBody,
  wrongBody,
} from '../support/gateway.ts';

const alice = { Authorization: 'Bearer alice' };

/** The id in an answer, as the sandbox names it. */
async function idOf(response: Response): Promise<string> {
  const body = (await response.json()) as { identification_chain_id: string };
  return body.identification_chain_id;
}

/** Creates a chain, and returns its path. */
async function createdPath({ create }: Fixture): Promise<string> {
  return `${createPath}/${await idOf(await create('a-key'))}`;
}

it('sends the bytes that arrived, with the credential and an allow-list of headers', async () => {
  const { create, seen } = fixture();
  const response = await create('k', {
    Cookie: 'session=1',
    'X-Sandbox-Fault': 'status=500',
    'X-Forwarded-Host': 'evil.example',
    'Proxy-Authorization': 'Basic x',
    'X-Anything': '1',
  });
  assert.equal(response.status, 201);
  const [{ headers, ...rest } = {} as Partial<Seen>] = seen;
  assert.deepEqual(rest, {
    method: 'POST',
    url: 'https://api.example/v1/orgs/acme/identifications/chain',
    body: validBody,
  });
  assert.deepEqual(Object.keys(headers ?? {}).sort(), [
    'accept',
    'authorization',
    'content-type',
    'user-agent',
  ]);
  assert.equal(headers?.['authorization'], `Bearer ${token}`);
});

it('answers an allow-list of headers, and forbids to store the answer', async () => {
  const { create } = fixture({
    fetch: async () =>
      Response.json(
        { id: '1' },
        {
          status: 201,
          headers: {
            'Set-Cookie': 'admin=1',
            Location: '/v1/x/1',
            'X-Request-Id': 'r1',
            Server: 'secret/1',
            Connection: 'close',
            'Cache-Control': 'public',
          },
        },
      ),
  });
  const { headers } = await create('k');
  assert.deepEqual(Object.fromEntries(headers), {
    'cache-control': 'no-store',
    'content-type': 'application/json',
    location: '/v1/x/1',
    'x-content-type-options': 'nosniff',
    'x-request-id': 'r1',
  });
});

it('does every operation', async () => {
  const own = fixture();
  const path = await createdPath(own);
  const device = { 'x-installation_id': 'i', 'x-fingerprint': 'f', 'x-forwarded-for': '192.0.2.1' };
  for (const [suffix, init, status] of [
    ['', { headers: alice }, 200],
    ['/validate', { method: 'POST', headers: { ...alice, ...device } }, 204],
    ['/validate', { method: 'POST', headers: alice }, 400],
    ['/cancel', { method: 'POST', headers: alice, body: '{"reason":1}' }, 415],
    [
      '/cancel',
      {
        method: 'POST',
        headers: { ...alice, 'Content-Type': 'application/json' },
        body: '{"reason":1}',
      },
      400,
    ],
    ['/cancel', { method: 'POST', headers: alice }, 204],
    ['/close', { method: 'POST', headers: alice }, 409],
  ] as [string, RequestInit, number][]) {
    assert.equal((await own.send(path + suffix, init)).status, status, suffix);
  }
});

it('answers the issues of a body, without its values, and sends nothing', async () => {
  const { send, seen } = fixture();
  const response = await send(createPath, { ...createInit('k'), body: wrongBody });
  assert.equal(response.status, 400);
  assert.equal(response.headers.get('Content-Type'), 'application/problem+json');
  const text = await response.text();
  const { type, issues } = JSON.parse(text);
  assert.equal(type, 'urn:identification-chain:problem:invalid-request');
  assert.deepEqual(
    issues.map(({ rule, path }: { rule: string; path: string }) => [rule, path]),
    [
      ['check-letter', '/actor/identity_document/document_number'],
      ['phone-length', '/actor/msisdn/phone_number'],
      ['duration', '/expires_in'],
    ],
  );
  for (const value of ['12345678A', 'James', 'example@email.com', '6123456789']) {
    assert.ok(!text.includes(value), value);
  }
  assert.equal(seen.length, 0);
});

it('answers the id of an answer that may not go back', async () => {
  const headers = { 'Content-Type': 'text/html' };
  for (const answer of [
    () => new Response('{"id":"1"}', { status: 201, headers }),
    () => new Response(null, { status: 201, headers: { Location: '/v1/chains/1' } }),
  ]) {
    const response = await fixture({ fetch: async () => answer() }).create('k');
    assert.deepEqual(
      [response.status, await response.json()],
      [201, { identification_chain_id: '1' }],
    );
  }
});

it('a page that a proxy answers stays behind the gateway', async () => {
  const { create } = fixture({
    fetch: async () =>
      new Response('<script>1</script>', { status: 400, headers: { 'Content-Type': 'text/html' } }),
  });
  const response = await create('k');
  assert.deepEqual(
    [response.status, response.headers.get('Content-Type'), await response.text()],
    [400, null, ''],
  );
});

it('a gateway that fails after it sent a create does not know the outcome', async () => {
  const headers = {
    get(): never {
      throw new Error('hunter2');
    },
  };
  const answer = { status: 201, headers, body: null, ok: true } as unknown as Response;
  const { 'Idempotency-Key': _, ...without } = createInit('k').headers as Record<string, string>;
  for (const sent of [createInit('k').headers, without]) {
    const { send, faults } = fixture({ fetch: async () => answer, requireKey: false });
    const response = await send(createPath, { ...createInit('k'), headers: sent as HeadersInit });
    assert.deepEqual([response.status, await problemOf(response)], [502, 'outcome-unknown']);
    assert.equal(faults.length, 1);
    assert.ok(!JSON.stringify(faults).includes('hunter2'));
  }
});

it('repeats the first answer to a key, bare or quoted', async () => {
  const { create, sandbox } = fixture();
  const first = await create('key-1');
  const id = await idOf(first);
  for (const key of ['key-1', '"key-1"']) {
    const repeat = await create(key);
    assert.equal(repeat.status, 201);
    assert.equal(repeat.headers.get('Idempotency-Replayed'), 'true');
    assert.equal(repeat.headers.get('Location'), first.headers.get('Location'));
    assert.deepEqual(await repeat.json(), { identification_chain_id: id });
  }
  assert.equal(first.headers.get('Idempotency-Replayed'), null);
  assert.equal(sandbox.ledger.length, 1);
});

it('keeps whole answers if it is told to', async () => {
  const { create } = fixture({ keepAnswers: true });
  const first = await (await create('k')).text();
  const repeat = await create('k');
  assert.equal(repeat.headers.get('Idempotency-Replayed'), 'true');
  assert.equal(await repeat.text(), first);
});

it('another principal has other keys', async () => {
  const { create, sandbox } = fixture();
  const ids = [];
  for (const principal of ['alice', 'bob']) {
    const response = await create('same', { Authorization: `Bearer ${principal}` });
    assert.equal(response.headers.get('Idempotency-Replayed'), null);
    ids.push(await idOf(response));
  }
  assert.notEqual(ids[0], ids[1]);
  assert.equal(sandbox.ledger.length, 2);
});

it('an answer is read at once if it says that it is small, and by its parts otherwise', async (t) => {
  const most = 4 * 1024 * 1024;
  for (const [headers, isAtOnce] of [
    [{}, false],
    [{ 'Content-Length': '16' }, true],
    [{ 'Content-Length': `${most}` }, true],
    [{ 'Content-Length': `${most + 1}` }, false],
    [{ 'Content-Length': '16', 'Content-Encoding': 'gzip' }, false],
  ] as const) {
    const answer = Response.json({ id: 'chain-1' }, { status: 201, headers });
    const atOnce = t.mock.method(answer, 'arrayBuffer');
    const { status } = await fixture({ fetch: async () => answer }).create('k');
    assert.deepEqual([status, atOnce.mock.callCount()], [201, isAtOnce ? 1 : 0]);
  }
});

it('200 creates with one key make one chain', async () => {
  const api = { requests: 0, answer: () => {} };
  const { create } = fixture({
    fetch: () => {
      api.requests += 1;
      return new Promise((resolve) => {
        api.answer = () => resolve(Response.json({ id: 'chain-1' }, { status: 201 }));
      });
    },
  });
  let refused = 0;
  const creates = Array.from({ length: 200 }, async () => {
    const response = await create('k');
    if (response.status !== 409) return response.status;
    assert.equal(response.headers.get('Retry-After'), '1');
    assert.equal(await problemOf(response), 'key-in-progress');
    refused += 1;
    if (refused === 199) api.answer();
    return 409;
  });
  assert.deepEqual((await Promise.all(creates)).sort(), [201, ...Array(199).fill(409)]);
  assert.equal(api.requests, 1);
});

it('a key with another body is refused', async () => {
  const { create, send, seen } = fixture();
  await create('k');
  const response = await send(createPath, { ...createInit('k'), body: `${validBody} ` });
  assert.deepEqual([response.status, await problemOf(response)], [422, 'key-reused']);
  assert.equal(seen.length, 1);
});

it('takes exactly one valid key', async () => {
  for (const [key, name] of [
    ['', 'key-invalid'],
    ['a, b', 'key-invalid'],
    ['a,b', 'key-invalid'],
    ['"a", "b"', 'key-invalid'],
    ['"a"; q=1', 'key-invalid'],
    ['"a', 'key-invalid'],
    ['a"b', 'key-invalid'],
    ['a b', 'key-invalid'],
    ['"a b"', 'key-invalid'],
    ['""', 'key-invalid'],
    ['é', 'key-invalid'],
    ['k'.repeat(256), 'key-invalid'],
  ] as const) {
    const { create, seen } = fixture();
    const response = await create(key);
    assert.deepEqual([response.status, await problemOf(response)], [400, name], key);
    assert.equal(seen.length, 0);
  }
  const { create, sandbox } = fixture();
  for (const key of ['__proto__', '"__proto__"', 'k'.repeat(255), '"a\\"b\\\\"']) {
    assert.equal((await create(key)).status, 201, key);
  }
  assert.equal(sandbox.ledger.length, 3);
});

it('needs a key, unless it is told otherwise', async () => {
  const init = createInit('k');
  const { 'Idempotency-Key': _, ...headers } = init.headers as Record<string, string>;
  const strict = fixture();
  const response = await strict.send(createPath, { ...init, headers });
  assert.deepEqual([response.status, await problemOf(response)], [400, 'key-missing']);
  assert.equal(strict.seen.length, 0);
  const lenient = fixture({ requireKey: false });
  assert.equal((await lenient.send(createPath, { ...init, headers })).status, 201);
});

it('refuses headers of more than 16 KB', async () => {
  const { create, seen } = fixture();
  const response = await create('k', { 'X-Large': 'x'.repeat(100_000) });
  assert.deepEqual([response.status, await problemOf(response)], [431, 'headers-too-large']);
  assert.equal(seen.length, 0);
  assert.equal((await create('k', { 'X-Large': 'x'.repeat(16_000) })).status, 201);
});

it('refuses a body whose length is ambiguous or wrong', async () => {
  const length = validBody.length;
  for (const [headers, name] of [
    [{ 'Content-Length': `${length}`, 'Transfer-Encoding': 'chunked' }, 'ambiguous-length'],
    [{ 'Content-Length': `${length}, ${length}` }, 'ambiguous-length'],
    [{ 'Content-Length': `+${length}` }, 'ambiguous-length'],
    [{ 'Content-Length': '0x9' }, 'ambiguous-length'],
    [{ 'Content-Length': '-1' }, 'ambiguous-length'],
    [{ 'Content-Length': '' }, 'ambiguous-length'],
    [{ 'Content-Length': `${length - 1}` }, 'ambiguous-length'],
    [{ 'Content-Length': `${length + 1}` }, 'body-incomplete'],
    [{ 'Content-Length': '65537' }, 'body-too-large'],
  ] as [Record<string, string>, string][]) {
    const { create, seen } = fixture();
    const response = await create('k', headers);
    assert.equal(await problemOf(response), name, JSON.stringify(headers));
    assert.equal(seen.length, 0);
  }
  const { create } = fixture();
  assert.equal((await create('k', { 'Content-Length': `${length}` })).status, 201);
});

it('the outcome of a create is told as it is known', async () => {
  for (const [fault, status, name, chains, repeat] of [
    [{ reset: 'after' }, 502, 'outcome-unknown', 1, 502],
    [{ reset: 'before' }, 502, 'outcome-unknown', 0, 502],
    [{ status: 500 }, 502, 'outcome-unknown', 0, 502],
    [{ status: 302 }, 502, 'outcome-unknown', 0, 502],
    [{ latency: 500 }, 504, 'outcome-unknown', 0, 504],
    [{ status: 503 }, 502, 'outcome-unknown', 0, 502],
    [{ status: 503, headers: { 'Retry-After': '7' } }, 503, 'upstream-unavailable', 1, 201],
    [{ status: 401 }, 502, 'credential-refused', 1, 201],
  ] as const) {
    const { create, sandbox, seen, faults } = fixture({ timeout: 100 });
    sandbox.fail(fault);
    const response = await create('k');
    const label = JSON.stringify(fault);
    assert.deepEqual([response.status, await problemOf(response)], [status, name], label);
    const before = seen.length;
    const second = await create('k');
    assert.equal(second.status, repeat, label);
    if (repeat !== 201) {
      assert.equal(await problemOf(second), 'outcome-unknown');
      assert.equal(seen.length, before);
    }
    assert.equal(sandbox.ledger.length, chains, label);
    assert.ok(!JSON.stringify(faults).includes(token));
  }
});

it('passes the refusals of the API', async () => {
  for (const status of [400, 403, 404, 409, 422, 429]) {
    const { create, sandbox } = fixture();
    sandbox.fail({ status, headers: { 'Retry-After': '7' } });
    const response = await create('k');
    assert.deepEqual([response.status, response.headers.get('Retry-After')], [status, '7']);
    assert.equal((await create('k')).status, 201);
  }
});

it('a create without a key has an unknown outcome, too', async () => {
  const init = createInit('k');
  const { 'Idempotency-Key': _, ...headers } = init.headers as Record<string, string>;
  for (const [fault, status, name] of [
    [{ reset: 'after' }, 502, 'outcome-unknown'],
    [{ status: 500 }, 502, 'outcome-unknown'],
    [{ latency: 500 }, 504, 'outcome-unknown'],
    [{ status: 503, headers: { 'Retry-After': '7' } }, 503, 'upstream-unavailable'],
  ] as const) {
    const { send, sandbox } = fixture({ requireKey: false, timeout: 100 });
    sandbox.fail(fault);
    const response = await send(createPath, { ...init, headers });
    assert.deepEqual([response.status, await problemOf(response)], [status, name]);
  }
});

it('an answer of the API without an end, or one that stalls, is read up to a limit', async () => {
  const megabyte = new Uint8Array(2 ** 20);
  for (const parts of [Number.POSITIVE_INFINITY, 2]) {
    let read = 0;
    const answer = new ReadableStream({
      pull: (stream) => {
        read += 1;
        stream.enqueue(megabyte);
        return read < parts ? undefined : new Promise(() => {});
      },
    });
    const fetch = async () => new Response(answer, { status: 201 });
    const response = await fixture({ fetch, timeout: 2_000 }).create('k');
    assert.deepEqual([response.status, await problemOf(response)], [502, 'id-lost']);
    assert.ok(read <= 6, `${read} MB were read`);
  }
});

it('an operation that may be repeated fails with Retry-After', async () => {
  for (const [fault, status, name] of [
    [{ reset: 'before' }, 502, 'upstream-failed'],
    [{ status: 500 }, 502, 'upstream-failed'],
    [{ status: 302 }, 502, 'upstream-failed'],
    [{ status: 503 }, 503, 'upstream-unavailable'],
    [{ status: 504 }, 504, 'upstream-timeout'],
    [{ latency: 500 }, 504, 'upstream-timeout'],
  ] as const) {
    const own = fixture({ timeout: 100 });
    const path = await createdPath(own);
    own.sandbox.fail(fault);
    const response = await own.send(`${path}/close`, { method: 'POST', headers: alice });
    assert.deepEqual([response.status, await problemOf(response)], [status, name]);
    assert.equal(response.headers.get('Retry-After'), '1');
  }
});

it('a client that goes away does not cancel a create', async () => {
  const { gateway, create, sandbox } = fixture();
  sandbox.fail({ latency: 100 });
  const controller = new AbortController();
  const init = { ...createInit('k'), signal: controller.signal };
  const kept: Promise<unknown>[] = [];
  const waitUntil = (work: Promise<unknown>) => void kept.push(work);
  const request = new Request(`https://gateway.example${createPath}`, init);
  void gateway.fetch(request, {}, { waitUntil });
  await sleep(50);
  controller.abort();
  await Promise.all(kept);
  assert.deepEqual([kept.length, sandbox.ledger.length], [1, 1]);
  assert.equal((await create('k')).headers.get('Idempotency-Replayed'), 'true');
});

it('gets another token once if the API refuses the first', async () => {
  const tokens = ['old', token];
  const rejections: unknown[] = [];
  const { create, seen } = fixture({
    token: ({ rejected }) => {
      rejections.push(rejected);
      return tokens.shift() ?? token;
    },
  });
  assert.equal((await create('k')).status, 201);
  assert.deepEqual([rejections, seen.length], [[undefined, 'old'], 2]);
});

it('sends the token of a service account, and asks for it once', async () => {
  let exchanges = 0;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const account = serviceAccount(
    {
      client_email: 'admin@acme.example',
      private_key_id: 'key-1',
      private_key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    },
    {
      tokenUrl: 'https://auth.example/oauth2/token',
      fetch: async () => {
        exchanges += 1;
        return Response.json({ access_token: token, expires_in: 3600 });
      },
    },
  );
  const { create, seen } = fixture({ token: account });
  const answers = await Promise.all([create('k'), create('l')]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 201],
  );
  assert.deepEqual(
    seen.map(({ headers }) => headers['authorization']),
    [`Bearer ${token}`, `Bearer ${token}`],
  );
  assert.equal(exchanges, 1);
});

it('a token source that fails: 502 without its words, and nothing is sent', async () => {
  for (const source of [
    () => Promise.reject(new Error('password=hunter2')),
    () => new Promise<never>(() => {}),
    () => '',
    () => 'line\nbreak',
    (() => 7) as unknown as () => string,
  ]) {
    const { create, seen, faults } = fixture({ token: source, timeout: 50 });
    const response = await create('k');
    const text = await response.text();
    assert.equal(response.status, 502);
    assert.match(text, /:no-credential"/);
    assert.ok(!`${text}${JSON.stringify(faults)}`.includes('hunter2'));
    assert.deepEqual([seen.length, faults[0]?.at], [0, 'token']);
  }
});

it('a repeat needs no token', async () => {
  let isDown = false;
  const { create, seen } = fixture({
    token: () => (isDown ? Promise.reject(new Error()) : token),
  });
  await create('k');
  isDown = true;
  assert.equal((await create('k')).headers.get('Idempotency-Replayed'), 'true');
  assert.equal((await create('l')).status, 502);
  isDown = false;
  assert.equal((await create('l')).status, 201);
  assert.equal(seen.length, 2);
});

it('tells what failed, by names and statuses', async () => {
  for (const [fault, expected] of [
    [{ status: 500 }, { status: 500 }],
    [{ reset: 'before' }, { error: 'NetworkError' }],
    [{ latency: 500 }, { error: 'TimeoutError' }],
    [{ status: 401 }, { status: 401 }],
    [{ status: 503, headers: { 'Retry-After': '1' } }, { status: 503 }],
  ] as const) {
    const { create, sandbox, faults } = fixture({ timeout: 50 });
    sandbox.fail(fault);
    await create('k');
    assert.deepEqual(faults, [{ at: 'upstream', operation: 'createChain', ...expected }]);
  }
});

it('authorize that refuses, throws, hangs or answers nonsense: nothing is sent', async () => {
  for (const [authorize, status, name] of [
    [() => false, 403, 'forbidden'],
    [() => ({ principal: 'alice', orgId: 'other' }), 403, 'other-organization'],
    [() => Promise.reject(new Error('hunter2')), 500, 'internal'],
    [() => new Promise(() => {}), 500, 'internal'],
    ...[undefined, null, true, 7, '', {}, [], { principal: '' }, { principal: 7 }].map(
      (nonsense) => [() => nonsense, 500, 'internal'] as const,
    ),
    [() => ({ principal: 'alice', orgId: 7 }), 500, 'internal'],
    [async (request: Request) => (await request.text()).slice(0, 5), 500, 'internal'],
  ] as const) {
    const { create, seen, faults } = fixture({
      authorize: authorize as () => string,
      authorizeTimeout: 50,
    });
    const response = await create('k');
    assert.deepEqual([response.status, await problemOf(response)], [status, name], `${authorize}`);
    assert.equal(seen.length, 0);
    assert.deepEqual(
      faults.map(({ at }) => at),
      status === 500 ? ['authorize'] : [],
    );
    assert.ok(!JSON.stringify(faults).includes('hunter2'));
  }
});

it('authorize may answer itself, and name the organization of a caller', async () => {
  const own = fixture({
    authorize: () => Response.json({ login: '/login' }, { status: 401 }),
  });
  const response = await own.create('k');
  assert.deepEqual([response.status, await response.json()], [401, { login: '/login' }]);
  assert.equal(response.headers.get('Cache-Control'), 'no-store');
  assert.equal(own.seen.length, 0);
  const mapped = fixture({
    orgId: undefined,
    authorize: () => ({ principal: 'alice', orgId: 'acme' }),
  });
  assert.equal((await mapped.create('k')).status, 201);
  const unmapped = fixture({ orgId: undefined });
  assert.equal((await unmapped.create('k')).status, 500);
});

it('limit refuses, and fails closed', async () => {
  for (const [limit, status] of [
    [() => true, 201],
    [async () => ({ success: true }), 201],
    [() => false, 429],
    [async () => ({ success: false }), 429],
    [() => Promise.reject(new Error('hunter2')), 500],
    [() => new Promise(() => {}), 500],
    [() => undefined, 500],
    [() => ({}), 500],
  ] as const) {
    const asked: string[] = [];
    const { create, seen } = fixture({
      limit: ((_: Request, principal: string) => {
        asked.push(principal);
        return limit();
      }) as () => boolean,
      authorizeTimeout: 50,
    });
    const response = await create('k');
    assert.deepEqual([response.status, asked], [status, ['alice']]);
    assert.equal(seen.length, status === 201 ? 1 : 0);
    assert.equal(response.headers.get('Retry-After'), status === 429 ? '10' : null);
  }
});

it('a store that fails: nothing is sent before the record is written', async () => {
  const down = () => Promise.reject(new Error('hunter2'));
  const before = fixture({ store: Object.assign(new MemoryStore(), { add: down }) });
  const refused = await before.create('k');
  assert.deepEqual([refused.status, await problemOf(refused)], [503, 'store-unavailable']);
  assert.equal(before.seen.length, 0);
  const after = fixture({ store: Object.assign(new MemoryStore(), { replace: down }) });
  assert.equal((await after.create('k')).status, 201);
  const repeat = await after.create('k');
  assert.deepEqual([repeat.status, await problemOf(repeat)], [409, 'key-in-progress']);
  for (const { faults } of [before, after]) {
    assert.deepEqual(faults, [{ at: 'store', operation: 'createChain', error: 'Error' }]);
  }
});

it('a store that fails after a 401: the answer is the refusal, and not that of the own record', async () => {
  const tokens = ['old', token];
  const store = new MemoryStore();
  const down = () => Promise.reject(new Error());
  const { create, seen } = fixture({
    token: ({ rejected }) => tokens[rejected === undefined ? 0 : 1] ?? '',
    store: Object.assign(store, { replace: down }),
  });
  const response = await create('k');
  assert.deepEqual([response.status, await problemOf(response)], [502, 'credential-refused']);
  assert.equal(seen.length, 1);
});

it('a keeper that fails may have sent the create', async () => {
  const create = () => Promise.reject(new Error('hunter2'));
  const { create: send } = fixture({ store: { create, resolve: async () => 'no-record' } });
  const response = await send('k');
  assert.deepEqual([response.status, await problemOf(response)], [502, 'outcome-unknown']);
});

it('the breaker opens after failures in a row, and closes after a probe', async () => {
  const own = fixture({ breaker: { failures: 2, pause: 100 } });
  const path = await createdPath(own);
  const read = async () => (await own.send(path, { headers: alice })).status;
  own.sandbox.fail({ status: 500, times: 3 });
  assert.deepEqual([await read(), await read()], [502, 502]);
  const sent = own.seen.length;
  const paused = await own.create('other');
  assert.deepEqual([paused.status, await problemOf(paused)], [503, 'upstream-paused']);
  assert.equal(paused.headers.get('Retry-After'), '1');
  assert.equal(own.seen.length, sent);
  // A key that was used before gets its answer.
  assert.equal((await own.create('a-key')).headers.get('Idempotency-Replayed'), 'true');
  await sleep(110);
  // One probe passes and fails, and nothing passes beside it.
  assert.deepEqual([await read(), await read()], [502, 503]);
  await sleep(110);
  assert.deepEqual([await read(), await read()], [200, 200]);
  // The refused create left its key free.
  assert.equal((await own.create('other')).status, 201);
});

it('resolve settles a key', async () => {
  const { gateway, create, sandbox } = fixture();
  const key = { principal: 'alice', key: 'k' };
  sandbox.fail({ reset: 'after' });
  await create('k');
  const id = sandbox.ledger[0]?.id ?? '';
  assert.equal(await gateway.resolve({ ...key, principal: 'bob' }, { id }), 'no-record');
  assert.equal(await gateway.resolve(key, { id }), 'resolved');
  assert.equal(await gateway.resolve(key, { id }), 'known');
  const repeat = await create('k');
  assert.deepEqual([repeat.status, await repeat.json()], [201, { identification_chain_id: id }]);
  sandbox.fail({ reset: 'before' });
  await create('l');
  assert.equal(await gateway.resolve({ ...key, key: 'l' }, 'not-created'), 'resolved');
  assert.equal((await create('l')).status, 201);
  assert.equal(sandbox.ledger.length, 2);
  for (const [owner, resolution, message] of [
    [{ key: 'k' }, { id }, /resolve: principal is missing/],
    [{ ...key, kee: 1 }, { id }, /resolve: unknown option kee; did you mean key/],
    [key, 'created', /resolve: the resolution must be \{ id \} or 'not-created'/],
    [key, {}, /resolve: id is missing/],
    [key, { id: '' }, /resolve: id must be a string that is not empty/],
  ] as const) {
    await assert.rejects(gateway.resolve(owner as typeof key, resolution as { id: string }), {
      name: 'TypeError',
      message,
    });
  }
});
