// Serves the gateway.

import { gatewayOf } from './gateway.js';
import { storeOf } from './store.js';

const env = Deno.env.toObject();
const gateway = gatewayOf(env, await storeOf(env.DATABASE_URL));

Deno.serve({ hostname: env.HOST ?? '127.0.0.1', port: Number(env.PORT ?? 8000) }, (request) =>
  gateway.fetch(request),
);
