// Tests the client against the sandbox, over HTTP on the loopback address.

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { inspect } from 'node:util';
import {
  type ApiClientOptions,
  ApiError,
  BadRequestError,
  type Client,
  type CommonOptions,
  ConflictError,
  ConnectionError,
  type CreateChainRequest,
  createClient,
  isApiError,
  isChainError,
  isConflictError,
  isConnectionError,
  isOutcomeUnknownError,
  isTimeoutError,
  isValidationError,
  NotFoundError,
  OutcomeUnknownError,
  ServerError,
  TimeoutError,
  TokenError,
  UnauthorizedError,
  UnexpectedResponseError,
  ValidationError,
} from 'identification-chain';
import { createSandbox, type Sandbox } from 'identification-chain/sandbox';
import { type Served, serve } from 'identification-chain/sandbox/node';
import { referenceReason, referenceRequest } from '../../www/demo/reference.ts';

const token = 'secret-token';
let sandbox: Sandbox;
let server: Served;
let seen: { method: string; path: string; headers: Headers; body: string }[] = [];

before(async () => {
  server = await serve(async (request) => {
    const { pathname } = new URL(request.url);
    const body = await request.clone().text();
    seen.push({ method: request.method, path: pathname, headers: request.headers, body });
    return sandbox.fetch(request);
  });
});
after(() => server.close());
beforeEach(() => {
  sandbox = createSandbox({ token, orgId: 'acme', requireUserAgent: true });
  seen = [];
});

function client(options: Partial<CommonOptions & ApiClientOptions> = {}): Client {
  const retry = { baseDelay: 1 };
  return createClient({ orgId: 'acme', baseUrl: `${server.url}/v1`, token, retry, ...options });
}

/** Creates a client whose requests all get the response of `respond`. */
function clientWith(respond: () => Response | Promise<Response>): Client {
  return client({ fetch: async () => respond() });
}

async function rejection<Kind extends Error>(
  call: Promise<unknown>,
  kind: new (...args: never[]) => Kind,
): Promise<Kind> {
  const error = await call.then(
    () => assert.fail('the call was not rejected'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof kind, `${inspect(error)} is not a ${kind.name}`);
  return error;
}

describe('the operations', () => {
  it('create a chain and return its id, the response body and the warnings', async () => {
    const chain = await client().createChain(referenceRequest);
    assert.equal(chain.id, sandbox.ledger[0]?.id);
    assert.equal((chain.body as { status: string }).status, 'OPEN');
    assert.deepEqual(
      chain.warnings.map(({ rule, path }) => [rule, path]),
      [
        ['check-letter', '/actor/identity_document/document_number'],
        ['phone-length', '/actor/msisdn/phone_number'],
      ],
    );
  });

  it('cancel a chain with and without a reason, and close a chain', async () => {
    const chains = client();
    for (const reason of [referenceReason, {}, undefined, '{"reason":""}']) {
      const { id } = await chains.createChain(referenceRequest);
      assert.deepEqual(await chains.cancelChain(id, reason), { warnings: [] });
      assert.equal(sandbox.ledger.at(-1)?.state, 'cancelled');
    }
    const { id } = await chains.createChain(referenceRequest);
    await chains.closeChain(id);
    assert.equal(sandbox.ledger.at(-1)?.state, 'closed');
  });

  it('encode the id of a chain, which may have any characters', async () => {
    await rejection(client().closeChain('a/../b?c#d%'), NotFoundError);
    assert.match(seen[0]?.path ?? '', /\/chain\/a%2F\.\.%2Fb%3Fc%23d%25\/close$/);
  });
});

describe('a request', () => {
  it('is sent as exactly the text or bytes that were checked', async () => {
    const text = ` ${JSON.stringify(referenceRequest, undefined, 1)}\n`;
    const bytes = new TextEncoder().encode(text);
    for (const body of [text, bytes, bytes.buffer]) await client().createChain(body);
    assert.deepEqual(
      seen.map(({ body }) => body),
      [text, text, text],
    );
  });

  it('has the headers of the API reference', async () => {
    const chains = client({ userAgent: 'shop/2.1' });
    const { id } = await chains.createChain(referenceRequest);
    await chains.cancelChain(id, referenceReason);
    await rejection(chains.closeChain(id), ConflictError);
    for (const { headers } of seen) {
      assert.equal(headers.get('Accept'), 'application/json');
      assert.equal(headers.get('Authorization'), `Bearer ${token}`);
      const own = new RegExp(
        `^shop/2\\.1 identification-chain/\\d\\S* \\(node/${process.versions.node}\\)$`,
      );
      assert.match(headers.get('User-Agent') ?? '', own);
    }
    const types = seen.map(({ headers }) => headers.get('Content-Type'));
    assert.deepEqual(types, ['application/json', 'application/json', null]);
    assert.equal(seen[2]?.body, '');
  });

  it('keeps the path of baseUrl', async () => {
    await rejection(client({ baseUrl: `${server.url}/gate/v2/` }).closeChain('x'), NotFoundError);
    assert.equal(seen[0]?.path, '/gate/v2/orgs/acme/identifications/chain/x/close');
  });

  it('is checked before the token function is called', async () => {
    const chains = client({ token: () => assert.fail('the token function was called') });
    await rejection(chains.createChain({} as CreateChainRequest), ValidationError);
  });

  it('is not sent with a token that could inject a header', async () => {
    for (const bad of ['', 'a\r\nX: 1', () => 'a\r\nX: 1']) {
      const call = client({ token: bad as string }).closeChain('x');
      const error = await rejection(call, ValidationError);
      assert.equal(error.issues[0]?.path, '/Authorization');
    }
    assert.equal(seen.length, 0);
  });
});

describe('an invalid request', () => {
  const actor = referenceRequest.actor;
  const otp = { identification_type: 'OTP', otp_step: { channel: { type: 'SMS' } } };
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const friends: { others: object[] }[] = [];
  for (let count = 0; count < 20; count++) friends.push({ others: friends });
  const deep = JSON.parse(`${'[1,'.repeat(40)}0${']'.repeat(40)}`);
  const withPhone = (phone_number: unknown) => ({
    ...referenceRequest,
    actor: { ...actor, msisdn: { ...actor.msisdn, phone_number } },
  });
  const without = (name: 'msisdn') => {
    const { [name]: _, ...rest } = actor;
    return { ...referenceRequest, actor: rest };
  };
  const table: [string, unknown, string, string][] = [
    ['empty text', '', 'json-syntax', ''],
    ['empty bytes', new Uint8Array(), 'json-syntax', ''],
    ['null', null, 'type', ''],
    ['an array', [], 'type', ''],
    ['a JSON string', '"text"', 'type', ''],
    ['truncated JSON', '{"actor":{"name":"A', 'json-syntax', ''],
    ['single quotes', JSON.stringify(referenceRequest).replaceAll('"', "'"), 'json-syntax', ''],
    ['a byte order mark', `\uFEFF${JSON.stringify(referenceRequest)}`, 'byte-order-mark', ''],
    [
      'invalid UTF-8',
      new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
      'invalid-utf8',
      '/\uFFFD',
    ],
    [
      'half a surrogate pair in text',
      '{"actor":{"name":"a\uD83D"}}',
      'lone-surrogate',
      '/actor/name',
    ],
    [
      'half a surrogate pair among whole ones',
      '{"actor":{"name":"é李👩 \uDC69\uD83D"}}',
      'lone-surrogate',
      '/actor/name',
    ],
    [
      'half a surrogate pair at the size limit',
      `{"x":"${'a'.repeat(65_525)}\uD83D"}`,
      'lone-surrogate',
      '/x',
    ],
    [
      'half a surrogate pair in an object',
      { actor: { name: 'a\uD83D' } },
      'lone-surrogate',
      '/actor/name',
    ],
    ['a duplicate key', '{"actor":{},"actor":{}}', 'duplicate-key', '/actor'],
    ['10,000 arrays', '['.repeat(10_000), 'too-deep', '/0'.repeat(32)],
    ['40 levels of an object', { actor: deep }, 'too-deep', `/actor${'/1'.repeat(0)}`],
    ['10 MB of text', { actor: { name: 'a'.repeat(10_000_000) } }, 'too-large', ''],
    ['10 MB of bytes', new Uint8Array(10_000_000), 'too-large', ''],
    ['a phone number as a string', withPhone('612'), 'type', '/actor/msisdn/phone_number'],
    ['a negative phone number', withPhone(-1), 'phone-number', '/actor/msisdn/phone_number'],
    ['a fractional phone number', withPhone(1.5), 'type', '/actor/msisdn/phone_number'],
    [
      'a long phone number',
      withPhone(6123456789012345678n.toString()),
      'type',
      '/actor/msisdn/phone_number',
    ],
    ...['15', 'P', 'PT', 'P1H', '-PT15M'].map((expires_in): [string, unknown, string, string] => [
      `a duration ${expires_in}`,
      { ...referenceRequest, expires_in },
      'duration',
      '/expires_in',
    ]),
    [
      'a zero duration',
      { ...referenceRequest, expires_in: 'PT0S' },
      'duration-zero',
      '/expires_in',
    ],
    [
      'two OTP steps',
      { ...referenceRequest, sequence: [otp, otp] },
      'duplicate-step',
      '/sequence/1/identification_type',
    ],
    [
      'OTP without details',
      { ...referenceRequest, sequence: [{ identification_type: 'OTP' }] },
      'step-details',
      '/sequence/0/otp_step',
    ],
    ['SMS without a phone', without('msisdn'), 'needed-by-step', '/actor/msisdn'],
    ['no steps', { ...referenceRequest, sequence: [] }, 'empty-sequence', '/sequence'],
    ['undefined', undefined, 'not-json', ''],
    ['an undefined required member', { actor: undefined }, 'required', '/actor'],
    ['an undefined item', { sequence: [undefined] }, 'not-json', '/sequence/0'],
    ['NaN', { 'a/b~c': Number.NaN }, 'not-json', '/a~1b~0c'],
    ['an infinity', { x: Number.POSITIVE_INFINITY }, 'not-json', '/x'],
    ['a BigInt', { x: [1n] }, 'not-json', '/x/0'],
    ['a function', { x: () => 1 }, 'not-json', '/x'],
    ['a symbol', { x: Symbol('x') }, 'not-json', '/x'],
    ['a cycle', cycle, 'not-json', '/self'],
    ['an array with a hole', { x: new Array(1) }, 'not-json', '/x/0'],
    ['a BigInt from toJSON', { x: { toJSON: () => 1n } }, 'not-json', '/x'],
    ['undefined from toJSON', { toJSON: () => undefined }, 'not-json', ''],
    ['a Map', new Map([['actor', {}]]), 'not-json', ''],
    ['a Promise', Promise.resolve({}), 'not-json', ''],
    ['many nested cycles', { friends }, 'not-json', '/friends/0/others'],
  ];
  for (const [name, request, rule, path] of table) {
    it(`is rejected with the rule and the path, and not sent: ${name}`, async () => {
      const chains = client();
      const error = await rejection(
        chains.createChain(request as CreateChainRequest),
        ValidationError,
      );
      const found = error.issues.map((issue) => `${issue.rule} ${issue.path}`);
      const start = `${rule} ${path}`;
      assert.ok(
        rule === 'too-deep' ? found.some((f) => f.startsWith(start)) : found.includes(start),
        `${start} is not among ${found.join(', ')}`,
      );
      assert.equal(seen.length, 0);
      await chains.createChain(referenceRequest);
    });
  }

  it('is rejected with all of its issues in one error', async () => {
    const document = { document_type: Number.NaN, country: 'Spain' };
    const request = {
      actor: { name: 'A', last_name: undefined, identity_document: document },
      expires_in: [Number.NaN, 1n],
      sequence: [document, document],
    };
    const error = await rejection(client().createChain(request as never), ValidationError);
    assert.deepEqual(
      error.issues
        .filter(({ severity }) => severity === 'error')
        .map((issue) => `${issue.rule} ${issue.path}`),
      [
        'required /actor/last_name',
        'required /actor/identity_document/document_number',
        'not-json /actor/identity_document/document_type',
        'country /actor/identity_document/country',
        'type /expires_in',
        'not-json /expires_in/0',
        'not-json /expires_in/1',
      ],
    );
    assert.match(error.message, /^\/actor\/last_name is missing; /);
    assert.equal(seen.length, 0);
  });

  it('is rejected for an invalid id', async () => {
    for (const [orgId, chainId, path, problem] of [
      ['..', 'x', '/org_id', 'dot-segment'],
      ['../../x', '', '/identification_chain_id', 'empty'],
      ['acme', '.', '/identification_chain_id', 'dot-segment'],
      ['acme', 'a\nb', '/identification_chain_id', 'control-character'],
      ['acme', 'a\uD83D', '/identification_chain_id', 'not-text'],
      ['acme', 'x'.repeat(256), '/identification_chain_id', 'too-long'],
      ['acme', undefined, '/identification_chain_id', 'empty'],
      ['acme', { id: '1' }, '/identification_chain_id', 'not-text'],
    ] as const) {
      const call = client({ orgId: orgId as string }).closeChain(chainId as string);
      const { issues } = await rejection(call, ValidationError);
      assert.deepEqual([issues[0]?.path, issues[0]?.params['problem']], [path, problem]);
    }
    assert.equal(seen.length, 0);
  });

  it('is rejected for an invalid baseUrl', async () => {
    for (const baseUrl of ['', '/v1', 'javascript:alert(1)', 'https://u:p@h', 'https://[::1']) {
      const { issues } = await rejection(client({ baseUrl }).closeChain('x'), ValidationError);
      assert.equal(issues[0]?.path, '/baseUrl');
    }
  });
});

describe('a valid request', () => {
  const table: [string, object][] = [
    ...['P1W', 'PT1.5H', 'PT0,5H', 'P1DT12H', 'PT36H'].map((expires_in): [string, object] => [
      `with the duration ${expires_in}`,
      { expires_in },
    ]),
    ['with an unknown field', { colour: 'red' }],
    ['with an unlisted step', { sequence: [{ identification_type: 'SELFIE' }] }],
    ['with text of any script', { actor: { ...referenceRequest.actor, name: 'Ольга 李明 👩‍👧' } }],
    [
      'with a Date, which has a toJSON',
      { when: new Date(0), sequence: [{ identification_type: 'AGENT' }] },
    ],
  ];
  for (const [name, change] of table) {
    it(`is sent unchanged: ${name}`, async () => {
      const request = { ...referenceRequest, ...change };
      await client().createChain(request as CreateChainRequest);
      assert.equal(seen[0]?.body, JSON.stringify(request));
    });
  }

  it('needs no email if no step needs one, and may have escapes and white space', async () => {
    const { email: _, ...actor } = referenceRequest.actor;
    const text = JSON.stringify({ ...referenceRequest, actor }, undefined, '\t');
    await client().createChain(text.replace('"actor"', '"\\u0061ctor"'));
    assert.equal(sandbox.ledger.length, 1);
  });
});

describe('the option rules', () => {
  it('changes which issues block', async () => {
    const strict = client({ rules: { 'check-letter': 'error', 'phone-length': 'off' } });
    const { issues } = await rejection(strict.createChain(referenceRequest), ValidationError);
    assert.deepEqual(
      issues.map(({ rule, severity }) => [rule, severity]),
      [['check-letter', 'error']],
    );
    const lax = client({
      rules: { 'check-letter': 'off', 'phone-length': 'off', email: undefined },
    });
    assert.deepEqual((await lax.createChain(referenceRequest)).warnings, []);
  });

  it('throws for an unknown rule or severity, and for a fixed rule', () => {
    for (const [rules, message] of [
      [{ 'chek-letter': 'off' }, 'rules: unknown rule chek-letter; did you mean check-letter?'],
      [{ 'json-syntax': 'off' }, 'rules: json-syntax cannot be overridden'],
      [{ 'check-letter': 'on' }, "rules: check-letter must be 'off', 'warning' or 'error'"],
    ] as const) {
      assert.throws(() => client({ rules: rules as never }), new TypeError(message));
    }
  });
});

describe('a response', () => {
  it('with a documented error status becomes the error of its class', async () => {
    const chains = client();
    const { id } = await chains.createChain(referenceRequest);
    await chains.closeChain(id);
    const conflict = await rejection(chains.cancelChain(id), ConflictError);
    assert.equal(conflict.serverErrors[0]?.code, 'SANDBOX_409');
    await rejection(client({ token: 'wrong' }).closeChain(id), UnauthorizedError);
    await rejection(client({ orgId: 'other' }).closeChain(id), NotFoundError);
    for (const [status, Class] of [
      [400, BadRequestError],
      [500, ServerError],
      [418, ApiError],
      [503, ApiError],
    ] as const) {
      sandbox.fail({ status });
      const error = await rejection(client({ retry: false }).closeChain(id), Class);
      assert.equal(error.status, status);
      assert.ok(isApiError(error) && !isConflictError(error));
    }
  });

  it('that is not JSON is available as text', async () => {
    const html = () =>
      new Response('<html>502</html>', { status: 502, headers: { 'X-Request-Id': 'r1' } });
    const error = await rejection(clientWith(html).closeChain('x'), ApiError);
    assert.deepEqual(
      [error.body, error.serverErrors, error.requestId],
      ['<html>502</html>', [], 'r1'],
    );
  });

  it('without an id, or with a redirect, becomes an UnexpectedResponseError', async () => {
    const empty = clientWith(() => Response.json({ hello: 1 }, { status: 201 }));
    const error = await rejection(empty.createChain(referenceRequest), UnexpectedResponseError);
    assert.match(error.message, /a chain was created, but the response has no id for it/);
    assert.deepEqual([error.status, error.body], [201, { hello: 1 }]);
    const elsewhere = clientWith(
      () => new Response(null, { status: 307, headers: { Location: 'https://evil.example' } }),
    );
    await rejection(elsewhere.closeChain('x'), UnexpectedResponseError);
  });

  it('may have the id in the member of idField, or in Location', async () => {
    const uuid = () => Response.json({ uuid: 'u', id: 'i' }, { status: 201 });
    const chains = client({ idField: 'uuid', fetch: async () => uuid() });
    assert.equal((await chains.createChain(referenceRequest)).id, 'u');
    const location = clientWith(
      () => new Response(null, { status: 201, headers: { Location: '/v1/chain/l' } }),
    );
    assert.equal((await location.createChain(referenceRequest)).id, 'l');
  });

  it('with a redirect does not send the credential to another server', async () => {
    const other = await serve(() => assert.fail('the redirect was followed'));
    const redirecting = await serve(() => Response.redirect(other.url, 307));
    const chains = client({ baseUrl: redirecting.url });
    await rejection(chains.createChain(referenceRequest), UnexpectedResponseError);
    await Promise.all([other.close(), redirecting.close()]);
  });
});

describe('a call without a response', () => {
  it('rejects with OutcomeUnknownError for createChain, and with the cause for closeChain', async () => {
    const chains = client();
    const { id } = await chains.createChain(referenceRequest);
    for (const reset of ['before', 'after'] as const) {
      sandbox.fail({ reset });
      const unknown = await rejection(chains.createChain(referenceRequest), OutcomeUnknownError);
      assert.ok(isOutcomeUnknownError(unknown) && isConnectionError(unknown.cause));
    }
    assert.equal(sandbox.ledger.length, 2);
    sandbox.fail({ reset: 'before', times: 3 });
    await rejection(chains.closeChain(id), ConnectionError);
  });

  it('rejects with a TimeoutError after the timeout', async () => {
    const chains = client({ timeout: 50, retry: false });
    sandbox.fail({ latency: 5000, times: 2 });
    const unknown = await rejection(chains.createChain(referenceRequest), OutcomeUnknownError);
    assert.ok(isTimeoutError(unknown.cause));
    const timeout = await rejection(chains.closeChain('x'), TimeoutError);
    assert.equal(timeout.message, 'closeChain: no answer within 50 ms');
  });

  it('rejects with the reason of the signal if the caller aborts', async () => {
    const reason = new Error('the page was left');
    const controller = new AbortController();
    sandbox.fail({ latency: 5000 });
    const call = client().createChain(referenceRequest, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    assert.equal(await rejection(call, Error), reason);
    const again = client().closeChain('x', { signal: controller.signal });
    assert.equal(await rejection(again, Error), reason);
  });

  it('rejects with a ConnectionError if fetch rejects with a string', async () => {
    const chains = client({ fetch: () => Promise.reject('odd') });
    const { cause } = await rejection(chains.closeChain('x'), ConnectionError);
    assert.deepEqual(cause, { name: 'string' });
  });

  it('rejects with the error code of the system if nothing listens', async () => {
    const closed = await serve(() => new Response());
    await closed.close();
    const { cause } = await rejection(
      client({ baseUrl: closed.url }).closeChain('x'),
      ConnectionError,
    );
    assert.deepEqual(cause, { name: 'TypeError', code: 'ECONNREFUSED' });
  });

  it('ends in time even if the token function or fetch ignores its signal', async () => {
    const never = () => new Promise<never>(() => {});
    for (const stuck of [{ token: never }, { fetch: never }]) {
      const bounded = client({ ...stuck, timeout: 50, retry: false });
      await rejection(bounded.closeChain('x'), 'token' in stuck ? TokenError : TimeoutError);
      const signal = AbortSignal.timeout(50);
      const error = await rejection(client(stuck).closeChain('x', { signal }), Error);
      assert.equal(error, signal.reason);
    }
    const aborted = { signal: AbortSignal.abort(new Error('gone')) };
    const chains = client({ token: () => assert.fail('the token function was called') });
    assert.equal((await rejection(chains.closeChain('x', aborted), Error)).message, 'gone');
  });

  it('accepts an infinite timeout, and rejects one of 0 or less', async () => {
    for (const timeout of [Number.POSITIVE_INFINITY, 2 ** 40]) {
      await rejection(client({ timeout }).closeChain('x'), NotFoundError);
    }
    for (const timeout of [0, -1, Number.NaN, '5' as unknown as number]) {
      assert.throws(() => client({ timeout }), TypeError);
    }
  });
});

describe('errors', () => {
  it('contain no value of the request, no token and no text of the server', async () => {
    const secret = 'SeCrEt-42';
    const leaky = clientWith(() =>
      Response.json({ errors: [{ details: secret }] }, { status: 400, headers: { 'X-A': secret } }),
    );
    const errors: unknown[] = [
      await rejection(leaky.createChain(referenceRequest), BadRequestError),
      await rejection(
        client({ token: secret }).createChain({ ...referenceRequest, expires_in: secret }),
        ValidationError,
      ),
      await rejection(
        client({ fetch: () => Promise.reject(new Error('refused')), token: secret }).closeChain(
          'x',
        ),
        ConnectionError,
      ),
    ];
    for (const error of errors) {
      const { message, stack } = error as Error;
      const shown = [
        message,
        stack,
        String(error),
        JSON.stringify(error),
        inspect(error, { depth: 9 }),
      ];
      assert.ok(!shown.join('\n').includes(secret), inspect(error));
    }
  });

  it('are recognized by the guards, also by those of another copy of the package', async () => {
    const error = await rejection(client().closeChain(''), ValidationError);
    assert.ok(isChainError(error) && isValidationError(error) && !isApiError(error));
    const url = import.meta.resolve('identification-chain');
    const copy: { isValidationError: typeof isValidationError } = await import(`${url}?copy`);
    assert.ok(copy.isValidationError(error));
    for (const other of [null, undefined, 'x', {}, new Error('x')]) {
      assert.ok(!isChainError(other) && !isValidationError(other));
    }
  });
});
