// Our gateway, with each key in a Durable Object of the same process.

import { createGateway, DurableObjectStore, type Gateway } from 'identification-chain/gateway';
import { type Environment, userToken } from './environment.ts';

export { KeyObject } from 'identification-chain/gateway';

let gateway: Gateway | undefined;

type Objects = ConstructorParameters<typeof DurableObjectStore>[0];

export default {
  fetch(request: Request, env: Environment & { readonly KEYS: Objects }): Promise<Response> {
    gateway ??= createGateway({
      authorize: ({ headers }) => headers.get('Authorization') === userToken && 'user',
      token: env.TOKEN,
      secret: 'the-secret-of-the-gateway-in-the-benchmark',
      store: new DurableObjectStore(env.KEYS),
      orgId: 'acme',
      baseUrl: env.API,
    });
    return gateway.fetch(request);
  },
};
