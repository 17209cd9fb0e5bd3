// A faulty proxy between the clients and the server. The numbers of an attempt and the seed decide its
// fault. The proxy records what really happened to each request.

import {
  Agent,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Fault, faultFor } from './faults.ts';
import { type AttemptName, attemptHeader, readAttempt } from './life.ts';

/** A record of what happened to a request. */
export interface Passage extends AttemptName {
  /** The name of the fault. */
  readonly fault: string;
  /** The server's status, if the request reached the server. */
  status: number | undefined;
  /** Whether a whole response was sent to the client. */
  whole: boolean;
}

/** A running proxy. */
export interface SoakProxy {
  readonly url: string;
  /** Every request, in order of arrival. */
  readonly passages: readonly Passage[];
  /** Returns the number of open connections. */
  readonly connections: () => Promise<number>;
  /** Stops the proxy, after the pending requests have reached the server. */
  readonly close: () => Promise<void>;
}

/** Serves a proxy in front of the server at `upstream`. */
export async function serveProxy(upstream: string, seed: number): Promise<SoakProxy> {
  const agent = new Agent({ keepAlive: true });
  const passages: Passage[] = [];
  const pending = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const name = readAttempt(request.headers[attemptHeader.toLowerCase()]);
    const fault = faultFor(seed, name.life, name.call, name.attempt);
    const passage = { ...name, fault: fault.name, status: undefined, whole: false };
    passages.push(passage);
    const clientLeft = new Promise<void>((resolve) => {
      response.on('close', resolve);
    });
    const passing = pass({ request, response, fault, passage, clientLeft, upstream, agent });
    pending.add(passing);
    passing.finally(() => pending.delete(passing));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passages,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
    async close() {
      server.close();
      server.closeAllConnections();
      while (pending.size > 0) await Promise.all(pending);
      agent.destroy();
    },
  };
}

interface Passing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly fault: Fault;
  readonly passage: Passage;
  /** Resolves when the connection has ended. */
  readonly clientLeft: Promise<void>;
  readonly upstream: string;
  readonly agent: Agent;
}

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** Passes a request to the server and the response back, with the fault applied. */
async function pass(passing: Passing): Promise<void> {
  const { request, response, fault, passage, clientLeft } = passing;
  response.on('finish', () => {
    passage.whole = true;
  });
  const body = await read(request).catch(() => undefined);
  if (body === undefined) return;
  if (fault.delay > 0) await wait(fault.delay);
  if (fault.reaches === 'late') await clientLeft;
  let answer: Answer | undefined;
  if (fault.reaches !== 'never') {
    answer = await forward(passing, body);
    passage.status = answer.status;
  }
  // The callback of a write to a closed connection is never called.
  await Promise.race([respond(passing, answer), clientLeft]);
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The headers that belong to a connection, or that the proxy writes itself. */
const ownHeaders = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];

function passedOn(headers: IncomingMessage['headers']): OutgoingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !ownHeaders.includes(name) && name !== 'host'),
  );
}

async function forward(
  { request, fault, upstream, agent }: Passing,
  body: Buffer,
): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = passedOn(request.headers);
    headers['Content-Length'] = body.length;
    if (fault.latency > 0) headers['X-Sandbox-Fault'] = `latency=${fault.latency}`;
    send(`${upstream}${request.url}`, { method: request.method, headers, agent })
      .on('response', resolve)
      .on('error', reject)
      .end(body);
  });
  const headers = passedOn(response.headers);
  if (fault.withoutLocation) delete headers['location'];
  return { status: response.statusCode ?? 0, headers, body: await read(response) };
}

/** Makes the gateway's own response. */
function ownAnswer({ status, retryAfter }: Fault): Answer {
  const headers: OutgoingHttpHeaders = { 'Content-Type': 'text/html' };
  if (retryAfter !== undefined) headers['Retry-After'] = retryAfter;
  return { status, headers, body: Buffer.from('<h1>Bad gateway</h1>') };
}

/** A delay for the client to read the response before the connection ends, in milliseconds. */
const untilRead = 5;

/** Sends the response, or the part of it that the fault leaves. */
async function respond(
  { response, fault, clientLeft }: Passing,
  answer: Answer | undefined,
): Promise<void> {
  const { socket } = response;
  if (response.destroyed || socket === null || socket.destroyed) return;
  if (fault.gets === 'silence') return clientLeft;
  if (fault.gets === 'reset') {
    socket.resetAndDestroy();
    return;
  }
  const { status, headers, body } = answer && fault.gets !== 'status' ? answer : ownAnswer(fault);
  // A response without a body can be cut only in its head.
  const cut = fault.gets === 'body-cut' && body.length === 0 ? 'head-cut' : fault.gets;
  if (cut === 'head-cut') {
    const line = `HTTP/1.1 ${status} `;
    await written(socket, line.slice(0, 1 + Math.floor(fault.share * (line.length - 1))));
    socket.destroy();
    return;
  }
  if (body.length > 0) headers['Content-Length'] = body.length;
  response.writeHead(status, headers);
  if (cut === 'body-cut') {
    await written(response, body.subarray(0, 1 + Math.floor(fault.share * (body.length - 1))));
    socket.destroy();
    return;
  }
  response.end(body);
  if (fault.drops) {
    await wait(untilRead * fault.share);
    socket.destroy();
  }
}

/** Writes data, and waits until the client has probably read it. */
async function written(
  stream: { write(data: string | Uint8Array, done: () => void): boolean },
  data: string | Uint8Array,
): Promise<void> {
  await new Promise<void>((resolve) => {
    stream.write(data, () => resolve());
  });
  await wait(untilRead);
}
