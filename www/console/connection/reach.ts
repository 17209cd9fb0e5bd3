// Finds out why no answer came from a server. It asks that server only.

import { type Connection, collectionOf, urlOf } from './connection.ts';

/** What is between the page and a server. */
export type Reach = 'answers' | 'unauthorized' | 'offline' | 'policy' | 'silent';

/** The origins that this page's Content-Security-Policy has refused. */
const refused = new Set<string>();
addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
  if (effectiveDirective === 'connect-src' && URL.canParse(blockedURI)) {
    refused.add(new URL(blockedURI).origin);
  }
});

/** How long to wait for a server, in milliseconds. */
const patience = 5_000;

/**
 * Finds out whether a page can read the answers of a connection's server. It sends no credential, and
 * follows no redirect to another host.
 */
export async function reach(to: Connection): Promise<Reach> {
  if (to.kind === 'page') return 'answers';
  if (!navigator.onLine) return 'offline';
  const url = collectionOf(urlOf(to), to.kind === 'api' ? to.orgId : '-');
  try {
    const { status } = await fetch(url, {
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
    });
    return to.kind === 'gateway' && status === 401 ? 'unauthorized' : 'answers';
  } catch {
    return (await isRefused(url)) ? 'policy' : 'silent';
  }
}

/** Whether the page's policy refused a URL. The event comes after the error. */
async function isRefused(url: string): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, 50));
  return refused.has(new URL(url).origin);
}

/** What is wrong and what to do about it, in a sentence or two. */
export function adviceOf(reach: Reach, to: Connection): string {
  const url = urlOf(to);
  const { host, origin } = new URL(url);
  switch (reach) {
    case 'offline':
      return 'This browser has no network. Connect it, and try again.';
    case 'policy':
      return `The Content-Security-Policy of this page does not allow ${origin}. Add it to connect-src, or host the folder dist/console of the package on a server without that policy.`;
    case 'silent':
      return `${host} gives no answer that this page may read. Either it does not run at this address, or it does not allow the origin ${location.origin} (CORS): a gateway does so with allowOrigins.`;
    case 'unauthorized':
      return `${host} asks who you are (401). Enter a token, or sign in to the application that the gateway belongs to.`;
    case 'answers':
      return `${host} answers now. Try again.`;
  }
}
