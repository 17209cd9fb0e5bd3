// The entry `identification-chain/sandbox/node`: serves a sandbox over HTTP.

import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { checkedOptions, type Kinds, text } from '../client/options.ts';
import { isConnectionReset } from './faults.ts';

/** Options for a server. */
export interface ServeOptions {
  /** The address to listen on. The loopback address by default. */
  readonly hostname?: string | undefined;
  /** The port to listen on. A free port by default. */
  readonly port?: number | undefined;
}

/** A running server. */
export interface Served {
  /** The URL of the server, without a path: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Stops the server and closes its connections. */
  readonly close: () => Promise<void>;
}

const serveKinds: Kinds<ServeOptions> = {
  hostname: text,
  port: {
    expected: 'a port from 0 to 65535',
    accepts: (port) => Number.isInteger(port) && Number(port) >= 0 && Number(port) <= 65_535,
  },
};

/**
 * Serves a fetch handler, such as a sandbox's, over HTTP. If the handler throws a `ConnectionReset`,
 * the server drops the connection.
 *
 * @throws {TypeError} for an unknown or wrong option.
 */
export async function serve(
  handler: (request: Request) => Response | Promise<Response>,
  options: ServeOptions = {},
): Promise<Served> {
  const { hostname = '127.0.0.1', port = 0 } = checkedOptions('serve: ', options, serveKinds);
  const server = createAdaptorServer({
    hostname,
    fetch: async (request, { incoming }) => {
      try {
        return await handler(request);
      } catch (error) {
        if (!isConnectionReset(error)) throw error;
        incoming.socket.destroy();
        return new Response();
      }
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, resolve);
  });
  const address = server.address() as AddressInfo;
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  return {
    url: `http://${host}:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
