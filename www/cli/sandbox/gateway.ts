// The gateway between the callers of the stand-in and the sandbox.

import { randomBytes } from 'node:crypto';
import type { Gateway } from 'identification-chain/gateway';

/** The path of the gateway. */
export const gatewayPath = '/api/identification';

/**
 * Makes the gateway. Everybody who reaches this machine's loopback is one user. A deployment checks
 * sessions here, as the folders of examples/ show.
 */
export async function gatewayTo(baseUrl: string, token: string): Promise<Gateway> {
  const { createGateway, MemoryStore } = await import('identification-chain/gateway');
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
