// Clients of every kind. One in ten is used once, in one of the ways in which calls end, and all are
// dropped.

import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  CallOptions,
  Client,
  ClientOptions,
  Creation,
  createClient,
  Fetch,
} from 'identification-chain';
import { serviceAccount } from 'identification-chain/auth';
import { openTelemetry } from 'identification-chain/otel';
import { referenceRequest } from '../../www/demo/reference.ts';

export type CreateClient = typeof createClient;

/** One client in so many is used. */
const usedEvery = 10;

/** One used client in so many sends its request over the network. */
const networkEvery = 25;

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const account = {
  private_key_id: 'key-1',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  client_email: 'admin@acme.example',
};

const grant: Fetch = async () => Response.json({ access_token: 'token', expires_in: 3600 });

const span = { setAttributes: () => undefined, setStatus: () => undefined, end: () => undefined };
const tracer = { startSpan: () => span };
const meter = { createHistogram: () => ({ record: () => undefined }) };

type Kind = (index: number, common: ClientOptions) => ClientOptions;

/** The kinds of clients. */
const kinds: readonly Kind[] = [
  (index, common) => ({ ...common, token: `token-${index}` }),
  (index, common) => ({ ...common, token: async () => `token-${index}` }),
  (_, common) => ({
    ...common,
    token: serviceAccount(account, { tokenUrl: 'https://auth.example/token', fetch: grant }),
  }),
  (_, { baseUrl = '', ...common }) => ({ ...common, baseUrl: undefined, gateway: baseUrl }),
  (index, common) => ({
    ...common,
    hooks: { onRequest: () => index, onResponse: () => index, onError: () => index },
  }),
  (_, common) => ({ ...common, hooks: openTelemetry({ tracer, meter }) }),
];

/** A way in which a call ends. */
interface Way {
  readonly options: (index: number) => Partial<ClientOptions>;
  /** Whether the caller aborts the call. */
  readonly isAborted?: boolean;
  /** Whether the call never ends, so that nobody waits for it. */
  readonly isEndless?: boolean;
}

/** The answer of an API that does what a request asks for. */
function answerFor(
  method: string,
  url: string,
): { readonly status: number; readonly body?: string } {
  if (method === 'GET') return { status: 200, body: '{"id":"chain-1"}' };
  return url.endsWith('/chain') ? { status: 201, body: '{"id":"chain-1"}' } : { status: 204 };
}

const done: Fetch = async ({ method, url }) => {
  const { status, body = null } = answerFor(method, url);
  return new Response(body, { status });
};

/** The same, as a stream without a length. */
const doneInStream: Fetch = async (request, init) => {
  const { status, body } = await done(request, init);
  return new Response(body?.pipeThrough(new TransformStream()) ?? null, { status });
};

const never = () => new Promise<Response>(() => undefined);

/** A response whose body has a beginning and no end. */
async function unfinished(): Promise<Response> {
  const start = (controller: ReadableStreamDefaultController<Uint8Array>) =>
    controller.enqueue(new Uint8Array(1024));
  return new Response(new ReadableStream({ start }), { status: 201 });
}

/** Answers with `first`, and then does what requests ask for. */
function after(first: () => Response): Fetch {
  let count = 0;
  return async (request, init) => {
    count += 1;
    return count === 1 ? first() : done(request, init);
  };
}

const short = { timeout: 1, retry: false } as const;
const unlimited = {
  timeout: Number.POSITIVE_INFINITY,
  totalTimeout: Number.POSITIVE_INFINITY,
} as const;
const later = { status: 429, headers: { 'Retry-After': '0' } };

/** The ways without a network. */
const ways: readonly Way[] = [
  { options: () => ({ fetch: done }) },
  { options: () => ({ fetch: doneInStream }) },
  { options: (index) => ({ fetch: async () => Response.json({ index }, { status: 400 }) }) },
  { options: () => ({ fetch: after(() => new Response(null, { status: 401 })) }) },
  { options: () => ({ fetch: after(() => new Response(null, later)) }) },
  { options: () => ({ fetch: () => Promise.reject(new TypeError('reset')), retry: false }) },
  { options: () => ({ fetch: never }), isAborted: true },
  { options: () => ({ fetch: unfinished }), isAborted: true },
  { options: () => ({ fetch: never, ...short }) },
  { options: () => ({ fetch: unfinished, ...short }) },
  { options: () => ({ fetch: never, ...unlimited }), isEndless: true },
];

/** The ways with the `fetch` of Node: an answer, and one that is never whole. */
const networkWays = ({ url }: Network): readonly Way[] => [
  { options: () => ({ baseUrl: `${url}/v1` }) },
  { options: () => ({ baseUrl: `${url}/never`, timeout: 20, retry: false }) },
  { options: () => ({ baseUrl: `${url}/never` }), isAborted: true },
];

/** A server on this machine, which answers, or never does below `/never`. */
export interface Network extends AsyncDisposable {
  readonly url: string;
  /** Closes the connections, and waits until they are gone. */
  readonly hangUp: () => Promise<void>;
}

export async function serveNetwork(): Promise<Network> {
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/never')) response.writeHead(200).write('{');
    else request.resume().on('end', () => answer(request, response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async hangUp() {
      server.closeAllConnections();
      while ((await connectionsOf(server)) > 0) await tick();
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answer({ method = '', url = '' }: IncomingMessage, response: ServerResponse): void {
  const { status, body } = answerFor(method, url);
  response.writeHead(status).end(body);
}

function connectionsOf(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
}

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** What all clients share. */
export interface Shared {
  readonly createClient: CreateClient;
  readonly network: Network;
  /** A signal that lives as long as the process, as that of an application or a page. */
  readonly signal: AbortSignal;
  /** How many calls ended with a result, and how many with an error. */
  readonly ends: { done: number; failed: number };
}

/** Makes the client of a number, and uses it if it is one of those. Resolves when its call has ended. */
export async function liveClient(index: number, shared: Shared): Promise<void> {
  const number = Math.floor(index / usedEvery);
  if (index % usedEvery !== 0) {
    creationOf(shared.createClient(optionsOf(index, {})));
    return;
  }
  const isOverNetwork = number % networkEvery === 0;
  const way = isOverNetwork
    ? pick(networkWays(shared.network), number / networkEvery)
    : pick(ways, number);
  const client = shared.createClient(optionsOf(number, way.options(index)));
  const call = endOf(client, way, number, shared);
  if (!way.isEndless) await call;
}

/** The options of a client, of each kind in turn. */
function optionsOf(index: number, own: Partial<ClientOptions>): ClientOptions {
  const common = { orgId: 'acme', baseUrl: 'https://api.example/v1', ...own } as ClientOptions;
  return pick(kinds, index)(index, common);
}

function pick<Item>(items: readonly Item[], number: number): Item {
  const item = items[number % items.length];
  if (item === undefined) throw new RangeError('no such item');
  return item;
}

/** Calls an operation, aborts the call in such a way, and waits for its end. */
async function endOf(
  client: Client,
  { isAborted, isEndless }: Way,
  number: number,
  { signal, ends }: Shared,
): Promise<void> {
  const own = isAborted ? new AbortController() : undefined;
  // A call that never ends rightly listens to its signal for as long.
  const options = isEndless ? {} : { signal: own?.signal ?? signal };
  // Each kind of client calls each operation.
  const call = pick(operations, Math.floor(number / kinds.length))(client, options);
  if (own !== undefined) setImmediate(() => own.abort());
  // tests/client/ tests how each call ends.
  await call.then(
    () => {
      ends.done += 1;
    },
    () => {
      ends.failed += 1;
    },
  );
}

const device = { installationId: 'i-1', fingerprint: 'f-1', forwardedFor: '203.0.113.7' };

const operations: readonly ((client: Client, options: CallOptions) => Promise<unknown>)[] = [
  (client, options) => client.createChain(referenceRequest, options),
  (client, options) => client.cancelChain('chain-1', { reason: 'The customer hung up' }, options),
  (client, options) => client.closeChain('chain-1', options),
  (client, options) => client.getChain('chain-1', options),
  (client, options) => client.validateChain('chain-1', device, options),
  (client, options) => sendCreation(client, options),
];

/** Sends a creation twice, or a create of a client without a gateway. */
async function sendCreation(client: Client, options: CallOptions): Promise<void> {
  const creation = creationOf(client);
  await creation?.send(referenceRequest, options);
  await (creation?.send(referenceRequest, options) ??
    client.createChain(referenceRequest, options));
}

/** A creation. Only a client with a gateway has one. */
function creationOf(client: Client): Creation | undefined {
  try {
    return client.creation();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
