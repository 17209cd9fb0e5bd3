// The request to a token endpoint and its response (RFC 7523 §2.1, RFC 6749 §5).

import { TokenError } from '../errors/index.ts';
import { own } from '../own.ts';

/** Sends a request, as the runtime's `fetch` does. The signal in `init` aborts it. */
export type Fetch = (request: Request, init: RequestInit) => Promise<Response>;

/** The response of a token endpoint. */
export interface TokenResponse {
  readonly status: number;
  /** The server's `Date` in milliseconds since 1970, or `NaN` if it sent none. */
  readonly date: number;
  /** The members of the JSON body. Empty if the body is not a JSON object. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** An access token. */
export interface Grant {
  readonly token: string;
  /** How long the token is valid, in seconds. */
  readonly lifetime: number;
}

/**
 * Exchanges an assertion for a token. It does not set `credentials`, which workerd does not support:
 * servers and edges store no cookies.
 *
 * @throws {TokenError} if the connection fails.
 */
export async function post(
  tokenUrl: string,
  assertion: string,
  scope: string | undefined,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<TokenResponse> {
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion,
    ...(scope !== undefined && { scope }),
  });
  try {
    const init = own({
      method: 'POST',
      headers: own({ Accept: 'application/json' }),
      body: form,
      // An assertion is for one server only. (workerd does not support the mode `error`.)
      redirect: 'manual' as const,
    });
    const response = await fetch(new Request(tokenUrl, init), own({ signal }));
    const date = Date.parse(response.headers.get('Date') ?? '');
    return { status: response.status, date, members: membersOf(await response.text()) };
  } catch (thrown) {
    throw new TokenError('the connection to the token endpoint failed', thrown);
  }
}

function membersOf(text: string): Record<string, unknown> {
  try {
    return own(Object(JSON.parse(text)));
  } catch {
    return own({});
  }
}

/** The error codes of RFC 6749 §5.2. Messages hold no others: those are the server's own text. */
const codes: readonly unknown[] = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
];

/** The assumed lifetime of a token without `expires_in`, in seconds. */
const assumedLifetime = 300;

/**
 * Returns the token in a response.
 *
 * @throws {TokenError} if it has none.
 */
export function grantOf({ status, members }: TokenResponse): Grant {
  const { error, access_token: token, expires_in: expiresIn } = members;
  if (status !== 200) {
    const code = codes.includes(error) ? `, ${error}` : '';
    throw new TokenError(`the token endpoint responded with ${status}${code}`, undefined, status);
  }
  // VSCHAR (RFC 6749 appendix A.12) without the space, which bearer tokens must not contain.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new TokenError(
      "the token endpoint's response has no valid access_token",
      undefined,
      status,
    );
  }
  return { token, lifetime: secondsOf(expiresIn) };
}

/** Returns `expires_in` in seconds. It is a number, but some servers send a string. */
function secondsOf(value: unknown): number {
  const text = typeof value === 'string' ? value.trim() : '';
  const seconds = typeof value === 'number' ? value : text === '' ? Number.NaN : Number(text);
  return Number.isFinite(seconds) ? Math.max(seconds, 0) : assumedLifetime;
}
