// Tests service accounts against a token endpoint over HTTP on the loopback address. It verifies every
// assertion with the public key.

import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { isApiError } from 'identification-chain';
import {
  isTokenError,
  type ServiceAccountOptions,
  serviceAccount,
  TokenError,
  type TokenSource,
} from 'identification-chain/auth';
import { type Served, serve } from 'identification-chain/sandbox/node';
import { decodeJwt, type JWTPayload, jwtVerify, type ProtectedHeaderParameters } from 'jose';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1') =>
  key.export({ type, format: 'pem' }) as string;
const pkcs8 = pem(privateKey, 'pkcs8');
const pkcs1 = pem(privateKey, 'pkcs1');
const email = 'admin@acme.example';
const account = { private_key_id: 'key-1', private_key: pkcs1, client_email: email };

/** The texts that no error may contain. */
let secrets: string[] = [];

interface Exchange {
  readonly headers: Headers;
  readonly method: string;
  readonly form: Record<string, string>;
  readonly header: ProtectedHeaderParameters;
  readonly claims: JWTPayload;
}

const second = 1000;
const minute = 60 * second;
let server: Served;
let seen: Exchange[] = [];
let paths: string[] = [];
/** The time of both the token endpoint and the service account. */
let clock = 0;
/** The endpoint's response to a valid assertion: by default another token, valid for an hour. */
let respond: (count: number) => Response | Promise<Response>;

const tokenResponse = (count: number, rest: object = { expires_in: 3600 }) =>
  Response.json({ access_token: `ToKeN-${count}`, ...rest });

async function endpoint(request: Request): Promise<Response> {
  paths.push(new URL(request.url).pathname);
  const form = Object.fromEntries(new URLSearchParams(await request.text()));
  const assertion = form['assertion'] ?? '';
  secrets.push(...assertion.split('.'));
  try {
    const { payload, protectedHeader } = await jwtVerify(assertion, publicKey, {
      algorithms: ['RS256'],
      audience: [`${server.url}/token`, 'someone-else'],
      currentDate: new Date(clock),
      maxTokenAge: 3600,
      clockTolerance: 0,
    });
    const { headers, method } = request;
    seen.push({ headers, method, form, header: protectedHeader, claims: payload });
  } catch {
    const body = { error: 'invalid_grant', error_description: `SeCrEt ${assertion}` };
    return dated(Response.json(body, { status: 400 }));
  }
  return dated(await respond(seen.length));
}

/** Adds the endpoint's time. */
function dated({ status, headers, body }: Response): Response {
  const date = new Date(clock).toUTCString();
  return new Response(body, { status, headers: { ...Object.fromEntries(headers), date } });
}

before(async () => {
  server = await serve(endpoint);
});
after(() => server.close());
beforeEach(() => {
  seen = [];
  paths = [];
  clock = Date.UTC(2026, 0, 1);
  respond = tokenResponse;
  secrets = [pkcs8, pkcs1]
    .flatMap((text) => text.split('\n').slice(1, -2))
    .concat('SeCrEt', 'ToKeN');
});

function source(options: Partial<ServiceAccountOptions> = {}, key: object = {}): TokenSource {
  return serviceAccount(
    { ...account, ...key },
    { tokenUrl: `${server.url}/token`, now: () => clock, ...options },
  );
}

/** Returns the error that `work` throws, after checking that it contains no secret. */
async function thrown<Kind extends Error>(
  work: () => unknown,
  kind: new (...args: never[]) => Kind,
): Promise<Kind> {
  const error = await (async () => work())().then(
    () => assert.fail('did not throw'),
    (reason: unknown) => reason,
  );
  const shown = inspect(error, { depth: 9, showHidden: true, getters: true });
  for (const secret of secrets) assert.ok(!shown.includes(secret), `${secret} in ${shown}`);
  assert.ok(error instanceof kind, shown);
  return error;
}

/** Returns the error that `getToken` rejects with. */
function tokenError(from: TokenSource): Promise<TokenError> {
  return thrown(() => from.getToken({}), TokenError);
}

describe('the request to the token endpoint', () => {
  it('is a form with the grant type and the assertion', async () => {
    assert.equal(await source().getToken({}), 'ToKeN-1');
    const [exchange] = seen;
    assert.deepEqual(Object.keys(exchange?.form ?? {}), ['grant_type', 'assertion']);
    assert.equal(exchange?.form['grant_type'], 'urn:ietf:params:oauth:grant-type:jwt-bearer');
    assert.equal(exchange?.method, 'POST');
    const type = exchange?.headers.get('Content-Type') ?? '';
    assert.match(type, /^application\/x-www-form-urlencoded(;|$)/);
    assert.equal(exchange?.headers.get('Accept'), 'application/json');
    assert.equal(exchange?.headers.get('Cookie'), null);
  });

  it('is sent with the option fetch', async () => {
    const fetch = async (request: Request) =>
      Response.json({ access_token: new URL(request.url).host });
    assert.equal(
      await source({ tokenUrl: 'https://a.example/token', fetch }).getToken({}),
      'a.example',
    );
  });
});

describe('an assertion', () => {
  const now = Date.UTC(2026, 0, 1) / 1000;
  const usual = { iss: email, sub: email, iat: now - 60, exp: now + 3540 };
  const cases: [string, Partial<ServiceAccountOptions>, object][] = [
    ['has the account as issuer and subject by default', {}, usual],
    [
      'has the claims that the options set',
      { issuer: 'i', subject: 's', audience: 'someone-else', scope: 'read' },
      { ...usual, iss: 'i', sub: 's', aud: 'someone-else', scope: 'read' },
    ],
    ['joins a list of scopes with spaces', { scope: ['a', 'b'] }, { ...usual, scope: 'a b' }],
    ['has no scope for an empty list', { scope: [] }, usual],
    ['has the lifetime that the option sets', { lifetime: 600 }, { ...usual, exp: now + 540 }],
    [
      'is backdated by at most half of its lifetime',
      { lifetime: 40 },
      { ...usual, iat: now - 20, exp: now + 20 },
    ],
  ];
  for (const [name, options, expected] of cases) {
    it(name, async () => {
      await source(options).getToken({});
      const [exchange] = seen;
      assert.deepEqual(exchange?.header, { alg: 'RS256', typ: 'JWT', kid: 'key-1' });
      const { jti, ...claims }: JWTPayload = exchange?.claims ?? {};
      assert.deepEqual(claims, { aud: `${server.url}/token`, ...expected });
      assert.equal(exchange?.form['scope'], exchange?.claims['scope']);
      assert.match(jti ?? '', /^[\da-f-]{36}$/);
    });
  }

  it('has a new id each time', async () => {
    const accounts = source();
    for (const rejected of [undefined, 'ToKeN-1']) await accounts.getToken({ rejected });
    assert.equal(new Set(seen.map(({ claims }) => claims.jti)).size, 2);
  });
});

describe('the key of a service account', () => {
  const lines = (text: string, end: string) => text.trim().split('\n').join(end);
  const accepted: Record<string, object | string> = {
    'PKCS#1': { ...account, private_key: pkcs1 },
    'PKCS#8': { ...account, private_key: pkcs8 },
    'with CRLF': { ...account, private_key: lines(pkcs1, '\r\n') },
    'without a final line end': { ...account, private_key: lines(pkcs8, '\n') },
    'with literal \\n': { ...account, private_key: lines(pkcs1, '\\n') },
    'with literal \\r\\n': { ...account, private_key: lines(pkcs8, '\\r\\n') },
    'on one line': { ...account, private_key: lines(pkcs8, ' ') },
    'with text before it': { ...account, private_key: `Bag Attributes\n${pkcs8}` },
    'as JSON': JSON.stringify({ type: 'service_account', ...account }),
  };
  for (const [name, key] of Object.entries(accepted)) {
    it(`is accepted: ${name}`, async () => {
      const options = { tokenUrl: `${server.url}/token`, now: () => clock };
      const accounts = serviceAccount(key as typeof account, options);
      assert.equal(await accounts.getToken({}), 'ToKeN-1');
    });
  }

  for (const modulusLength of [3072, 4096]) {
    it(`is accepted: PKCS#1 of ${modulusLength} bits`, async () => {
      const pair = generateKeyPairSync('rsa', { modulusLength });
      let signed: JWTPayload | undefined;
      const fetch = async (request: Request) => {
        const assertion = new URLSearchParams(await request.text()).get('assertion') ?? '';
        const currentDate = new Date(clock);
        signed = (await jwtVerify(assertion, pair.publicKey, { currentDate })).payload;
        return tokenResponse(1);
      };
      await source({ fetch }, { private_key: pem(pair.privateKey, 'pkcs1') }).getToken({});
      assert.equal(signed?.iss, email);
    });
  }

  it('is imported only once', async (test) => {
    const imports = test.mock.method(crypto.subtle, 'importKey');
    const accounts = source();
    for (const rejected of [undefined, 'ToKeN-1', 'ToKeN-2']) await accounts.getToken({ rejected });
    assert.equal(imports.mock.callCount(), 1);
    assert.equal(seen.length, 3);
  });

  const { privateKey: ec } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const encrypted = (type: 'pkcs1' | 'pkcs8') =>
    privateKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }) as string;
  const body = pkcs8.split('\n').slice(1, -2).join('\n');
  const bad: [string, unknown, RegExp][] = [
    ['encrypted PKCS#8', encrypted('pkcs8'), /: this key is encrypted$/],
    ['encrypted PKCS#1', encrypted('pkcs1'), /: this key is encrypted$/],
    ['an EC key', pem(ec, 'sec1'), /: this is an elliptic curve key$/],
    ['an EC key in PKCS#8', pem(ec, 'pkcs8'), /: the runtime cannot import this key$/],
    ['a short key', pem(short, 'pkcs1'), /: this key has 1024 bits$/],
    ['a public key', publicKey.export({ type: 'spki', format: 'pem' }), /: this is a public key$/],
    ['a certificate', pkcs8.replaceAll('PRIVATE KEY', 'CERTIFICATE'), /: this is a certificate$/],
    ['PKCS#1 with the label of PKCS#8', pkcs1.replaceAll('RSA ', ''), /cannot import this key$/],
    [
      'PKCS#8 with the label of PKCS#1',
      pkcs8.replaceAll('PRIVATE', 'RSA PRIVATE'),
      /cannot import/,
    ],
    ['a truncated key', `${pkcs8.slice(0, 400)}\n-----END PRIVATE KEY-----`, /is no key |cannot/],
    ['invalid base64', pkcs8.replace('MII', '*II'), /is no key between its first and last line$/],
    ['PEM without its first line', body, /: this is not the PEM of a private key$/],
    ['another text', 'SeCrEt', /: this is not the PEM of a private key$/],
    ['an empty string', '', /^private_key must be a string that is not empty$/],
    ['a missing key', undefined, /^private_key must be a string that is not empty$/],
    ['a number', 5, /^private_key must be a string that is not empty$/],
  ];
  for (const [name, private_key, message] of bad) {
    it(`is rejected: ${name}`, async () => {
      const error = await thrown(() => source({}, { private_key }).getToken({}), TypeError);
      assert.match(error.message, /^private_key must be /);
      assert.match(error.message, message);
      assert.deepEqual(paths, []);
    });
  }

  const files: [string, unknown, RegExp][] = [
    [
      'a text that is not JSON',
      `SeCrEt ${pkcs8}`,
      /is not JSON: pass the content of its JSON file$/,
    ],
    ['truncated JSON', JSON.stringify(account).slice(0, -9), /is not JSON: pass the content/],
    ['null', 'null', /^client_email must be a string that is not empty$/],
    ['undefined', undefined, /^client_email must be a string that is not empty$/],
    [
      'a file without client_email',
      { ...account, client_email: '' },
      /^client_email must be a string/,
    ],
    [
      'a file without private_key_id',
      { ...account, private_key_id: 1 },
      /^private_key_id must be a string that is not empty$/,
    ],
  ];
  for (const [name, file, message] of files) {
    it(`is rejected: ${name}`, async () => {
      const make = () => serviceAccount(file as string, { tokenUrl: 'https://a.example/' });
      assert.match((await thrown(make, TypeError)).message, message);
    });
  }

  it('does not appear when the token source is logged', () => {
    const accounts = source();
    const shown = inspect(accounts, { depth: 9, showHidden: true }) + JSON.stringify(accounts);
    for (const secret of secrets) assert.ok(!shown.includes(secret));
  });
});

/** The URLs that also test the core. */
const loopback: readonly { url: string; loopback: boolean }[] = JSON.parse(
  readFileSync(new URL('../cases/loopback.json', import.meta.url), 'utf8'),
);

describe('the options of a service account', () => {
  const urls: [string, boolean][] = [
    ['https://auth.example/oauth2/token?tenant=a', true],
    ...loopback.map(({ url, loopback: good }): [string, boolean] => [url, good]),
    ['http://auth.example/token', false],
    ['https://user:SeCrEt@auth.example/token', false],
    ['https://SeCrEt@auth.example/token', false],
    ['ftp://auth.example/token', false],
    ['/token', false],
    ['', false],
  ];
  for (const [tokenUrl, good] of urls) {
    it(`${good ? 'accept' : 'reject'} the tokenUrl ${tokenUrl || '(empty)'}`, async () => {
      if (good) source({ tokenUrl });
      else {
        assert.match(
          (await thrown(() => source({ tokenUrl }), TypeError)).message,
          /^tokenUrl must /,
        );
      }
    });
  }

  const bad: Record<string, unknown[]> = {
    tokenUrl: [undefined, 5],
    timeout: [0, -1, Number.NaN, '5'],
    lifetime: [0, 3601, 1.5, Number.NaN, '60'],
    audience: ['', 5],
    issuer: [''],
    subject: [''],
  };
  for (const [name, values] of Object.entries(bad)) {
    for (const value of values) {
      it(`reject the ${name} ${inspect(value)}`, async () => {
        const { message } = await thrown(() => source({ [name]: value }), TypeError);
        const pattern = new RegExp(`^(serviceAccount: )?${name} (is missing; it )?must `);
        assert.match(message, pattern);
      });
    }
  }
});

describe('the token of a service account', () => {
  const cached: [string, unknown, number][] = [
    ['an hour', 3600, 59 * minute],
    ['a minute', 60, 54 * second],
    ['an hour as a string', '3600', 59 * minute],
    ['an unspecified time', undefined, 4.5 * minute],
    ['a time that is not a number', 'soon', 4.5 * minute],
    ['a blank time', ' ', 4.5 * minute],
    ['0 s', 0, 0],
    ['a negative time', -5, 0],
  ];
  for (const [name, expires_in, life] of cached) {
    it(`is cached for ${life / second} s if it is valid for ${name}`, async () => {
      respond = (count) => tokenResponse(count, { expires_in });
      const accounts = source();
      const start = clock;
      const tokens = [await accounts.getToken({})];
      clock = start + life - 1;
      if (life > 0) tokens.push(await accounts.getToken({}));
      clock = start + life;
      tokens.push(await accounts.getToken({}));
      assert.deepEqual(
        tokens,
        life > 0 ? ['ToKeN-1', 'ToKeN-1', 'ToKeN-2'] : ['ToKeN-1', 'ToKeN-2'],
      );
    });
  }

  it('expires by the time when the request was sent', async () => {
    respond = (count) => {
      if (count === 1) clock += 2 * minute;
      return tokenResponse(count);
    };
    const accounts = source();
    await accounts.getToken({});
    clock += 57 * minute;
    assert.equal(await accounts.getToken({}), 'ToKeN-2');
  });

  it('is requested once for concurrent callers', async () => {
    const accounts = source();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => accounts.getToken({})));
    assert.deepEqual(new Set(tokens), new Set(['ToKeN-1']));
    assert.equal(seen.length, 1);
  });

  it('is requested again once after it was rejected, for all callers', async () => {
    const accounts = source();
    const rejected = await accounts.getToken({});
    const again = await Promise.all([1, 2, 3].map(() => accounts.getToken({ rejected })));
    assert.deepEqual(again, ['ToKeN-2', 'ToKeN-2', 'ToKeN-2']);
    assert.equal(
      await accounts.getToken({ rejected }),
      'ToKeN-2',
      'an older rejected token changes nothing',
    );
    assert.equal(seen.length, 2);
  });

  it('is requested again after a failure', async () => {
    respond = (count) => (count === 1 ? new Response('', { status: 500 }) : tokenResponse(count));
    const accounts = source();
    assert.equal((await tokenError(accounts)).status, 500);
    assert.equal(await accounts.getToken({}), 'ToKeN-2');
  });

  it('still arrives for the other callers when one aborts', async () => {
    respond = async (count) => {
      await sleep(100);
      return tokenResponse(count);
    };
    const accounts = source();
    const caller = new AbortController();
    const reason = new RangeError('enough');
    const both = [accounts.getToken({ signal: caller.signal }), accounts.getToken({})] as const;
    caller.abort(reason);
    const [one, other] = await Promise.allSettled(both);
    assert.deepEqual(one, { status: 'rejected', reason });
    assert.deepEqual(other, { status: 'fulfilled', value: 'ToKeN-1' });
    assert.equal(seen.length, 1);
  });

  it('is not requested for a caller that has already aborted', async () => {
    const signal = AbortSignal.abort(new RangeError('enough'));
    await thrown(() => source().getToken({ signal }), RangeError);
    assert.deepEqual(paths, []);
  });
});

describe('the clock of a service account', () => {
  const hour = 60 * minute;
  for (const wrong of [-2 * hour, 2 * minute, 2 * hour]) {
    it(`is corrected by the endpoint’s if it is off by ${wrong / minute} minutes`, async () => {
      const accounts = source({ now: () => clock + wrong });
      assert.equal(await accounts.getToken({}), 'ToKeN-1');
      assert.deepEqual(paths, ['/token', '/token']);
      assert.equal(seen[0]?.claims.iat, clock / 1000 - 60);
      await accounts.getToken({ rejected: 'ToKeN-1' });
      assert.equal(paths.length, 3, 'stays corrected');
    });
  }

  it('is corrected again after it was set right', async () => {
    let wrong = 2 * hour;
    const accounts = source({ now: () => clock + wrong });
    await accounts.getToken({});
    wrong = 0;
    assert.equal(await accounts.getToken({ rejected: 'ToKeN-1' }), 'ToKeN-2');
    assert.equal(paths.length, 4);
  });

  it('may be ahead by less than a minute', async () => {
    await source({ now: () => clock + 50 * second }).getToken({});
    assert.equal(paths.length, 1);
  });

  const rejections: [string, number, number | undefined, number][] = [
    ['400 with the same time', 400, 20 * second, 1],
    ['400 without a date', 400, undefined, 1],
    ['401 with another time', 401, -hour, 2],
    ['400 with another time', 400, hour, 2],
    ['403 with another time', 403, hour, 1],
    ['500 with another time', 500, hour, 1],
  ];
  for (const [name, status, ahead, times] of rejections) {
    it(`is corrected at most once: ${times} attempts for a ${name}`, async () => {
      let attempts = 0;
      const fetch = async () => {
        attempts += 1;
        const date = ahead === undefined ? 'SeCrEt' : new Date(clock + ahead).toUTCString();
        return Response.json({ error: 'invalid_grant' }, { status, headers: { Date: date } });
      };
      assert.equal((await tokenError(source({ fetch }))).status, status);
      assert.equal(attempts, times);
    });
  }
});

describe('TokenError', () => {
  const json = (body: unknown, status: number) => Response.json(body, { status });
  const cases: [string, () => Response, number, RegExp][] = [
    [
      'a registered code',
      () => json({ error: 'invalid_scope', error_description: 'SeCrEt' }, 403),
      403,
      /responded with 403, invalid_scope$/,
    ],
    ['an unregistered code', () => json({ error: 'SeCrEt' }, 400), 400, /responded with 400$/],
    [
      'a code that is not a string',
      () => json({ error: ['invalid_grant'] }, 401),
      401,
      /responded with 401$/,
    ],
    ['500', () => new Response('SeCrEt', { status: 500 }), 500, /responded with 500$/],
    [
      'a redirect',
      () => Response.redirect(`${server.url}/SeCrEt`, 307),
      307,
      /responded with 307$/,
    ],
    ['no content', () => new Response(null, { status: 204 }), 204, /responded with 204$/],
    ['HTML', () => new Response('<p>SeCrEt', { status: 200 }), 200, /has no valid access_token$/],
    ['JSON that is not an object', () => json('SeCrEt', 200), 200, /has no valid access_token$/],
    ['null', () => json(null, 200), 200, /has no valid access_token$/],
    ['no token', () => json({ expires_in: 5 }, 200), 200, /has no valid access_token$/],
    ['an empty token', () => json({ access_token: '' }, 200), 200, /has no valid access_token$/],
    [
      'a token that is a number',
      () => json({ access_token: 5 }, 200),
      200,
      /has no valid access_token$/,
    ],
    [
      'a token with a line break',
      () => json({ access_token: 'SeCrEt\r\nX: y' }, 200),
      200,
      /has no valid access_token$/,
    ],
  ];
  for (const [name, response, status, message] of cases) {
    it(`has the status of the response: ${name}`, async () => {
      respond = response;
      const error = await tokenError(source());
      assert.match(error.message, /^could not get an access token: the /);
      assert.match(error.message, message);
      assert.equal(error.status, status);
      assert.ok(isTokenError(error) && !isApiError(error));
      assert.deepEqual(paths, ['/token'], 'sends no other request');
    });
  }

  it('is thrown if nothing listens at the endpoint', async () => {
    const closed = await serve(endpoint);
    await closed.close();
    const error = await tokenError(source({ tokenUrl: `${closed.url}/token` }));
    assert.match(error.message, /connection to the token endpoint failed$/);
    assert.deepEqual(error.cause, { name: 'TypeError', code: 'ECONNREFUSED' });
    assert.equal(error.status, undefined);
  });

  it('does not contain the error of fetch, which may contain the request', async () => {
    const fetch = async (request: Request) => {
      throw Object.assign(new Error(`SeCrEt ${await request.text()}`), {
        request,
        code: 'ECONNREFUSED',
      });
    };
    const error = await tokenError(source({ fetch }));
    assert.deepEqual(error.cause, { name: 'Error', code: 'ECONNREFUSED' });
  });

  it('is thrown if there is no response in time', async () => {
    respond = async (count) => {
      await sleep(300);
      return tokenResponse(count);
    };
    const error = await tokenError(source({ timeout: 50 }));
    assert.match(error.message, /the token endpoint did not respond within 50 ms$/);
  });

  it('is thrown in time even if fetch ignores the signal', async () => {
    const fetch = () => new Promise<never>(() => {});
    assert.match((await tokenError(source({ fetch, timeout: 20 }))).message, /within 20 ms$/);
  });

  it('is thrown if the body does not arrive in time', async () => {
    const body = new ReadableStream({ start: (rest) => rest.enqueue(new Uint8Array(9)) });
    const fetch = async () => new Response(body);
    assert.match((await tokenError(source({ fetch, timeout: 20 }))).message, /within 20 ms$/);
  });
});

describe('serviceAccount', () => {
  const agent = { userAgent: 'Mozilla/5.0' };
  const node = { versions: { node: '24.0.0' } };
  const hosts: [string, object, boolean][] = [
    ['a page', { document: {}, navigator: agent }, false],
    ['a page with a process shim', { document: {}, process: { versions: {} } }, false],
    ['a worker', { WorkerGlobalScope: {}, importScripts: {}, navigator: agent }, false],
    ['Node with jsdom', { document: {}, process: node }, true],
    ['Deno’s worker', { WorkerGlobalScope: {}, Deno: { version: { deno: '2.5.0' } } }, true],
    ['workerd', { WorkerGlobalScope: {}, navigator: { userAgent: 'Cloudflare-Workers' } }, true],
    ['edge-light', { EdgeRuntime: 'edge-runtime', WorkerGlobalScope: {} }, true],
    ['another runtime', {}, true],
  ];
  for (const [name, host, works] of hosts) {
    it(`${works ? 'works' : 'throws'} in ${name}`, async () => {
      const { outputFiles } = await build({
        stdin: {
          contents: "export { serviceAccount } from 'identification-chain/auth';",
          resolveDir: import.meta.dirname,
        },
        bundle: true,
        format: 'iife',
        globalName: 'auth',
        platform: 'browser',
        write: false,
      });
      const context = createContext({ ...host, URL, TextEncoder, TextDecoder, atob, account });
      const code = `${outputFiles[0]?.text}
auth.serviceAccount(account, { tokenUrl: 'https://auth.example/token' }).getToken;`;
      if (works) assert.equal(typeof runInContext(code, context), 'function');
      else {
        assert.throws(
          () => runInContext(code, context),
          /Error: a service account does not work in a browser, because every visitor .* to a gateway there$/,
        );
      }
    });
  }
});

it('the token endpoint of these tests rejects an assertion signed with another key', async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const error = await tokenError(source({}, { private_key: pem(other, 'pkcs8') }));
  assert.match(error.message, /responded with 400, invalid_grant$/);
  assert.equal(decodeJwt(secrets.slice(-3).join('.')).iss, email);
});
