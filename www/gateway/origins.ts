// Cross-origin requests: which pages may send them, and which may read the answers. The refusals are
// those of Go 1.25's `CrossOriginProtection`, and a null origin is refused as well.

import { problem } from './problems.ts';

/** The pages that may use the gateway from other origins. */
export interface OriginPolicy {
  /** The exact origins: `https://app.example.com`. */
  readonly allowed: ReadonlySet<string>;
  /** Whether their requests may have cookies. */
  readonly credentials: boolean;
  /** The request headers that they may set, beside those of the API. */
  readonly headers: readonly string[];
}

/** The methods that do not change anything (RFC 9110 §9.2.1). */
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** Whether a page of another origin sent a request that could change something. */
export function isCrossOrigin(request: Request, { allowed }: OriginPolicy): boolean {
  const { method, headers } = request;
  if (safeMethods.includes(method)) return false;
  const origin = headers.get('Origin');
  // Sandboxed frames and `data:` pages. No policy can name them.
  if (origin === 'null') return true;
  const isAllowed = origin !== null && allowed.has(origin);
  const site = headers.get('Sec-Fetch-Site');
  if (site !== null) return site !== 'same-origin' && site !== 'none' && !isAllowed;
  // No browser, or one from before 2023: then the origin must be this host's.
  return origin !== null && hostOf(origin) !== hostOf(request.url) && !isAllowed;
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/** The headers of an answer that a page of another origin may read. */
const exposed = [
  'Idempotency-Replayed',
  'Location',
  'Retry-After',
  'X-Request-Id',
  'Request-Id',
  'X-Correlation-Id',
].join(', ');

/** Adds the headers that let an allowed page read an answer. */
export function addCors(answer: Headers, request: Request, policy: OriginPolicy): void {
  if (policy.allowed.size === 0) return;
  answer.append('Vary', 'Origin');
  const origin = request.headers.get('Origin');
  if (origin === null || !policy.allowed.has(origin)) return;
  answer.set('Access-Control-Allow-Origin', origin);
  answer.set('Access-Control-Expose-Headers', exposed);
  if (policy.credentials) answer.set('Access-Control-Allow-Credentials', 'true');
}

/** The request headers that the client sends. */
const requestHeaders = [
  'Accept',
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'x-installation_id',
  'x-fingerprint',
  'x-forwarded-for',
  'x-location',
];

/** How long a browser may keep the answer to a preflight, in seconds. */
const maxAge = '600';

/** Answers a preflight (Fetch §4.8). `undefined` if the request is not one. */
export function preflight(
  request: Request,
  method: string,
  policy: OriginPolicy,
): Response | undefined {
  if (request.method !== 'OPTIONS') return undefined;
  const { headers } = request;
  const origin = headers.get('Origin');
  if (origin === null || !headers.has('Access-Control-Request-Method')) return undefined;
  if (!policy.allowed.has(origin)) return problem('cross-origin');
  return new Response(null, {
    status: 204,
    headers: {
      'Access-Control-Allow-Methods': method,
      'Access-Control-Allow-Headers': [...requestHeaders, ...policy.headers].join(', '),
      'Access-Control-Max-Age': maxAge,
    },
  });
}
