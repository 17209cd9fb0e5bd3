// Serves the gateway, and the form of ../form that uses it.

import { serve } from '@hono/node-server';
import { gatewayOf } from './gateway.js';
import { pageFile } from './page.js';
import { storeOf } from './store.js';

const { env } = process;
const gateway = gatewayOf(env, await storeOf(env.DATABASE_URL));

const server = serve(
  {
    hostname: env.HOST ?? '127.0.0.1',
    port: Number(env.PORT ?? 8080),
    fetch: (request) => pageFile(request) ?? gateway.fetch(request),
  },
  ({ port }) => console.log(`The form is at http://127.0.0.1:${port}/`),
);

// Creates that are running get their answers before the process ends.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
