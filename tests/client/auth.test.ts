// Service accounts against a token endpoint over HTTP on the loopback address, which verifies every
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

/** What must not be in anything that is thrown. */
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
/** The clock of the token endpoint, and of the service account. */
let clock = 0;
/** What the endpoint answers to a good assertion; a token of its own, for an hour, unless set. */
let answer: (count: number) => Response | Promise<Response>;

const granted = (count: number, rest: object = { expires_in: 3600 }) =>
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
  return dated(await answer(seen.length));
}

/** With the endpoint's own time. */
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
  answer = granted;
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

/** The error that `work` throws, which holds no secret. */
async function thrown<Kind extends Error>(
  work: () => unknown,
  kind: new (...args: never[]) => Kind,
): Promise<Kind> {
  const error = await (async () => work())().then(
    () => assert.fail('nothing was thrown'),
    (reason: unknown) => reason,
  );
  const shown = inspect(error, { depth: 9, showHidden: true, getters: true });
  for (const secret of secrets) assert.ok(!shown.includes(secret), `${secret} in ${shown}`);
  assert.ok(error instanceof kind, shown);
  return error;
}

/** The error that a token is refused with. */
function refused(from: TokenSource): Promise<TokenError> {
  return thrown(() => from.getToken({}), TokenError);
}

describe('an exchange', () => {
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

  it('goes by the fetch that is given', async () => {
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
    ['says by default who the account is', {}, usual],
    [
      'says what it is told',
      { issuer: 'i', subject: 's', audience: 'someone-else', scope: 'read' },
      { ...usual, iss: 'i', sub: 's', aud: 'someone-else', scope: 'read' },
    ],
    ['has a list of scopes as one text', { scope: ['a', 'b'] }, { ...usual, scope: 'a b' }],
    ['has no empty scope', { scope: [] }, usual],
    ['is as short-lived as wanted', { lifetime: 600 }, { ...usual, exp: now + 540 }],
    ['is not over when it is made', { lifetime: 40 }, { ...usual, iat: now - 20, exp: now + 20 }],
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

  it('has another id each time', async () => {
    const accounts = source();
    for (const rejected of [undefined, 'ToKeN-1']) await accounts.getToken({ rejected });
    assert.equal(new Set(seen.map(({ claims }) => claims.jti)).size, 2);
  });
});

describe('a key', () => {
  const lines = (text: string, end: string) => text.trim().split('\n').join(end);
  const good: Record<string, object | string> = {
    'PKCS#1': { ...account, private_key: pkcs1 },
    'PKCS#8': { ...account, private_key: pkcs8 },
    'with CRLF': { ...account, private_key: lines(pkcs1, '\r\n') },
    'without a last line end': { ...account, private_key: lines(pkcs8, '\n') },
    'with line ends written out': { ...account, private_key: lines(pkcs1, '\\n') },
    'with CRLF written out': { ...account, private_key: lines(pkcs8, '\\r\\n') },
    'on one line': { ...account, private_key: lines(pkcs8, ' ') },
    'with words before it': { ...account, private_key: `Bag Attributes\n${pkcs8}` },
    'as JSON': JSON.stringify({ type: 'service_account', ...account }),
  };
  for (const [name, key] of Object.entries(good)) {
    it(`may be ${name}`, async () => {
      const options = { tokenUrl: `${server.url}/token`, now: () => clock };
      const accounts = serviceAccount(key as typeof account, options);
      assert.equal(await accounts.getToken({}), 'ToKeN-1');
    });
  }

  for (const modulusLength of [3072, 4096]) {
    it(`may be PKCS#1 of ${modulusLength} bits`, async () => {
      const pair = generateKeyPairSync('rsa', { modulusLength });
      let signed: JWTPayload | undefined;
      const fetch = async (request: Request) => {
        const assertion = new URLSearchParams(await request.text()).get('assertion') ?? '';
        const currentDate = new Date(clock);
        signed = (await jwtVerify(assertion, pair.publicKey, { currentDate })).payload;
        return granted(1);
      };
      await source({ fetch }, { private_key: pem(pair.privateKey, 'pkcs1') }).getToken({});
      assert.equal(signed?.iss, email);
    });
  }

  it('is imported once', async (test) => {
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
    ['encrypted PKCS#8', encrypted('pkcs8'), /: it is encrypted$/],
    ['encrypted PKCS#1', encrypted('pkcs1'), /: it is encrypted$/],
    ['an EC key', pem(ec, 'sec1'), /: it is an elliptic curve key$/],
    ['an EC key in PKCS#8', pem(ec, 'pkcs8'), /: the runtime cannot read it as one$/],
    ['a short key', pem(short, 'pkcs1'), /: it has 1024 bits$/],
    ['a public key', publicKey.export({ type: 'spki', format: 'pem' }), /: it is a public key$/],
    ['a certificate', pkcs8.replaceAll('PRIVATE KEY', 'CERTIFICATE'), /: it is a certificate$/],
    ['PKCS#1 that says PKCS#8', pkcs1.replaceAll('RSA ', ''), /cannot read it as one$/],
    ['PKCS#8 that says PKCS#1', pkcs8.replaceAll('PRIVATE', 'RSA PRIVATE'), /cannot read it/],
    ['a key that is cut', `${pkcs8.slice(0, 400)}\n-----END PRIVATE KEY-----`, /is no key$|cannot/],
    ['no base64', pkcs8.replace('MII', '*II'), /is no key$/],
    ['without its first line', body, /: it is no PEM of a private key$/],
    ['SeCrEt', 'SeCrEt', /: it is no PEM of a private key$/],
    ['empty', '', /^private_key must be a text$/],
    ['missing', undefined, /^private_key must be a text$/],
    ['a number', 5, /^private_key must be a text$/],
  ];
  for (const [name, private_key, message] of bad) {
    it(`may not be ${name}`, async () => {
      const error = await thrown(() => source({}, { private_key }).getToken({}), TypeError);
      assert.match(error.message, /^private_key must be /);
      assert.match(error.message, message);
      assert.deepEqual(paths, []);
    });
  }

  const files: [string, unknown, RegExp][] = [
    ['no JSON', `SeCrEt ${pkcs8}`, /must be the JSON of its file, and is no JSON$/],
    ['JSON that is cut', JSON.stringify(account).slice(0, -9), /must be the JSON of its file/],
    ['null', 'null', /^client_email must be a text$/],
    ['nothing', undefined, /^client_email must be a text$/],
    ['without client_email', { ...account, client_email: '' }, /^client_email must be a text$/],
    [
      'without private_key_id',
      { ...account, private_key_id: 1 },
      /^private_key_id must be a text$/,
    ],
  ];
  for (const [name, file, message] of files) {
    it(`is not in a file that is ${name}`, async () => {
      const make = () => serviceAccount(file as string, { tokenUrl: 'https://a.example/' });
      assert.match((await thrown(make, TypeError)).message, message);
    });
  }

  it('is not in what a log shows of the source', () => {
    const accounts = source();
    const shown = inspect(accounts, { depth: 9, showHidden: true }) + JSON.stringify(accounts);
    for (const secret of secrets) assert.ok(!shown.includes(secret));
  });
});

/** The URLs by which the core, too, is tested. */
const loopback: readonly { url: string; loopback: boolean }[] = JSON.parse(
  readFileSync(new URL('../cases/loopback.json', import.meta.url), 'utf8'),
);

describe('an option', () => {
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
    it(`tokenUrl ${good ? 'may' : 'may not'} be ${tokenUrl || 'empty'}`, async () => {
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
      it(`${name} may not be ${inspect(value)}`, async () => {
        const { message } = await thrown(() => source({ [name]: value }), TypeError);
        const pattern = new RegExp(`^(serviceAccount: )?${name} (is missing; it )?must `);
        assert.match(message, pattern);
      });
    }
  }
});

describe('a token', () => {
  const kept: [string, unknown, number][] = [
    ['an hour', 3600, 59 * minute],
    ['a minute', 60, 54 * second],
    ['an hour as text', '3600', 59 * minute],
    ['an unknown time', undefined, 4.5 * minute],
    ['a time that is none', 'soon', 4.5 * minute],
    ['a time that is empty', ' ', 4.5 * minute],
    ['no time', 0, 0],
    ['less than no time', -5, 0],
  ];
  for (const [name, expires_in, life] of kept) {
    it(`that is good for ${name} is kept for ${life / second} s`, async () => {
      answer = (count) => granted(count, { expires_in });
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

  it('is counted from before it was asked for', async () => {
    answer = (count) => {
      if (count === 1) clock += 2 * minute;
      return granted(count);
    };
    const accounts = source();
    await accounts.getToken({});
    clock += 57 * minute;
    assert.equal(await accounts.getToken({}), 'ToKeN-2');
  });

  it('is asked for once by callers at the same time', async () => {
    const accounts = source();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => accounts.getToken({})));
    assert.deepEqual(new Set(tokens), new Set(['ToKeN-1']));
    assert.equal(seen.length, 1);
  });

  it('is asked for anew when it is rejected, once for all whom it was rejected for', async () => {
    const accounts = source();
    const rejected = await accounts.getToken({});
    const again = await Promise.all([1, 2, 3].map(() => accounts.getToken({ rejected })));
    assert.deepEqual(again, ['ToKeN-2', 'ToKeN-2', 'ToKeN-2']);
    assert.equal(await accounts.getToken({ rejected }), 'ToKeN-2', 'an older one changes nothing');
    assert.equal(seen.length, 2);
  });

  it('is asked for again after a failure', async () => {
    answer = (count) => (count === 1 ? new Response('', { status: 500 }) : granted(count));
    const accounts = source();
    assert.equal((await refused(accounts)).status, 500);
    assert.equal(await accounts.getToken({}), 'ToKeN-2');
  });

  it('comes to the others when one caller gives up', async () => {
    answer = async (count) => {
      await sleep(100);
      return granted(count);
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

  it('is not asked for by a caller that has given up', async () => {
    const signal = AbortSignal.abort(new RangeError('enough'));
    await thrown(() => source().getToken({ signal }), RangeError);
    assert.deepEqual(paths, []);
  });
});

describe('a clock', () => {
  const hour = 60 * minute;
  for (const wrong of [-2 * hour, 2 * minute, 2 * hour]) {
    it(`that is wrong by ${wrong / minute} minutes is put right by the endpoint’s`, async () => {
      const accounts = source({ now: () => clock + wrong });
      assert.equal(await accounts.getToken({}), 'ToKeN-1');
      assert.deepEqual(paths, ['/token', '/token']);
      assert.equal(seen[0]?.claims.iat, clock / 1000 - 60);
      await accounts.getToken({ rejected: 'ToKeN-1' });
      assert.equal(paths.length, 3, 'and stays so');
    });
  }

  it('that is set right after that is noticed', async () => {
    let wrong = 2 * hour;
    const accounts = source({ now: () => clock + wrong });
    await accounts.getToken({});
    wrong = 0;
    assert.equal(await accounts.getToken({ rejected: 'ToKeN-1' }), 'ToKeN-2');
    assert.equal(paths.length, 4);
  });

  it('that is ahead by less than a minute is no matter', async () => {
    await source({ now: () => clock + 50 * second }).getToken({});
    assert.equal(paths.length, 1);
  });

  const once: [string, number, number | undefined, number][] = [
    ['400 by a clock that is right', 400, 20 * second, 1],
    ['400 without a date', 400, undefined, 1],
    ['401 by another clock', 401, -hour, 2],
    ['400 by another clock', 400, hour, 2],
    ['403 by another clock', 403, hour, 1],
    ['500 by another clock', 500, hour, 1],
  ];
  for (const [name, status, ahead, times] of once) {
    it(`is not to blame for more than one refusal: ${name}, ${times} in all`, async () => {
      let asked = 0;
      const fetch = async () => {
        asked += 1;
        const date = ahead === undefined ? 'SeCrEt' : new Date(clock + ahead).toUTCString();
        return Response.json({ error: 'invalid_grant' }, { status, headers: { Date: date } });
      };
      assert.equal((await refused(source({ fetch }))).status, status);
      assert.equal(asked, times);
    });
  }
});

describe('a failure', () => {
  const json = (body: unknown, status: number) => Response.json(body, { status });
  const cases: [string, () => Response, number, RegExp][] = [
    [
      'a registered code',
      () => json({ error: 'invalid_scope', error_description: 'SeCrEt' }, 403),
      403,
      /answered 403, invalid_scope$/,
    ],
    ['a code of its own', () => json({ error: 'SeCrEt' }, 400), 400, /answered 400$/],
    ['a code that is no text', () => json({ error: ['invalid_grant'] }, 401), 401, /answered 401$/],
    ['500', () => new Response('SeCrEt', { status: 500 }), 500, /answered 500$/],
    ['a redirect', () => Response.redirect(`${server.url}/SeCrEt`, 307), 307, /answered 307$/],
    ['no content', () => new Response(null, { status: 204 }), 204, /answered 204$/],
    ['HTML', () => new Response('<p>SeCrEt', { status: 200 }), 200, /has none$/],
    ['no JSON object', () => json('SeCrEt', 200), 200, /has none$/],
    ['null', () => json(null, 200), 200, /has none$/],
    ['no token', () => json({ expires_in: 5 }, 200), 200, /has none$/],
    ['an empty token', () => json({ access_token: '' }, 200), 200, /has none$/],
    ['a token that is a number', () => json({ access_token: 5 }, 200), 200, /has none$/],
    ['two headers', () => json({ access_token: 'SeCrEt\r\nX: y' }, 200), 200, /has none$/],
  ];
  for (const [name, answered, status, message] of cases) {
    it(`is told with the status: ${name}`, async () => {
      answer = answered;
      const error = await refused(source());
      assert.match(error.message, /^the access token: the /);
      assert.match(error.message, message);
      assert.equal(error.status, status);
      assert.ok(isTokenError(error) && !isApiError(error));
      assert.deepEqual(paths, ['/token'], 'and is followed by no other request');
    });
  }

  it('is told when the endpoint is not there', async () => {
    const gone = await serve(endpoint);
    await gone.close();
    const error = await refused(source({ tokenUrl: `${gone.url}/token` }));
    assert.match(error.message, /connection to the token endpoint failed$/);
    assert.deepEqual(error.cause, { name: 'TypeError', code: 'ECONNREFUSED' });
    assert.equal(error.status, undefined);
  });

  it('is told without what a fetch throws, which may hold the request', async () => {
    const fetch = async (request: Request) => {
      throw Object.assign(new Error(`SeCrEt ${await request.text()}`), {
        request,
        code: 'ECONNREFUSED',
      });
    };
    const error = await refused(source({ fetch }));
    assert.deepEqual(error.cause, { name: 'Error', code: 'ECONNREFUSED' });
  });

  it('is told when there is no answer in time', async () => {
    answer = async (count) => {
      await sleep(300);
      return granted(count);
    };
    const error = await refused(source({ timeout: 50 }));
    assert.match(error.message, /no answer of the token endpoint within 50 ms$/);
  });

  it('is told when a fetch that knows no signal does not answer in time', async () => {
    const fetch = () => new Promise<never>(() => {});
    assert.match((await refused(source({ fetch, timeout: 20 }))).message, /within 20 ms$/);
  });

  it('is told when the body does not come in time', async () => {
    const body = new ReadableStream({ start: (rest) => rest.enqueue(new Uint8Array(9)) });
    const fetch = async () => new Response(body);
    assert.match((await refused(source({ fetch, timeout: 20 }))).message, /within 20 ms$/);
  });
});

describe('a browser', () => {
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
    it(`${works ? 'is not' : 'gets no service account:'} ${name}`, async () => {
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
          /Error: a service account does not work in a browser, because everybody .* at a gateway there$/,
        );
      }
    });
  }
});

it('the endpoint of these tests refuses an assertion that another key has signed', async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const error = await refused(source({}, { private_key: pem(other, 'pkcs8') }));
  assert.match(error.message, /answered 400, invalid_grant$/);
  assert.equal(decodeJwt(secrets.slice(-3).join('.')).iss, email);
});
