// Gets access tokens for a service account: it signs an assertion with the account's key, exchanges
// it at a token endpoint (RFC 7523), and caches the token until shortly before it expires.

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
import { type Fetch, type Grant, grantOf, post, type TokenResponse } from './endpoint.ts';
import { isLoopback } from './loopback.ts';
import { pkcs8Of } from './pem.ts';

/** The members of a service account's JSON file that {@link serviceAccount} reads. */
export interface ServiceAccountKey {
  /** The id of the key, for the `kid` of assertions. */
  readonly private_key_id: string;
  /** A private RSA key of 2048 bits or more, in PEM: PKCS#8 or PKCS#1. */
  readonly private_key: string;
  /** The account, for the `iss` and `sub` of assertions. */
  readonly client_email: string;
}

/** Options for a service account. */
export interface ServiceAccountOptions {
  /** The URL of the token endpoint, with https, or with http on the loopback address. */
  readonly tokenUrl: string;
  /** The audience (`aud`) of assertions. `tokenUrl` by default. */
  readonly audience?: string | undefined;
  /** The issuer (`iss`) of assertions. `client_email` by default. */
  readonly issuer?: string | undefined;
  /** The subject (`sub`) of assertions. `client_email` by default. */
  readonly subject?: string | undefined;
  /** The requested scope, or a list of scopes. None by default. */
  readonly scope?: string | readonly string[] | undefined;
  /** Sends the requests. The runtime's `fetch` by default. */
  readonly fetch?: Fetch | undefined;
  /** The clock, in milliseconds since 1970. `Date.now` by default. */
  readonly now?: (() => number) | undefined;
  /** The time limit for an exchange, in milliseconds. 30,000 by default; `Infinity` for no limit. */
  readonly timeout?: number | undefined;
  /** The lifetime of assertions, in whole seconds from 1 to 3,600. 3,600 by default. */
  readonly lifetime?: number | undefined;
}

const accountKinds: Kinds<ServiceAccountOptions> = {
  // `endpointOf` checks the URL.
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
 * Creates a token source for a service account, for the `token` of a client. It sends nothing until a
 * token is needed, and caches the token until shortly before it expires. Concurrent calls share one
 * exchange, except on workerd and edge-light, where a request must not wait for another one.
 *
 * `getToken` rejects with a {@link TokenError}, with the reason of the caller's signal, or with a
 * `TypeError` for a key that the runtime cannot import.
 *
 * @param key The service account's JSON file, as text or parsed.
 * @throws {TypeError} for an invalid key, and for an unknown or wrong option. The message holds no
 * part of the key.
 * @throws {Error} in a browser, where every visitor could read the key.
 *
 * @example
 * import { createClient } from 'identification-chain';
 * import { serviceAccount } from 'identification-chain/auth';
 *
 * const token = serviceAccount(process.env.SERVICE_ACCOUNT, {
 *   tokenUrl: 'https://auth.example.com/oauth2/token',
 * });
 * const chains = createClient({ orgId: 'acme', token });
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

  const tokenUrl = endpointOf(own.tokenUrl);
  const { now = Date.now, timeout = 30_000, lifetime = 3600, fetch } = own;
  const scope = [own.scope ?? []].flat().join(' ') || undefined;
  const { issuer = email, subject = email, audience = tokenUrl } = own;
  const claims = { keyId, issuer, subject, audience, scope, lifetime };

  // The key and not its promise: if work is not shared, the promise could stay pending forever.
  let imported: CryptoKey | undefined;
  /** How far the server's clock is ahead of ours, in milliseconds. */
  let ahead = 0;

  async function requestToken(signal: AbortSignal): Promise<TokenResponse> {
    imported ??= await importKey(pkcs8);
    const assertion = await sign(imported, claims, now() + ahead);
    return post(tokenUrl, assertion, scope, fetch ?? globalThis.fetch, signal);
  }

  async function exchange(signal: AbortSignal): Promise<Grant> {
    const response = await requestToken(signal);
    const error = clockError(response, now() + ahead);
    if (error === 0) return grantOf(response);
    ahead += error;
    return grantOf(await requestToken(signal));
  }

  return { getToken: cached(exchange, { now, timeout, shared: sharesWork(runtime) }) };
}

const notInBrowsers =
  'a service account does not work in a browser, because every visitor could read its key: keep the key on a server or at the edge, and set baseUrl to a gateway there';

/** A larger difference between the clocks may be why the server rejected us, in milliseconds. */
const toleratedClockError = 30_000;

/** Returns how far the server's clock is ahead of `time`, if that may be why it rejected us, or 0. */
function clockError({ status, date }: TokenResponse, time: number): number {
  const error = date - time;
  const isRejected = status === 400 || status === 401;
  return isRejected && Math.abs(error) > toleratedClockError ? error : 0;
}

function parsed(json: string): Partial<ServiceAccountKey> | null {
  try {
    return JSON.parse(json);
  } catch {
    // The parser's message quotes the file.
    throw new TypeError('the service account is not JSON: pass the content of its JSON file');
  }
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '')
    throw new TypeError(`${name} must be a string that is not empty`);
  return value;
}

/** Checks the URL of the token endpoint. The messages do not hold it: it may contain credentials. */
function endpointOf(url: string): string {
  const parts = URL.canParse(url) ? new URL(url) : undefined;
  if (parts?.username || parts?.password) {
    throw new TypeError('tokenUrl must not contain credentials');
  }
  if (parts?.protocol === 'https:' || (parts?.protocol === 'http:' && isLoopback(url))) return url;
  throw new TypeError('tokenUrl must be a URL with https, or with http on the loopback address');
}
