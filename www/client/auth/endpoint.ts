// What a token endpoint is asked, and what it answers (RFC 7523 §2.1, RFC 6749 §5).

import { TokenError } from '../errors.ts';

/** Sends the request. The signal in `init` ends it. */
export type Fetch = (request: Request, init: RequestInit) => Promise<Response>;

/** What a token endpoint answered. */
export interface Answer {
  readonly status: number;
  /** The time of the server's clock in milliseconds since 1970; `NaN` if it did not tell. */
  readonly date: number;
  /** The members of its JSON; none if it is no JSON object. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** An access token. */
export interface Grant {
  readonly token: string;
  /** How long it is good for, in seconds. */
  readonly lifetime: number;
}

/**
 * Exchanges an assertion. No `credentials` are set: workerd has no such member, and servers and
 * edges keep no cookies.
 *
 * @throws {TokenError} where no answer came.
 */
export async function post(
  tokenUrl: string,
  assertion: string,
  scope: string | undefined,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<Answer> {
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion,
    ...(scope !== undefined && { scope }),
  });
  try {
    const request = new Request(tokenUrl, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: form,
      // An assertion is for one server. workerd has no mode `error`.
      redirect: 'manual',
    });
    const response = await fetch(request, { signal });
    const date = Date.parse(response.headers.get('Date') ?? '');
    return { status: response.status, date, members: membersOf(await response.text()) };
  } catch (thrown) {
    throw new TokenError('the connection to the token endpoint failed', thrown);
  }
}

function membersOf(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

/** The codes of RFC 6749 §5.2. Others are the server's own words, and are not told. */
const codes: readonly unknown[] = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
];

/** How long a token is taken to be good for if the server does not say, in seconds. */
const assumedLifetime = 300;

/**
 * The token in an answer.
 *
 * @throws {TokenError} where there is none.
 */
export function grantOf({ status, members }: Answer): Grant {
  const { error, access_token: token, expires_in: expiresIn } = members;
  if (status !== 200) {
    const code = codes.includes(error) ? `, ${error}` : '';
    throw new TokenError(`the token endpoint answered ${status}${code}`, undefined, status);
  }
  // VSCHAR (RFC 6749 appendix A.12) but the space, which `Bearer` tokens cannot have.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new TokenError('the answer of the token endpoint has none', undefined, status);
  }
  return { token, lifetime: secondsOf(expiresIn) };
}

/** `expires_in` is a number; some servers write it as text. */
function secondsOf(value: unknown): number {
  const text = typeof value === 'string' ? value.trim() : '';
  const seconds = typeof value === 'number' ? value : text === '' ? Number.NaN : Number(text);
  return Number.isFinite(seconds) ? Math.max(seconds, 0) : assumedLifetime;
}
