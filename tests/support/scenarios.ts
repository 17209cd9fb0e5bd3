// The scenarios of tests/cases/outcomes.json, and an HTTP server that plays them. Both clients run
// every scenario: tests/client/outcomes.test.ts in Node, tests/client.rs in Chromium.

import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { CancelChainRequest, CreateChainRequest, Device } from 'identification-chain';

/** One call, what the server does, and what the call must come to. */
export interface Scenario {
  /** What the client does. The operation and the name together are unique. */
  readonly name: string;
  readonly operation: Operation;
  readonly settings?: CallSettings;
  /** The request in place of the operation's usual one. */
  readonly request?: object;
  /** The device in place of the usual one, for `validateChain`. */
  readonly device?: Device;
  /** What the server does with each request; the last entry repeats. */
  readonly server: readonly Answer[];
  readonly comesTo: Facts;
  /** Facts that differ in a browser, and the reason. */
  readonly inBrowser?: Facts & { readonly why: string };
  /** How many requests reach the server. All have the same body and the same key. */
  readonly requests: number;
  /** The token of each request, for a client with `tokens`. */
  readonly tokensSent?: readonly string[];
}

export type Operation = 'createChain' | 'cancelChain' | 'closeChain' | 'getChain' | 'validateChain';

/** The settings of a client and of a call. Without `token` and `tokens` the token is `tok`. */
export interface CallSettings {
  /** Whether the server keeps keys. Then the client makes one for each `createChain`. */
  readonly keepsKeys?: true;
  /** The caller's own key, in place of the client's. */
  readonly key?: string;
  readonly token?: string;
  /** What a source gives, one after the other; the last repeats. `null` never comes. */
  readonly tokens?: readonly (string | null)[];
  readonly idField?: string;
  readonly retries?: number;
  /** In milliseconds, as all times. The delay before a retry is 1 ms at most by default. */
  readonly baseDelay?: number;
  readonly maxDelay?: number;
  readonly maxRetryAfter?: number;
  readonly timeout?: number;
  readonly totalTimeout?: number;
}

/** What the server does with a request. */
export type Answer =
  /** It resets the connection before it answers. */
  | { readonly reset: true }
  /** It never answers. */
  | { readonly silent: true }
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** A body of JSON. */
      readonly body?: unknown;
      /** A body of text, in place of JSON. */
      readonly text?: string;
      readonly gzip?: true;
      /** The body ends with this text, and then the connection is reset. */
      readonly cutAfter?: string;
      /** The body ends with this text, and the rest never comes. */
      readonly stallAfter?: string;
    };

/**
 * What a call comes to: its result (`id`, `done` or `body`), or its error with all the facts that the
 * error has. `afterRetry` is false and `retryAfter` undefined where they are left out.
 */
export interface Facts {
  readonly id?: string;
  readonly done?: true;
  readonly body?: unknown;
  readonly error?:
    | 'validation'
    | 'token'
    | 'api'
    | 'unexpected'
    | 'connection'
    | 'timeout'
    | 'unknown';
  /** The errors among the issues, of `validation`. */
  readonly issues?: readonly { rule: string; in: string; path: string; problem?: string }[];
  /** The bound that ran out, in milliseconds, of `timeout` and `token`. */
  readonly within?: { readonly timeout: number } | { readonly totalTimeout: number };
  /** Of `api` and `unexpected`, as the three that follow. */
  readonly status?: number;
  readonly mayBeDone?: boolean;
  readonly afterRetry?: true;
  readonly retryAfter?: number;
  /** How each attempt ended, of `unknown`. */
  readonly attempts?: readonly (number | 'connection' | 'timeout')[];
  /** The error of the last attempt, of `unknown`. */
  readonly cause?: Facts;
}

interface Table {
  readonly requests: {
    readonly createChain: CreateChainRequest;
    readonly cancelChain: CancelChainRequest;
  };
  readonly device: Device;
  readonly scenarios: readonly Scenario[];
}

export const table: Table = JSON.parse(
  readFileSync(new URL('../cases/outcomes.json', import.meta.url), 'utf8'),
);

/** A request that reached the server. */
export interface Seen {
  readonly authorization: string | null;
  readonly key: string | null;
  readonly contentType: string | null;
  readonly body: string;
}

export interface ScenarioServer {
  /** Where it listens. `${url}/${number}/v1` is the base URL of the scenario with that number. */
  readonly url: string;
  /** The requests of a scenario. `GET ${url}/${number}/seen` answers them. */
  readonly seen: (number: number) => readonly Seen[];
  readonly close: () => void;
}

/** Serves every scenario once. */
export async function serveScenarios(port = 0): Promise<ScenarioServer> {
  const seen = table.scenarios.map((): Seen[] => []);
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    // Chromium sends a request again when a connection that it reuses is reset.
    response.setHeader('Connection', 'close');
    allowOrigins(request, response);
    const [, number = '', action] = (request.url ?? '').split('/');
    const requests = seen[Number(number)];
    const scenario = table.scenarios[Number(number)];
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
    } else if (requests === undefined || scenario === undefined) {
      response.writeHead(404).end();
    } else if (action === 'seen') {
      response.end(JSON.stringify(requests));
    } else {
      const answers = scenario.server;
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      requests.push({ ...seenHeaders(request), body });
      if (answer !== undefined) play(answer, response);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: (number) => seen[number] ?? [],
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

function seenHeaders({ headers }: IncomingMessage): Omit<Seen, 'body'> {
  const { authorization = null, 'content-type': contentType = null } = headers;
  const { 'idempotency-key': key = null } = headers;
  return { authorization, contentType, key: key === null ? null : String(key) };
}

/** Allows a page of any origin to send what the client sends, and to read what it reads. */
function allowOrigins(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', 'Location, Retry-After');
  const asked = request.headers['access-control-request-headers'];
  // The wildcard does not allow `Authorization`.
  if (asked !== undefined) response.setHeader('Access-Control-Allow-Headers', asked);
}

function play(answer: Answer, response: ServerResponse): void {
  if ('silent' in answer) return;
  if ('reset' in answer) {
    response.socket?.resetAndDestroy();
    return;
  }
  const { status, headers = {}, body, text, gzip, cutAfter, stallAfter } = answer;
  if (body !== undefined) response.setHeader('Content-Type', 'application/json');
  if (gzip) response.setHeader('Content-Encoding', 'gzip');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const whole = text ?? (body === undefined ? '' : JSON.stringify(body));
  const part = cutAfter ?? stallAfter;
  if (part === undefined) {
    response.writeHead(status).end(gzip ? gzipSync(whole) : whole);
    return;
  }
  response.writeHead(status, { 'Content-Length': Buffer.byteLength(whole) });
  response.write(startOf(whole, part));
  // A client reads the start before it learns of the reset.
  if (cutAfter !== undefined) setTimeout(() => response.socket?.destroy(), 50);
}

/** A body up to the end of a part of it. */
function startOf(whole: string, part: string): string {
  const at = whole.indexOf(part);
  const end = at + part.length;
  if (at < 0 || end === whole.length) throw new Error(`The body does not go on after ${part}`);
  return whole.slice(0, end);
}
