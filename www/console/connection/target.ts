// The server of a connection, as options of a client.

import type { ClientOptions } from 'identification-chain';
import { type Connection, tokenOf, urlOf } from './connection.ts';

/** A server, and the function that sends requests to it. */
export interface Target {
  readonly server:
    | { readonly gateway: string; readonly token?: string }
    | { readonly baseUrl: string; readonly orgId: string; readonly token: string };
  readonly fetch: NonNullable<ClientOptions['fetch']>;
}

/** The gateway and the sandbox in the page, once they are loaded. */
export function inPage(): Promise<typeof import('./in-page.ts')> {
  // Their records are named with WebCrypto, which browsers have in secure contexts only.
  if (!isSecureContext) throw new InsecureContextError();
  return import('./in-page.ts');
}

/** The page cannot hold the sandbox, because it came over plain http. */
export class InsecureContextError extends Error {
  override name = 'InsecureContextError';
}

/** The API needs a token, and the page has none since it was reloaded. */
export class MissingTokenError extends Error {
  override name = 'MissingTokenError';
}

/** The server of a connection. Loads what it needs. */
export async function targetOf(to: Connection): Promise<Target> {
  const url = urlOf(to);
  const accessToken = tokenOf(to);
  if (to.kind === 'api' && accessToken === '') throw new MissingTokenError();
  if (to.kind === 'page') {
    const { send } = await inPage();
    return { server: { gateway: url }, fetch: send };
  }
  const overNetwork: Target['fetch'] = (request, init) => fetch(request, init);
  const server =
    to.kind === 'api'
      ? { baseUrl: url, orgId: to.orgId, token: accessToken }
      : { gateway: url, ...(accessToken !== '' && { token: accessToken }) };
  return { server, fetch: overNetwork };
}
