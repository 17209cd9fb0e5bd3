// The server that a client calls: the API, or a gateway that holds the credential.

import { ownOrg } from '../generated/rules.ts';
import {
  checkedOptions,
  filledText,
  flag,
  type Kinds,
  object,
  required,
  text,
} from '../options.ts';

/** The server of a client that calls the API. */
export interface ApiClientOptions {
  /** The organization's name. */
  readonly orgId: string;
  /** The URL of the server, with its path. The provider's server by default. */
  readonly baseUrl?: string | undefined;
  readonly gateway?: undefined;
}

/** The server of a client that calls a gateway, which holds the credential. */
export interface GatewayClientOptions {
  /**
   * The URL of a gateway of `identification-chain/gateway`, or another server that keeps idempotency
   * keys. A relative URL is relative to the page. Every `createChain` has an `Idempotency-Key`, so
   * that it can be retried.
   */
  readonly gateway: string | KeepingServer;
  /** The organization's name. By default the gateway takes it from the user's identity. */
  readonly orgId?: string | undefined;
  readonly baseUrl?: undefined;
}

/** A server that is not a gateway of this package. */
export interface KeepingServer {
  /** The URL, with its path. */
  readonly url: string;
  /**
   * Whether the server runs a create at most once for each `Idempotency-Key`, as the manual describes.
   * If it does not, a retry creates a second chain.
   */
  readonly keepsKeys: boolean;
}

/** The options of both. */
export interface ServerOptions {
  readonly orgId?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly gateway?: string | KeepingServer | undefined;
}

export const serverKinds: Kinds<ServerOptions> = {
  orgId: text,
  baseUrl: text,
  gateway: {
    expected: 'a URL, or an object such as { url, keepsKeys: true }',
    accepts: (gateway) => text.accepts(gateway) || object.accepts(gateway),
  },
};

const gatewayKinds: Kinds<KeepingServer> = { url: required(filledText), keepsKeys: required(flag) };

/** The server that a client calls. */
export interface Server {
  readonly orgId: string;
  readonly baseUrl: string | undefined;
  /** Whether it keeps idempotency keys. Then every `createChain` has one. */
  readonly keepsKeys: boolean;
}

/**
 * Returns the server of a client, and the organization there.
 *
 * @throws {TypeError} for options that do not fit together, and for a wrong option of the gateway.
 */
export function serverOf({ gateway, orgId, baseUrl }: ServerOptions): Server {
  if (gateway === undefined) {
    if (orgId !== undefined) return { orgId, baseUrl, keepsKeys: false };
    throw new TypeError(`createClient: orgId is missing; it must be ${text.expected}`);
  }
  if (baseUrl !== undefined) {
    throw new TypeError('createClient: pass either baseUrl or gateway, not both');
  }
  const server =
    typeof gateway === 'string'
      ? { url: gateway, keepsKeys: true }
      : checkedOptions('createClient: gateway.', gateway, gatewayKinds);
  return { orgId: orgId ?? ownOrg, baseUrl: absolute(server.url), keepsKeys: server.keepsKeys };
}

/** Returns an absolute URL. The core checks it. */
function absolute(url: string): string {
  if (/^https?:\/\//i.test(url)) return url;
  try {
    return new URL(url, globalThis.location.href).href;
  } catch {
    throw new TypeError('createClient: gateway must be an absolute URL outside of a page');
  }
}
