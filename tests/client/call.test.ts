// What only this client does in a call: keys, signals, tokens, responses and hooks. The outcomes that
// both clients share are in outcomes.test.ts.

import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import {
  type ApiClientOptions,
  type Client,
  type CommonOptions,
  createClient,
  type Device,
  type GatewayClientOptions,
  type Hooks,
  isApiError,
  isOutcomeUnknownError,
  isTimeoutError,
  isTokenError,
  isUnauthorizedError,
  isUnexpectedResponseError,
  isValidationError,
  type TokenRequest,
} from 'identification-chain';
import { createSandbox, type Sandbox } from 'identification-chain/sandbox';
import { referenceRequest } from '../../www/demo/reference.ts';

/** A server of which every request is answered by the next of `answers`, and then by the last. */
type Respond = (request: IncomingMessage, response: ServerResponse) => void;
let answers: Respond[] = [];
let seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { method = '', url = '', headers } = request;
  seen.push({ method, url, headers, body });
  const [answer] = answers.length > 1 ? answers.splice(0, 1) : answers;
  answer?.(request, response);
});
let baseUrl: string;
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
after(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  answers = [];
  seen = [];
});

const retry = { baseDelay: 1 };

function client(options: Partial<CommonOptions & ApiClientOptions> = {}): Client {
  return createClient({ orgId: 'acme', baseUrl, token: 'tok', retry, ...options });
}

/** A client whose server keeps keys. */
function keyedClient(options: Partial<CommonOptions & GatewayClientOptions> = {}): Client {
  const gateway = { url: baseUrl, keepsKeys: true };
  return createClient({ orgId: 'acme', gateway, token: 'tok', retry, ...options });
}

const reset: Respond = (request) => request.socket.destroy();
const created = answer(201, { id: 'c1' });
const done = answer(204);

function answer(status: number, body?: unknown, headers: Record<string, string> = {}): Respond {
  return (_, response) => {
    response.writeHead(status, headers);
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
}

/** A creation whose answer breaks off before the id. */
const cutOff: Respond = (_, response) => {
  response.writeHead(201, { 'Content-Length': '100' });
  response.write('{"id":');
  setTimeout(() => response.socket?.destroy(), 5);
};

async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => assert.fail('it was not rejected'),
    (error: unknown) => error,
  );
}

const request = referenceRequest;

describe('createChain', () => {
  it('sends a different key in each call', async () => {
    answers = [created];
    const chains = keyedClient();
    await Promise.all([chains.createChain(request), chains.createChain(request)]);
    const keys = seen.map(({ headers }) => headers['idempotency-key']);
    assert.equal(new Set(keys).size, 2);
    for (const key of keys) assert.match(`${key}`, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  });

  it('refuses a key that is not a string', async () => {
    const idempotencyKey = 7 as never;
    const error = await failure(keyedClient().createChain(request, { idempotencyKey }));
    assert.ok(isValidationError(error) && error.issues[0]?.path === '/Idempotency-Key');
    assert.equal(seen.length, 0);
  });

  it("words every issue by the client's messages", async () => {
    const chains = keyedClient({ messages: () => 'in other words' });
    for (const [body, idempotencyKey, path] of [
      [{ ...request, expires_in: '15' }, undefined, '/expires_in'],
      // JSON cannot represent it.
      [{ ...request, expires_in: Number.NaN }, undefined, '/expires_in'],
      [request, 'a b', '/Idempotency-Key'],
    ] as const) {
      const error = await failure(chains.createChain(body as never, { idempotencyKey }));
      assert.ok(isValidationError(error), inspect(error));
      assert.match(error.message, new RegExp(`^${path} in other words`));
    }
    assert.equal(seen.length, 0);
  });

  it('reports an issue of the key after those of other headers, and before those of the body', async () => {
    const wrong = { ...request, expires_in: '15' };
    const call = keyedClient({ token: 'a\nb' }).createChain(wrong, { idempotencyKey: 'a b' });
    const error = await failure(call);
    assert.ok(isValidationError(error));
    assert.deepEqual(
      error.issues.filter(({ severity }) => severity === 'error').map(({ path }) => path),
      ['/Authorization', '/Idempotency-Key', '/expires_in'],
    );
  });

  it('refuses a key that the server would not keep', async () => {
    for (const chains of [client(), keyedClient({ gateway: { url: baseUrl, keepsKeys: false } })]) {
      const error = await failure(chains.createChain(request, { idempotencyKey: 'k' }));
      assert.match(String(error), /^TypeError: createChain: idempotencyKey needs .* gateway$/);
    }
    assert.equal(seen.length, 0);
  });
});

describe('timeouts and signals', () => {
  const silence: Respond = () => {};

  it('end a call that takes too long', async () => {
    answers = [silence];
    const start = performance.now();
    const options = { timeout: 60, totalTimeout: 100, retry: { retries: 50, baseDelay: 1 } };
    const error = await failure(client(options).closeChain('x'));
    assert.ok(isTimeoutError(error));
    assert.ok(performance.now() - start < 5000 && seen.length < 4, `${seen.length}`);
    assert.throws(() => client({ totalTimeout: 0 }), /totalTimeout must be/);
  });

  it('abort the request that takes too long', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const fetch = (_: Request, { signal }: RequestInit) => {
      signals.push(signal);
      return new Promise<never>(() => {});
    };
    await failure(client({ fetch, retry: false, timeout: 20 }).closeChain('x'));
    assert.deepEqual(
      signals.map((signal) => signal?.aborted),
      [true],
    );
  });

  it('send nothing if no time is left or the caller has aborted', async () => {
    const sandbox = createSandbox();
    for (const when of ['in the token', 'at once']) {
      const controller = new AbortController();
      const token = async () => {
        controller.abort('left');
        return 'tok';
      };
      const chains = client({ fetch: sandbox.fetch, token: when === 'at once' ? 'tok' : token });
      const call = chains.createChain(request, { signal: controller.signal });
      controller.abort('left');
      assert.equal(await failure(call), 'left');
    }
    const late = async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return 'tok';
    };
    const chains = client({ fetch: sandbox.fetch, token: late, timeout: 1000, totalTimeout: 20 });
    assert.ok(isTokenError(await failure(chains.createChain(request))));
    assert.equal(sandbox.ledger.length, 0);
  });

  it('start no attempt after the total timeout', async () => {
    /** A source that holds the whole thread up when it is asked for another token. */
    const token = ({ rejected }: TokenRequest) => {
      const end = performance.now() + (rejected === undefined ? 0 : 500);
      while (performance.now() < end);
      return rejected === undefined ? 't1' : 't2';
    };
    const chains = keyedClient({ token, totalTimeout: 500 });
    for (const [operation, first, guard, requests] of [
      ['createChain', answer(401), isTimeoutError, 1],
      ['createChain', answer(500), isOutcomeUnknownError, 2],
      ['closeChain', answer(500), isTimeoutError, 2],
      // There is a chain, and that is the most that is known.
      ['createChain', cutOff, isUnexpectedResponseError, 2],
    ] as const) {
      seen = [];
      answers = [first, answer(401)];
      const call =
        operation === 'createChain' ? chains.createChain(request) : chains.closeChain('x');
      const error = await failure(call);
      assert.ok(guard(error), inspect(error));
      assert.equal(seen.length, requests);
    }
  });

  it('wait for no Retry-After that no timer can wait for', async () => {
    // A timer that is set for longer fires at once.
    const seconds = 2 ** 31 / 1000 + 1;
    answers = [answer(429, {}, { 'Retry-After': seconds.toFixed() })];
    const long = { maxRetryAfter: Number.POSITIVE_INFINITY };
    const chains = client({ retry: long, totalTimeout: Number.POSITIVE_INFINITY });
    assert.ok(isApiError(await failure(chains.closeChain('x'))));
    assert.equal(seen.length, 1);
  });

  it('end a call at once if the caller aborts, with the reason of the caller', async () => {
    const reason = { why: 'the page was left' };
    for (const [given, when] of [
      [[silence], 'during an attempt'],
      [[answer(429, {}, { 'Retry-After': '30' })], 'between two'],
      [[cutOffNever], 'during the body'],
    ] as const) {
      answers = [...given];
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 60);
      const call = client().createChain(request, { signal: controller.signal });
      assert.equal(await failure(call), reason, when);
    }
    answers = [answer(401)];
    const controller = new AbortController();
    const token = ({ rejected }: TokenRequest) => {
      if (rejected === undefined) return 'tok';
      controller.abort(reason);
      return new Promise<never>(() => {});
    };
    const call = client({ token }).createChain(request, { signal: controller.signal });
    assert.equal(await failure(call), reason, 'before another token');
  });
});

/** An answer whose body never ends. */
const cutOffNever: Respond = (_, response) => {
  response.writeHead(201, { 'Content-Length': '100' });
  response.write('{');
};

describe('a token source', () => {
  const needs =
    (token: string): Respond =>
    (incoming, response) =>
      (incoming.headers.authorization === `Bearer ${token}` ? created : answer(401))(
        incoming,
        response,
      );

  it('is called again with the token that the server rejected', async () => {
    const asked: TokenRequest[] = [];
    const token = (asking: TokenRequest) => {
      asked.push(asking);
      return `t${asked.length}`;
    };
    answers = [needs('t2')];
    assert.equal((await client({ token }).createChain(request)).id, 'c1');
    assert.deepEqual(
      asked.map(({ rejected }) => rejected),
      [undefined, 't1'],
    );
  });

  it('gets no retry if it returns the rejected token again', async () => {
    answers = [answer(401)];
    const source = { getToken: () => 'same' };
    assert.ok(isUnauthorizedError(await failure(client({ token: source }).closeChain('x'))));
    assert.equal(seen.length, 1);
  });

  it('is called once for calls that wait at the same time', async () => {
    let asked = 0;
    const source = {
      tokens: ['old', 'new'],
      async getToken() {
        asked += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
        return this.tokens.shift() ?? 'new';
      },
    };
    answers = [needs('new')];
    const chains = client({ token: source });
    const calls = Array.from({ length: 8 }, () => chains.createChain(request));
    assert.equal((await Promise.all(calls)).length, 8);
    assert.equal(asked, 2);
  });

  it('causes a TokenError if it returns no token, and nothing is sent', async () => {
    const secret = 'SeCrEt-key';
    const never = () => new Promise<never>(() => {});
    for (const token of [
      () => {
        throw new Error(secret);
      },
      () => Promise.reject(secret),
      () => undefined,
      () => null,
      () => '',
      () => 7,
      never,
      { getToken: never },
    ]) {
      const error = await failure(client({ token: token as never, timeout: 30 }).closeChain('x'));
      assert.ok(isTokenError(error), inspect(error));
      assert.ok(!inspect(error, { depth: 9 }).includes(secret));
    }
    assert.equal(seen.length, 0);
  });

  it('is called again after a token that never came', async () => {
    answers = [done];
    let asked = 0;
    const token = () => (++asked === 1 ? new Promise<never>(() => {}) : 'tok');
    const chains = client({ token: token as () => Promise<string>, timeout: 40 });
    assert.ok(isTokenError(await failure(chains.closeChain('x'))));
    await chains.closeChain('x');
  });

  it('is called again after all callers have aborted', async () => {
    answers = [done];
    let asked = 0;
    const signals: AbortSignal[] = [];
    const token = async ({ signal }: TokenRequest) => {
      if (signal) signals.push(signal);
      return ++asked === 1 ? new Promise<never>(() => {}) : 'tok';
    };
    const chains = client({ token });
    const signal = AbortSignal.timeout(20);
    const kept = setTimeout(() => {}, 5000);
    await Promise.all([
      failure(chains.closeChain('x', { signal })),
      failure(chains.closeChain('x', { signal })),
    ]);
    clearTimeout(kept);
    assert.equal(signals[0]?.aborted, true);
    await chains.closeChain('x');
    assert.equal(asked, 2);
  });

  it('is not called if another call has a newer token', async () => {
    const refused: (string | undefined)[] = [];
    let number = 1;
    const token = ({ rejected }: TokenRequest) => {
      if (rejected !== undefined) {
        refused.push(rejected);
        number += 1;
      }
      return `t${number}`;
    };
    answers = [
      (incoming, response) => {
        // Refused at different moments.
        const late = seen.length * 30;
        setTimeout(() => needs('t2')(incoming, response), late);
      },
    ];
    const chains = client({ token });
    await Promise.all([1, 2, 3].map(() => chains.createChain(request)));
    assert.deepEqual(refused, ['t1']);
  });

  it('does not send its token over plain http to another host', async () => {
    let sent = 0;
    const fetch = async () => {
      sent += 1;
      return new Response(null, { status: 204 });
    };
    const far = { baseUrl: 'http://api.example/v1', fetch };
    for (const token of ['tok', () => assert.fail('a token was asked for')]) {
      const error = await failure(client({ ...far, token }).closeChain('x'));
      assert.ok(isValidationError(error) && error.issues[0]?.params['problem'] === 'insecure');
    }
    assert.equal(sent, 0);
    await client({ ...far, allowInsecure: true }).closeChain('x');
    await client({ ...far, token: undefined }).closeChain('x');
    assert.equal(sent, 2);
  });
});

describe('a response', () => {
  it('is available with the result, its body unread', async () => {
    answers = [answer(201, { id: 'c1', more: true }, { 'X-Trace': 't' })];
    const { data, response } = await client().createChain(request).withResponse();
    assert.equal(data.id, 'c1');
    assert.deepEqual([response.status, response.headers.get('x-trace')], [201, 't']);
    assert.equal(response.url, `${baseUrl}/orgs/acme/identifications/chain`);
    assert.deepEqual(await response.json(), { id: 'c1', more: true });
    answers = [done];
    const closed = await client().closeChain('x').withResponse();
    assert.deepEqual([closed.response.status, await closed.response.text()], [204, '']);
    answers = [answer(404)];
    assert.ok(isApiError(await failure(client().closeChain('x').withResponse())));
  });

  it('that is not expected says what is wrong with it', async () => {
    const noId =
      /^UnexpectedResponseError: createChain: a chain was created, but the response has no id/;
    const notDocumented = /: the API does not document this response \(/;
    for (const [operation, status, message] of [
      ['createChain', 201, noId],
      ['createChain', 204, notDocumented],
      ['closeChain', 201, notDocumented],
    ] as const) {
      answers = [answer(status)];
      const call =
        operation === 'createChain' ? client().createChain(request) : client().closeChain('x');
      const error = await failure(call);
      assert.ok(isUnexpectedResponseError(error), `${operation} ${status}`);
      assert.match(String(error), message);
      assert.deepEqual(error.serverErrors, []);
    }
  });

  it('is read up to 4 MiB', async () => {
    const most = 4 * 1024 * 1024;
    for (const [length, chunks, isRead] of [
      [most, 1, true],
      [most, 3, true],
      [most + 1, 1, false],
      [most + 1, 3, false],
    ] as const) {
      const bytes = Buffer.from('{"status":"OPEN"}'.padEnd(length));
      const size = Math.ceil(length / chunks);
      const parts = Array.from({ length: chunks }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      const body = new ReadableStream({
        start(stream) {
          for (const part of parts) stream.enqueue(part);
          stream.close();
        },
      });
      const fetch = async () => new Response(body);
      const call = client({ fetch, retry: false }).getChain('x').withResponse();
      if (isRead) {
        const { response } = await call;
        assert.ok(bytes.equals(Buffer.from(await response.arrayBuffer())), `${length} ${chunks}`);
      } else {
        assert.ok(isUnexpectedResponseError(await failure(call)), `${length} ${chunks}`);
      }
    }
  });

  it('is not read on after its time, by a fetch that ignores its signal', async () => {
    for (const isLate of [false, true]) {
      let isCancelled = false;
      let pulls = 0;
      const body = new ReadableStream(
        {
          async pull(stream) {
            pulls += 1;
            await sleep(5);
            stream.enqueue(new Uint8Array(1));
          },
          cancel() {
            isCancelled = true;
          },
        },
        { highWaterMark: 0 },
      );
      const fetch = async () => {
        if (isLate) await sleep(80);
        return new Response(body, { status: 201 });
      };
      await failure(client({ fetch, retry: false, timeout: 40 }).createChain(request));
      await sleep(100);
      // It has no reader yet when it comes late, and then its first part ends it.
      assert.equal(isCancelled, !isLate);
      const before = pulls;
      await sleep(50);
      assert.equal(pulls, before);
    }
  });

  it('gives an error its request id and its Retry-After', async () => {
    for (const name of ['X-Request-Id', 'Request-Id', 'X-Correlation-Id', 'CF-Ray']) {
      answers = [answer(503, {}, { [name]: 'r1', 'Retry-After': '90' })];
      const error = await failure(client().closeChain('x'));
      assert.ok(isApiError(error));
      assert.deepEqual([error.requestId, error.retryAfter], ['r1', 90_000]);
    }
  });
});

describe('the operations of the end user', () => {
  const device: Device = {
    installationId: 'i-1',
    fingerprint: 'f-1',
    forwardedFor: '203.0.113.7',
  };

  it('read a chain', async () => {
    answers = [answer(500), answer(200, { status: 'OPEN', steps: [] })];
    const { body } = await client().getChain('a/b');
    assert.deepEqual(body, { status: 'OPEN', steps: [] });
    assert.deepEqual(
      seen.map(({ method, url, body: sent }) => [method, url, sent]),
      Array(2).fill(['GET', '/v1/orgs/acme/identifications/chain/a%2Fb', '']),
    );
  });

  it('validate a chain, with the device in headers', async () => {
    answers = [done];
    await client().validateChain('x', { ...device, location: '40.4,-3.7' });
    const [{ url, headers } = assert.fail()] = seen;
    assert.equal(url, '/v1/orgs/acme/identifications/chain/x/validate');
    assert.deepEqual(
      ['x-installation_id', 'x-fingerprint', 'x-forwarded-for', 'x-location'].map(
        (name) => headers[name],
      ),
      ['i-1', 'f-1', '203.0.113.7', '40.4,-3.7'],
    );
    const changing = { ...device };
    answers = [done];
    seen = [];
    const token = async () => {
      changing.fingerprint = 'changed';
      return 'tok';
    };
    await client({ token }).validateChain('x', changing);
    assert.equal(seen[0]?.headers['x-fingerprint'], 'f-1');
  });
});

describe('hooks', () => {
  const events: [string, Record<string, unknown>][] = [];
  const hooks = Object.fromEntries(
    ['onRequest', 'onResponse', 'onRetry', 'onError'].map((name) => [
      name,
      (event: object) => events.push([name, { ...event }]),
    ]),
  ) as Hooks;
  beforeEach(() => events.splice(0));
  const names = () => events.map(([name]) => name);

  it('get an event for every attempt, and for a failure', async () => {
    answers = [answer(500), reset, answer(409)];
    await failure(client({ hooks }).closeChain('x'));
    assert.deepEqual(names(), [
      ...['onRequest', 'onResponse', 'onRetry', 'onRequest', 'onRetry', 'onRequest', 'onResponse'],
      'onError',
    ]);
    const [[, first] = assert.fail(), [, second] = assert.fail(), [, third] = assert.fail()] =
      events;
    const { call } = first;
    const same = { call, operation: 'closeChain', attempt: 1 };
    assert.deepEqual(first, {
      ...same,
      method: 'POST',
      url: `${baseUrl}/orgs/acme/identifications/chain/x/close`,
      template: '/orgs/{org_id}/identifications/chain/{identification_chain_id}/close',
    });
    assert.deepEqual([second['status'], third['reason'], third['status']], [500, 'status', 500]);
    const [, last] = events.at(-1) ?? assert.fail();
    assert.deepEqual(last, { ...same, attempt: 3, error: 'ConflictError', status: 409 });
  });

  it('get the reason of a retry, and the duration of an attempt', async () => {
    for (const [first, ...facts] of [
      [answer(401), 'token', 401, true],
      [answer(429, {}, { 'Retry-After': '0' }), 'status', 429, true],
      [cutOff, 'connection', 201, false],
    ] as const) {
      answers = [first, created];
      events.splice(0);
      const tokens = ['t1', 't2'];
      const start = performance.now();
      await keyedClient({ hooks, token: () => tokens.shift() ?? '' }).createChain(request);
      const elapsed = performance.now() - start;
      const [, response, retried] = events.map(([, event]) => event);
      const { reason, status, delay } = retried ?? {};
      assert.deepEqual([reason, status, delay === 0], facts);
      const duration = Number(response?.['duration']);
      assert.ok(duration > 0 && duration < elapsed, `${duration} of ${elapsed}`);
    }
  });

  it('get an event for a call that is never sent', async () => {
    await failure(client({ hooks }).closeChain(''));
    await failure(client({ hooks }).createChain({} as never));
    await failure(client({ hooks }).createChain({ ...request, expires_in: 15n } as never));
    await failure(keyedClient({ hooks }).createChain(request, { idempotencyKey: 'a b' }));
    const signal = AbortSignal.abort('the reason');
    await failure(
      client({ hooks }).createChain({ ...request, expires_in: 15n } as never, { signal }),
    );
    await failure(client({ hooks }).closeChain('x', { signal }));
    assert.deepEqual(
      events.map(([name, { attempt, error }]) => [name, attempt, error]),
      [...Array(5).fill(['onError', 0, 'ValidationError']), ['onError', 0, 'AbortError']],
    );
    const numbers = events.map(([, { call }]) => Number(call));
    const [first = assert.fail()] = numbers;
    assert.ok(first > 0);
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => first + index),
    );
  });

  it('get no name of an error that the caller threw', async () => {
    const getter = {
      get actor() {
        throw Object.assign(new Error('SeCrEt'), { name: 'SeCrEt' });
      },
    };
    await failure(client({ hooks }).createChain(getter as never));
    assert.deepEqual(
      events.map(([name, { error }]) => [name, error]),
      [['onError', 'Error']],
    );
  });

  it('do not fail a call if they throw', async () => {
    answers = [done];
    const throwing = () => {
      throw new Error('the log is full');
    };
    const rejecting = async () => throwing();
    for (const hook of [throwing, rejecting]) {
      await client({ hooks: { onRequest: hook, onResponse: hook } }).closeChain('x');
    }
  });

  it('get no personal data and no credential', async () => {
    const secret = 'SeCrEt42';
    const body = JSON.parse(
      JSON.stringify(request, (name, value) =>
        ['name', 'last_name', 'document_number'].includes(name) ? `${value}${secret}` : value,
      ),
    );
    const echo = { 'X-A': secret, 'X-Request-Id': `Bearer ${secret}`, Location: `/${secret}` };
    const leaky = answer(500, { errors: [{ details: secret }], id: secret }, echo);
    const odd = Object.assign(new Error(secret), { code: `Bearer ${secret}`, name: `E ${secret}` });
    const failing = async () => {
      throw Object.assign(new TypeError(secret, { cause: odd }), { name: `T ${secret}` });
    };
    for (const given of [[created], [leaky], [reset], [answer(400, secret)], [answer(401)]]) {
      answers = given;
      const tokens = [`${secret}a`, `${secret}b`];
      for (const token of [secret, () => tokens.shift() ?? '']) {
        const chains = keyedClient({ hooks, token });
        await chains.createChain(body).catch(() => {});
        await chains.createChain({ ...body, expires_in: secret }).catch(() => {});
        await chains.cancelChain('x', { reason: secret }).catch(() => {});
        const lost = await failure(client({ hooks, token, fetch: failing }).closeChain('x'));
        assert.ok(!inspect(lost, { depth: 9 }).includes(secret));
        await chains
          .validateChain('x', { installationId: secret, fingerprint: secret, forwardedFor: secret })
          .catch(() => {});
      }
    }
    assert.ok(events.length > 50);
    assert.ok(
      !inspect(events, { depth: 9, maxStringLength: null, maxArrayLength: null }).includes(secret),
    );
  });
});

describe('the sandbox', () => {
  it('answers a known key with the chain that exists', async () => {
    const sandbox: Sandbox = createSandbox({ idempotency: true });
    const chains = createClient({
      orgId: 'acme',
      gateway: { url: 'https://sandbox.example/v1', keepsKeys: true },
      fetch: sandbox.fetch,
      retry,
    });
    sandbox.fail({ reset: 'after' });
    const { id } = await chains.createChain(request);
    assert.deepEqual(
      sandbox.ledger.map((chain) => chain.id),
      [id],
    );
  });
});
