// The process of an edge: a gateway, or the pass-through proxy that teams write instead. It reports
// what it was answered and what it answered.

import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createGateway, type Fault, MemoryStore, type Store } from 'identification-chain/gateway';
import { serve } from 'identification-chain/sandbox/node';
import {
  type AttemptName,
  attemptHeader,
  attemptTimeout,
  type Edge,
  orgIdOfSession,
  readAttempt,
} from './life.ts';
import { credential, gatewaySecret, secretsIn } from './secrets.ts';

/** The orders of this process. */
export interface EdgeOrders {
  readonly edge: Edge;
  /** The URL of the API. */
  readonly upstream: string;
  /** Whether the gateway's store forgets every key: a planted bug, which the ledger test must find. */
  readonly forgets: boolean;
}

/** A request to the API. */
export interface UpstreamSend extends AttemptName {
  /** Its place in the order of all sends and answers of this process. */
  readonly order: number;
  /** The status of the API's answer, if its head arrived. */
  status: number | undefined;
  /** Whether the API said that it did nothing: a refusal, or a 503 with `Retry-After`. */
  isRefused: boolean;
}

/** An answer of the edge. */
export interface EdgeAnswer extends AttemptName {
  readonly order: number;
  readonly status: number;
  /** The last part of its problem's type. */
  readonly problem: string | undefined;
  /** The chain's id, of a 201. */
  readonly id: string | undefined;
  /** The names and credentials that it shows. */
  readonly secrets: readonly string[];
}

/** What an edge did. */
export interface EdgeReport {
  readonly sends: readonly UpstreamSend[];
  readonly answers: readonly EdgeAnswer[];
  /** The number of faults for each place. */
  readonly faults: Readonly<Record<string, number>>;
  /** The names and credentials that faults show. */
  readonly faultSecrets: readonly string[];
}

export type EdgeMessage =
  | { readonly type: 'ready'; readonly url: string }
  | { readonly type: 'end'; readonly report: EdgeReport };

/** The timeout of a request to the API. A client gives up earlier, and asks again while it runs. */
const upstreamTimeout = 1.75 * attemptTimeout;

const sends: UpstreamSend[] = [];
const answers: EdgeAnswer[] = [];
const faults: Fault[] = [];
const current = new AsyncLocalStorage<AttemptName>();
let order = 0;

/** Sends a request to the API with the name of its attempt, for the proxy, and records the answer. */
async function sendUpstream(request: Request, init?: RequestInit): Promise<Response> {
  const name = current.getStore();
  if (name === undefined) throw new TypeError('a request without an attempt');
  const send: UpstreamSend = { ...name, order: order++, status: undefined, isRefused: false };
  sends.push(send);
  const { life, call, attempt } = name;
  request.headers.set(attemptHeader, [life, call, attempt].join('/'));
  const response = await fetch(request, init);
  const { status, headers } = response;
  if (init?.signal?.aborted !== true) {
    send.status = status;
    const isClient = status >= 400 && status < 500 && status !== 408;
    send.isRefused = isClient || (status === 503 && headers.has('Retry-After'));
  }
  return response;
}

/** A store that finds no record again. */
function forgetful(): Store {
  return {
    add: async () => undefined,
    replace: async () => true,
    read: async () => undefined,
  };
}

function gateway({ upstream, forgets }: EdgeOrders): (request: Request) => Promise<Response> {
  const { fetch } = createGateway({
    authorize: ({ headers }) => {
      const orgId = orgIdOfSession(headers.get('Authorization'));
      return orgId === undefined ? false : { principal: `user of ${orgId}`, orgId };
    },
    token: credential,
    secret: gatewaySecret,
    store: forgets ? forgetful() : new MemoryStore(),
    baseUrl: `${upstream}/v1`,
    basePath: '/v1',
    timeout: upstreamTimeout,
    breaker: { pause: 250 },
    fetch: sendUpstream,
    onFault: (fault) => void faults.push(fault),
  });
  return fetch;
}

/** What teams write: the body and the path go on, with the credential. */
function passThrough({ upstream }: EdgeOrders): (request: Request) => Promise<Response> {
  return async ({ method, url, headers, body }) => {
    const { pathname } = new URL(url);
    const bytes = await new Response(body).arrayBuffer();
    const passed = new Headers({ Authorization: `Bearer ${credential}` });
    for (const name of ['Content-Type', 'User-Agent']) {
      const value = headers.get(name);
      if (value !== null) passed.set(name, value);
    }
    const request = new Request(upstream + pathname, {
      method,
      headers: passed,
      ...(bytes.byteLength > 0 && { body: bytes }),
    });
    try {
      const signal = AbortSignal.timeout(upstreamTimeout);
      const response = await sendUpstream(request, { signal });
      const { status } = response;
      const text = await response.text();
      const kept = ['Content-Type', 'Location', 'Retry-After'].flatMap(
        (name): [string, string][] => {
          const value = response.headers.get(name);
          return value === null ? [] : [[name, value]];
        },
      );
      return new Response(text === '' ? null : text, { status, headers: kept });
    } catch {
      return new Response('<h1>502 Bad Gateway</h1>', { status: 502 });
    }
  };
}

/** Records an answer. */
async function record(name: AttemptName, response: Response): Promise<void> {
  const { status, headers } = response;
  const place = order++;
  const text = await response.text();
  const { type, identification_chain_id: id } = membersOf(text);
  answers.push({
    ...name,
    order: place,
    status,
    problem: type?.replace('urn:identification-chain:problem:', ''),
    id,
    secrets: secretsIn([...headers].flat().join('\n') + text),
  });
}

function membersOf(text: string): { type?: string; identification_chain_id?: string } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

// The edge ends with its parent.
process.on('disconnect', () => process.exit());

const [orders] = (await once(process, 'message')) as [EdgeOrders];
const handle = orders.edge === 'gateway' ? gateway(orders) : passThrough(orders);
const server = await serve(async (request) => {
  const name = readAttempt(request.headers.get(attemptHeader) ?? undefined);
  const response = await current.run(name, () => handle(request));
  await record(name, response.clone());
  return response;
});
const report = (message: EdgeMessage) =>
  new Promise<void>((resolve) => {
    process.send?.(message, undefined, undefined, () => resolve());
  });
await report({ type: 'ready', url: server.url });
await once(process, 'message');
await server.close();
const places = faults.map(({ at, error = '', status = '' }) => `${at} ${error}${status}`);
const counts: Record<string, number> = {};
for (const place of places) counts[place] = (counts[place] ?? 0) + 1;
const faultSecrets = secretsIn(JSON.stringify(faults));
await report({ type: 'end', report: { sends, answers, faults: counts, faultSecrets } });
process.disconnect();
