// A faulty proxy between the clients and the server. The seed and the request's attempt determine the
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

/** The record of a request. */
export interface Passage extends AttemptName {
  /** The name of its fault. */
  readonly fault: string;
  /** The server's status, if the request reached the server. */
  answered: number | undefined;
  /** Whether the client was sent a whole answer. */
  whole: boolean;
}

/** A running proxy. */
export interface SoakProxy {
  readonly url: string;
  /** All requests, in the order of arrival. */
  readonly passages: readonly Passage[];
  /** The number of open connections. */
  readonly connections: () => Promise<number>;
  /** Closes the proxy after the requests under way have reached the server. */
  readonly close: () => Promise<void>;
}

/** Serves a proxy in front of the server at `upstream`. */
export async function serveProxy(upstream: string, seed: number): Promise<SoakProxy> {
  // Idle connections end here before the server ends them, which a request could meet.
  const agent = new Agent({ keepAlive: true, timeout: 1000 });
  const passages: Passage[] = [];
  const underWay = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const name = readAttempt(request.headers[attemptHeader.toLowerCase()]);
    const fault = faultFor(seed, name.life, name.call, name.attempt);
    const passage = { ...name, fault: fault.name, answered: undefined, whole: false };
    passages.push(passage);
    const clientLeft = new Promise<void>((resolve) => {
      response.on('close', resolve);
    });
    const passing = pass({ request, response, fault, passage, clientLeft, upstream, agent });
    underWay.add(passing);
    passing.finally(() => underWay.delete(passing));
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
      while (underWay.size > 0) await Promise.all(underWay);
      agent.destroy();
    },
  };
}

interface Passing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly fault: Fault;
  readonly passage: Passage;
  /** Settles when the connection has ended. */
  readonly clientLeft: Promise<void>;
  readonly upstream: string;
  readonly agent: Agent;
}

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** Forwards a request and its answer, as far as the fault allows. */
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
    passage.answered = answer.status;
  }
  // A write to a closed connection never calls back.
  await Promise.race([give(passing, answer), clientLeft]);
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Headers of a connection, and those that the proxy writes itself. */
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

/** The gateway's own answer. */
function ownAnswer({ status, retryAfter }: Fault): Answer {
  const headers: OutgoingHttpHeaders = { 'Content-Type': 'text/html' };
  if (retryAfter !== undefined) headers['Retry-After'] = retryAfter;
  return { status, headers, body: Buffer.from('<h1>The gateway failed</h1>') };
}

/** The time in which a client reads what was written, in milliseconds. */
const untilRead = 5;

/** Sends the client the part of the answer that the fault leaves. */
async function give(
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
  // An answer without a body is cut in its head.
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

/** Writes data, and waits until it is probably read. */
async function written(
  stream: { write(data: string | Uint8Array, done: () => void): boolean },
  data: string | Uint8Array,
): Promise<void> {
  await new Promise<void>((resolve) => {
    stream.write(data, () => resolve());
  });
  await wait(untilRead);
}
