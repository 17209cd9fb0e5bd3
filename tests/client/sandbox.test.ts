// Tests the sandbox on its own: states, expiry, idempotency keys and faults.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSandbox, type SandboxOptions } from 'identification-chain/sandbox';
import { serve } from 'identification-chain/sandbox/node';
import { referenceRequest } from '../../www/demo/reference.ts';
import { addDuration } from '../../www/sandbox/expiry.ts';

const collection = 'http://sandbox.test/v1/orgs/acme/identifications/chain';

function setUp(options?: SandboxOptions) {
  const sandbox = createSandbox(options);
  const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    sandbox.fetch(`${collection}${path}`, {
      method: 'POST',
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
  const create = async () => {
    const response = await post('', referenceRequest);
    return String((await response.json()).identification_chain_id);
  };
  return { sandbox, post, create };
}

describe('a chain in the sandbox', () => {
  it('is created with an id and a Location', async () => {
    const { sandbox, post } = setUp();
    const response = await post('', referenceRequest);
    const { id } = sandbox.ledger[0] ?? {};
    assert.equal(response.status, 201);
    assert.equal((await response.json()).identification_chain_id, id);
    const location = `/v1/orgs/acme/identifications/chain/${id}`;
    assert.equal(response.headers.get('Location'), location);
    const read = await sandbox.fetch(`http://sandbox.test${location}`);
    assert.deepEqual([read.status, (await read.json()).status], [200, 'OPEN']);
  });

  it('is validated with the headers of the end user’s device', async () => {
    const { post, create } = setUp();
    const id = await create();
    const device = { 'x-installation_id': 'i', 'x-fingerprint': 'f', 'x-forwarded-for': 'a' };
    assert.equal((await post(`/${id}/validate`, undefined, device)).status, 204);
    assert.equal((await post('/other/validate', undefined, device)).status, 404);
    const { 'x-fingerprint': _, ...part } = device;
    assert.equal((await post(`/${id}/validate`, undefined, part)).status, 400);
  });

  it('can be cancelled or closed only once', async () => {
    for (const [first, state] of [
      ['cancel', 'cancelled'],
      ['close', 'closed'],
    ]) {
      const { sandbox, post, create } = setUp();
      const id = await create();
      assert.equal((await post(`/${id}/${first}`)).status, 204);
      for (const second of ['cancel', 'close']) {
        assert.equal((await post(`/${id}/${second}`)).status, 409);
      }
      assert.deepEqual(
        sandbox.ledger[0]?.events.map((event) => event.state),
        ['open', state],
      );
    }
  });

  it('can be finished, and not closed after that', async () => {
    const { sandbox, post, create } = setUp();
    const id = await create();
    assert.ok(sandbox.finish('acme', id));
    assert.ok(!sandbox.finish('acme', id));
    assert.equal((await post(`/${id}/close`)).status, 409);
  });

  it('expires by the clock of the option now', async () => {
    let now = Date.UTC(2026, 0, 31, 12);
    const { sandbox, post, create } = setUp({ now: () => now });
    const id = await create();
    now += 15 * 60_000 - 1;
    assert.equal(sandbox.ledger[0]?.state, 'open');
    now += 1;
    assert.equal((await post(`/${id}/cancel`)).status, 409);
    assert.equal(sandbox.ledger[0]?.state, 'expired');
    assert.equal(sandbox.ledger[0]?.events.at(-1)?.at, now);
  });

  it('responds with 404 to another id, organization or path', async () => {
    const { sandbox, post, create } = setUp({ orgId: 'acme' });
    const id = await create();
    assert.equal((await post('/nobody/close')).status, 404);
    assert.equal((await post(`/${id}/reopen`)).status, 404);
    const elsewhere = `${collection.replace('acme', 'other')}/${id}`;
    assert.equal((await sandbox.fetch(elsewhere)).status, 404);
  });
});

describe('a request to the sandbox', () => {
  it('gets an item for each error if it is invalid', async () => {
    const { post } = setUp();
    const response = await post('', { ...referenceRequest, expires_in: '15', sequence: [] });
    assert.equal(response.status, 400);
    const { errors } = await response.json();
    assert.deepEqual(
      errors.map(({ code, ref }: { code: string; ref: string }) => [code, ref]),
      [
        ['duration', '/expires_in'],
        ['empty-sequence', '/sequence'],
      ],
    );
  });

  it('needs the token and the User-Agent that the options require', async () => {
    const { post } = setUp({ token: 't', requireUserAgent: true });
    const agent = { 'User-Agent': 'test' };
    const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
    assert.equal((await post('', referenceRequest, agent)).status, 401);
    assert.equal((await post('', referenceRequest, { ...agent, ...bearer('u') })).status, 401);
    assert.equal((await post('', referenceRequest, bearer('t'))).status, 400);
    assert.equal((await post('', referenceRequest, { ...agent, ...bearer('t') })).status, 201);
  });
});

describe('an Idempotency-Key', () => {
  const other = { ...referenceRequest, expires_in: 'PT1H' };
  interface Post {
    readonly key?: string;
    readonly body?: object;
    readonly headers?: Record<string, string>;
  }
  const bad = { body: { ...referenceRequest, expires_in: '15' } };
  const fails = { headers: { 'X-Sandbox-Fault': 'status=503' } };
  const lost = { headers: { 'X-Sandbox-Fault': 'reset=after' } };
  const unauthorized = { headers: { Authorization: 'Bearer u' } };
  const empty = { key: '' };
  const table: [string, Post, Post, expected: (number | 'reset')[], chains: number][] = [
    ['that was used before creates nothing', {}, {}, [201, 201], 1],
    ['that is new creates a chain', {}, { key: 'b' }, [201, 201], 2],
    ['with another body gets 422', {}, { body: other }, [201, 422], 1],
    ['of a failed creation can be used again', fails, { body: other }, [503, 201], 1],
    ['of an invalid request can be used again', bad, {}, [400, 201], 1],
    ['of a lost response creates nothing', lost, {}, ['reset', 201], 1],
    ['does not prevent faults', {}, fails, [201, 503], 1],
    ['does not replace the token', {}, unauthorized, [201, 401], 1],
    ['that is empty is ignored', empty, empty, [201, 201], 2],
  ];
  for (const [name, first, second, expected, chains] of table) {
    it(name, async () => {
      const { sandbox, post } = setUp({ idempotency: true, token: 't' });
      const statuses = [];
      for (const { key = 'a', body = referenceRequest, headers } of [first, second]) {
        const all = { Authorization: 'Bearer t', 'Idempotency-Key': key, ...headers };
        const response = await post('', body, all).catch(() => undefined);
        statuses.push(response?.status ?? 'reset');
      }
      assert.deepEqual(statuses, expected);
      assert.equal(sandbox.ledger.length, chains);
    });
  }

  it('gets 409 while the first request runs, and can be used again after an abort', async () => {
    const { sandbox, post } = setUp({ idempotency: true });
    const headers = { 'Idempotency-Key': 'a' };
    const controller = new AbortController();
    const body = JSON.stringify(referenceRequest);
    sandbox.fail({ latency: 2 ** 31 - 1 });
    const { signal } = controller;
    const first = sandbox.fetch(collection, { method: 'POST', headers, body, signal });
    const second = await post('', referenceRequest, headers);
    assert.deepEqual([second.status, second.headers.get('Retry-After')], [409, '1']);
    assert.equal((await post('', other, headers)).status, 422);
    controller.abort();
    await assert.rejects(first, { name: 'AbortError' });
    assert.equal((await post('', other, headers)).status, 201);
    assert.equal(sandbox.ledger.length, 1);
  });

  it('repeats the first response, and appears in the ledger', async () => {
    const { sandbox, post } = setUp({ idempotency: true });
    const key = { 'Idempotency-Key': 'a' };
    const [first, again] = [
      await post('', referenceRequest, key),
      await post('', referenceRequest, key),
    ];
    assert.equal(again.headers.get('Location'), first.headers.get('Location'));
    assert.equal(await again.text(), await first.text());
    assert.equal(sandbox.ledger[0]?.idempotencyKey, 'a');
  });

  it('is separate for each organization', async () => {
    const { sandbox, post } = setUp({ idempotency: true });
    const headers = { 'Idempotency-Key': 'a' };
    await post('', referenceRequest, headers);
    const body = JSON.stringify(referenceRequest);
    await sandbox.fetch(collection.replace('acme', 'other'), { method: 'POST', headers, body });
    assert.equal(sandbox.ledger.length, 2);
  });

  it('is ignored by default, and allowed by CORS', async () => {
    const { sandbox, post } = setUp();
    const key = { 'Idempotency-Key': 'a' };
    for (const body of [referenceRequest, other])
      assert.equal((await post('', body, key)).status, 201);
    assert.deepEqual(
      sandbox.ledger.map(({ idempotencyKey }) => idempotencyKey),
      [undefined, undefined],
    );
    const preflight = await sandbox.fetch(collection, {
      method: 'OPTIONS',
      headers: { Origin: 'https://shop.test', 'Access-Control-Request-Method': 'POST' },
    });
    assert.match(preflight.headers.get('Access-Control-Allow-Headers') ?? '', /Idempotency-Key/);
  });
});

describe('a fault', () => {
  it('can be a status, without the effect of the operation', async () => {
    const { sandbox, post } = setUp();
    sandbox.fail({ status: 429, headers: { 'Retry-After': '7' }, operation: 'createChain' });
    const response = await post('', referenceRequest);
    assert.deepEqual([response.status, response.headers.get('Retry-After')], [429, '7']);
    assert.equal(sandbox.ledger.length, 0);
    assert.equal((await post('', referenceRequest)).status, 201);
  });

  it('can be a reset, before or after the effect', async () => {
    const { sandbox, post } = setUp();
    sandbox.fail({ reset: 'before' });
    await assert.rejects(post('', referenceRequest), { name: 'ConnectionReset' });
    assert.equal(sandbox.ledger.length, 0);
    await assert.rejects(post('', referenceRequest, { 'X-Sandbox-Fault': 'reset=after' }));
    assert.equal(sandbox.ledger.length, 1);
  });

  it('is rejected if its values are out of range', async () => {
    const { sandbox, post } = setUp();
    for (const fault of [{ status: 99 }, { status: 600 }, { latency: 1e12 }, { times: 0 }]) {
      assert.throws(() => sandbox.fail(fault), RangeError);
    }
    for (const header of [
      '',
      'status=503;x',
      'status=99',
      'latency=x',
      'reset=now',
      'latency=1e12',
    ]) {
      const response = await post('', referenceRequest, { 'X-Sandbox-Fault': header });
      assert.equal(response.status, 400, header);
    }
    assert.equal(sandbox.ledger.length, 0);
    assert.equal(
      (await post('', referenceRequest, { 'X-Sandbox-Fault': 'status=204' })).status,
      204,
    );
  });

  it('can be a delay, which the caller can abort', async () => {
    const { sandbox } = setUp();
    sandbox.fail({ latency: 10_000 });
    const signal = AbortSignal.timeout(20);
    const call = sandbox.fetch(collection, { method: 'POST', body: '{}', signal });
    await assert.rejects(call, { name: 'TimeoutError' });
  });

  it('drops the connection over HTTP', async () => {
    const { sandbox } = setUp();
    const server = await serve(sandbox.fetch);
    const url = `${server.url}/v1/orgs/acme/identifications/chain/x/close`;
    const headers = { 'X-Sandbox-Fault': 'reset=before' };
    await assert.rejects(fetch(url, { method: 'POST', headers }), TypeError);
    assert.equal((await fetch(url, { method: 'POST' })).status, 404);
    await server.close();
  });
});

it('addDuration follows the calendar', () => {
  const moment = Date.UTC(2026, 0, 31, 12);
  for (const [duration, expected] of [
    ['PT15M', Date.UTC(2026, 0, 31, 12, 15)],
    ['P1M', Date.UTC(2026, 1, 28, 12)],
    ['P1Y1M', Date.UTC(2027, 1, 28, 12)],
    ['P1W', Date.UTC(2026, 1, 7, 12)],
    ['P1DT12H', Date.UTC(2026, 1, 2, 0)],
    ['PT1.5H', Date.UTC(2026, 0, 31, 13, 30)],
    ['PT0,5H', Date.UTC(2026, 0, 31, 12, 30)],
    ['P999999Y', 8.64e15],
  ] as const) {
    assert.equal(addDuration(moment, duration), expected, duration);
  }
});
