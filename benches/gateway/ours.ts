// Our gateway, for creates without a key.

import { createGateway, type Gateway, MemoryStore } from 'identification-chain/gateway';
import { type Environment, userToken } from './environment.ts';

let gateway: Gateway | undefined;

export default {
  fetch(request: Request, env: Environment): Promise<Response> {
    gateway ??= createGateway({
      authorize: ({ headers }) => headers.get('Authorization') === userToken && 'user',
      token: env.TOKEN,
      secret: 'the-secret-of-the-gateway-in-the-benchmark',
      store: new MemoryStore(),
      orgId: 'acme',
      baseUrl: env.API,
      requireKey: false,
    });
    return gateway.fetch(request);
  },
};
