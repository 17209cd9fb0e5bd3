// Where the page sends requests: the choice, and its token, which is in memory only.

import { computed, effect, signal } from '@preact/signals';
import { store, stored } from '../storage.ts';

/** Where requests go. */
export type Connection =
  /** The gateway of the server that the page comes from. */
  | { readonly kind: 'server' }
  /** A gateway and a sandbox in the page itself. */
  | { readonly kind: 'page' }
  | { readonly kind: 'gateway'; readonly url: string }
  | { readonly kind: 'api'; readonly url: string; readonly orgId: string };

/** The path of the gateway on the server that the page comes from. */
const gatewayPath = '/api/identification';

/** The URL that the gateway in the page answers to. `.example` is reserved (RFC 2606). */
const inPageUrl = 'https://gateway.example';

const name = 'connection';
const before = stored<Connection>(name);

export const connection = signal<Connection>(before ?? { kind: 'server' });

/** The access tokens, by connection: no server gets that of another. A reload forgets them. */
const tokens = signal<ReadonlyMap<string, string>>(new Map());

/** The access token of a connection, or an empty text. */
export function tokenOf(to: Connection): string {
  return tokens.value.get(idOf(to)) ?? '';
}

/** Connects the page. An empty token leaves the one that the connection has. */
export function connect(to: Connection, accessToken = ''): void {
  if (accessToken !== '') tokens.value = new Map(tokens.value).set(idOf(to), accessToken);
  connection.value = to;
}

/** Whether the page knows if its server has a gateway. */
const isFound = signal(before !== undefined);

effect(() => {
  if (isFound.value) store(name, connection.value);
});

/** Resolves when the first connection is known. A page without a server of its own has the sandbox. */
export const found: Promise<void> = isFound.value ? Promise.resolve() : find();

async function find(): Promise<void> {
  const assumed = connection.value;
  const hasGateway = await isGateway(urlOf(assumed));
  // A choice that was made meanwhile stays.
  if (!hasGateway && connection.value === assumed) connection.value = { kind: 'page' };
  isFound.value = true;
}

/** Whether a URL is that of a gateway, which answers the wrong method with a problem of its own. */
async function isGateway(url: string): Promise<boolean> {
  try {
    const { headers } = await fetch(collectionOf(url, '-'), { cache: 'no-store' });
    return headers.get('Content-Type')?.startsWith('application/problem+json') === true;
  } catch {
    return false;
  }
}

/** The URL of the chains of an organization. */
export function collectionOf(url: string, orgId: string): string {
  return `${url.replace(/\/+$/, '')}/orgs/${encodeURIComponent(orgId)}/identifications/chain`;
}

/** The URL of a connection. */
export function urlOf(to: Connection): string {
  switch (to.kind) {
    case 'server':
      return new URL(gatewayPath, location.href).href;
    case 'page':
      return inPageUrl;
    default:
      return to.url;
  }
}

/** The name of a connection for people. */
export function nameOf(to: Connection): string {
  switch (to.kind) {
    case 'server':
      return 'This server’s gateway';
    case 'page':
      return 'In this page';
    default:
      return new URL(to.url).host;
  }
}

/** What a connection is, in a few words. */
export function aboutOf(to: Connection): string {
  switch (to.kind) {
    case 'server':
      return 'Gateway';
    case 'page':
      return 'Sandbox';
    case 'gateway':
      return 'Your gateway';
    case 'api':
      return 'API, without a gateway';
  }
}

/** Whether two connections are the same. */
export function isSame(a: Connection, b: Connection): boolean {
  return idOf(a) === idOf(b);
}

function idOf(to: Connection): string {
  return JSON.stringify([to.kind, urlOf(to), to.kind === 'api' ? to.orgId : '']);
}

/** Whether the connection needs a token that the page does not have. */
export const needsToken = computed(
  () => connection.value.kind === 'api' && tokenOf(connection.value) === '',
);
