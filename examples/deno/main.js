// Serves the gateway.

import { gatewayOf } from './gateway.js';
import { storeOf } from './store.js';

const env = Deno.env.toObject();

// Deno repeats a request, a POST too, if a connection that it uses again breaks off: one create could
// make two chains. Without idle connections, none is used again.
const client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });

const gateway = gatewayOf(env, await storeOf(env.DATABASE_URL), (request, init) =>
  fetch(request, { ...init, client }),
);

Deno.serve({ hostname: env.HOST ?? '127.0.0.1', port: Number(env.PORT ?? 8000) }, (request) =>
  gateway.fetch(request),
);
