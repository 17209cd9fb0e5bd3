// The gateway of the demo, between its clients and the sandbox.

import { randomBytes } from 'node:crypto';
import { createGateway, type Gateway, MemoryStore } from 'identification-chain/gateway';

/** The path of the gateway. */
export const gatewayPath = '/api/identification';

/** Whether a request is for the gateway. */
export function isForGateway({ url }: Request): boolean {
  return new URL(url).pathname.startsWith(`${gatewayPath}/`);
}

/**
 * Makes the gateway. Everybody who reaches this machine's loopback is one user. A deployment checks
 * sessions here, as the folders of examples/ show.
 */
export function gatewayTo(baseUrl: string, token: string): Gateway {
  return createGateway({
    basePath: gatewayPath,
    baseUrl,
    token,
    orgId: 'acme',
    secret: randomBytes(32),
    store: new MemoryStore(),
    authorize: () => 'demo',
  });
}
