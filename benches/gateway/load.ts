// Sends creates to a server, many at a time, and serves an API that answers at once.

import { Agent, createServer, type RequestListener, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { referenceRequest } from '../../www/demo/reference.ts';
import { apiPath, createPath, userToken } from './environment.ts';

const body = JSON.stringify(referenceRequest);
const parallelism = 16;

/** Serves an API on a free port until it is disposed of. */
export async function serveApi(
  listener: RequestListener,
): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${apiPath}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** An API that answers every request with the same chain. */
export function serveInstantly(): Promise<AsyncDisposable & { readonly url: string }> {
  const answer = JSON.stringify({
    identification_chain_id: '3f1b6c1e-8a52-4f0b-9a57-6d2f1c0a7e11',
  });
  const headers = { 'Content-Type': 'application/json', 'Content-Length': answer.length };
  return serveApi((request, response) => {
    request.resume().on('end', () => response.writeHead(201, headers).end(answer));
  });
}

/** Sends creates to workers. */
export class Load implements Disposable {
  readonly #agent = new Agent({
    keepAlive: true,
    maxSockets: parallelism,
    timeout: 1000,
  });

  /**
   * Sends a number of creates, and returns how long they took, in milliseconds.
   *
   * @throws {Error} if one is not answered with 201.
   */
  async send(url: string, count: number, withKeys: boolean): Promise<number> {
    let left = count;
    const start = performance.now();
    const sendNext = async () => {
      while (left > 0) {
        left -= 1;
        await this.#create(url, withKeys);
      }
    };
    await Promise.all(Array.from({ length: parallelism }, sendNext));
    return performance.now() - start;
  }

  #create(url: string, withKey: boolean): Promise<void> {
    const headers = {
      Authorization: userToken,
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'User-Agent': 'bench/1.0',
      ...(withKey && { 'Idempotency-Key': crypto.randomUUID() }),
    };
    return new Promise((resolve, reject) => {
      send(url + createPath, { method: 'POST', headers, agent: this.#agent })
        .on('response', (response) => {
          const { statusCode } = response;
          if (statusCode !== 201) reject(new Error(`a create was answered with ${statusCode}`));
          response.resume().on('end', resolve).on('error', reject);
        })
        .on('error', reject)
        .end(body);
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
