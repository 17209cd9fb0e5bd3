// Access tokens for a service account: an assertion signed with its key, exchanged at a token
// endpoint (RFC 7523) and kept until shortly before it expires.

import {
  anything,
  callback,
  checkedOptions,
  filledText,
  type Kinds,
  milliseconds,
  required,
} from '../options.ts';
import { runtimeOf, sharesWork } from '../runtime.ts';
import type { TokenSource } from '../send/token.ts';
import { importKey, sign } from './assertion.ts';
import { cached } from './cache.ts';
import { type Answer, type Fetch, type Grant, grantOf, post } from './endpoint.ts';
import { isLoopback } from './loopback.ts';
import { pkcs8Of } from './pem.ts';

/** The members that are read of a service account's JSON file. */
export interface ServiceAccountKey {
  readonly private_key_id: string;
  /** A private RSA key as PEM: PKCS#8 or PKCS#1. */
  readonly private_key: string;
  readonly client_email: string;
}

/** How a service account gets its tokens. */
export interface ServiceAccountOptions {
  /** The token endpoint: https, or http on the loopback address. */
  readonly tokenUrl: string;
  /** Whom the assertion is for. `tokenUrl` unless given. */
  readonly audience?: string | undefined;
  /** Who says it. `client_email` unless given. */
  readonly issuer?: string | undefined;
  /** Whom the token is for. `client_email` unless given. */
  readonly subject?: string | undefined;
  /** What the token should allow. */
  readonly scope?: string | readonly string[] | undefined;
  /** What sends: the runtime's `fetch` unless given. */
  readonly fetch?: Fetch | undefined;
  /** The clock, in milliseconds since 1970. `Date.now` unless given. */
  readonly now?: (() => number) | undefined;
  /** How long an exchange may take, in milliseconds. 30,000 unless given; `Infinity` for no bound. */
  readonly timeout?: number | undefined;
  /** How long an assertion is good for, in whole seconds. 3,600 unless given, and at most. */
  readonly lifetime?: number | undefined;
}

const accountKinds: Kinds<ServiceAccountOptions> = {
  // A wrong URL has an error of its own.
  tokenUrl: required({ ...anything, expected: 'a URL' }),
  audience: filledText,
  issuer: filledText,
  subject: filledText,
  scope: {
    expected: 'a string, or an array of strings',
    accepts: (scope) => [scope].flat().every((part) => typeof part === 'string'),
  },
  fetch: callback,
  now: callback,
  timeout: milliseconds,
  lifetime: {
    expected: 'a whole number of seconds from 1 to 3600',
    accepts: (lifetime) =>
      Number.isInteger(lifetime) && Number(lifetime) >= 1 && Number(lifetime) <= 3600,
  },
};

/**
 * The tokens of a service account. Nothing is sent until one is asked for. A token is kept until
 * shortly before it expires; a failure is not kept. Callers at the same time share one exchange, but
 * not on workerd and edge-light, where no request may wait for another's.
 *
 * `getToken` rejects with a {@link TokenError}, with the reason of the caller's signal, and with a
 * `TypeError` for a key that only the runtime can tell to be bad.
 *
 * @param key The service account's JSON file, as text or parsed.
 * @throws {TypeError} for a key or an option that is none. It holds no part of the key.
 * @throws {Error} in a browser.
 */
export function serviceAccount(
  key: string | ServiceAccountKey,
  options: ServiceAccountOptions,
): TokenSource {
  const runtime = runtimeOf(globalThis);
  if (runtime === undefined) throw new Error(notInBrowsers);
  const own = checkedOptions('serviceAccount: ', options, accountKinds);
  const account = typeof key === 'string' ? parsed(key) : key;
  const email = text(account?.client_email, 'client_email');
  const keyId = text(account?.private_key_id, 'private_key_id');
  const pkcs8 = pkcs8Of(text(account?.private_key, 'private_key'));

  const tokenUrl = endpoint(own.tokenUrl);
  const { now = Date.now, timeout = 30_000, lifetime = 3600, fetch } = own;
  const scope = [own.scope ?? []].flat().join(' ') || undefined;
  const { issuer = email, subject = email, audience = tokenUrl } = own;
  const claims = { keyId, issuer, subject, audience, scope, lifetime };

  // The key and not its promise, which would stay pending where work is not shared.
  let imported: CryptoKey | undefined;
  /** How far the server's clock is ahead of ours, in milliseconds. */
  let ahead = 0;

  async function ask(signal: AbortSignal): Promise<Answer> {
    imported ??= await importKey(pkcs8);
    const assertion = await sign(imported, claims, now() + ahead);
    return post(tokenUrl, assertion, scope, fetch ?? globalThis.fetch, signal);
  }

  async function exchange(signal: AbortSignal): Promise<Grant> {
    const answer = await ask(signal);
    const error = clockError(answer, now() + ahead);
    if (error === 0) return grantOf(answer);
    ahead += error;
    return grantOf(await ask(signal));
  }

  return { getToken: cached(exchange, { now, timeout, shared: sharesWork(runtime) }) };
}

const notInBrowsers =
  'a service account does not work in a browser, because everybody who opens the page could read its key, which is an admin’s: keep it on a server or at the edge, and point baseUrl at a gateway there';

/** How far clocks may be apart before it is taken for the reason of a refusal, in milliseconds. */
const toleratedClockError = 30_000;

/** How far the server's clock is ahead of `time`, if the server may have refused for that. */
function clockError({ status, date }: Answer, time: number): number {
  const error = date - time;
  const refused = status === 400 || status === 401;
  return refused && Math.abs(error) > toleratedClockError ? error : 0;
}

function parsed(json: string): Partial<ServiceAccountKey> | null {
  try {
    return JSON.parse(json);
  } catch {
    // The parser's message quotes the file.
    throw new TypeError('the service account must be the JSON of its file, and is no JSON');
  }
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${name} must be a text`);
  return value;
}

/** The token endpoint, as it was written. The errors do not hold it: it may have credentials. */
function endpoint(url: string): string {
  const found = URL.canParse(url) ? new URL(url) : undefined;
  if (found?.username || found?.password) throw new TypeError('tokenUrl must hold no credentials');
  if (found?.protocol === 'https:' || (found?.protocol === 'http:' && isLoopback(url))) return url;
  throw new TypeError('tokenUrl must be a URL with https, or with http on the loopback address');
}
