// The process of the clients: runs lives, and reports each life, the memory and the remaining
// resources. The server and the ledger are in another process, so all of them are the clients'.

import { getEventListeners, once, setMaxListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import {
  attemptHeader,
  type Edge,
  type Kind,
  type LifeOperation,
  lifeFor,
  mostCalls,
  orgIdOf,
  pressesAgain,
  sessionOf,
  writeAttempt,
} from './life.ts';
import { clientFor, creatorOf, end, type Told } from './surface.ts';

/** The orders of this process. */
export interface Orders {
  readonly baseUrl: string;
  /** What stands between the clients and the API. */
  readonly edge?: Edge;
  readonly seed: number;
  readonly lives: number;
  readonly parallelism: number;
  /** The number of lives between two measurements of memory. */
  readonly measureEvery: number;
}

/** The caller's report of a call. */
export interface CallReport extends Told {
  readonly operation: LifeOperation;
  /** The status of each attempt, if an answer reached the client. */
  readonly statuses: readonly (number | undefined)[];
  /** The duration, in milliseconds. */
  readonly duration: number;
}

/** The report of a life. */
export interface LifeReport {
  readonly life: number;
  readonly kind: Kind;
  readonly calls: readonly CallReport[];
}

/** Memory after a number of lives and a garbage collection, in bytes. */
export interface MemoryReport {
  readonly lives: number;
  readonly heapUsed: number;
  readonly external: number;
}

/** The resources that remain after the last life, and the process's warnings. */
export interface EndReport {
  readonly timers: number;
  readonly sockets: number;
  /** Listeners on the signal of all calls. */
  readonly listeners: number;
  readonly warnings: readonly string[];
}

export type Report =
  | { readonly type: 'life'; readonly report: LifeReport }
  | { readonly type: 'memory'; readonly report: MemoryReport }
  | { readonly type: 'end'; readonly report: EndReport };

function send(report: Report): void {
  process.send?.(report);
}

const whole = new AbortController();
setMaxListeners(Number.POSITIVE_INFINITY, whole.signal);
const warnings: string[] = [];
process.on('warning', ({ name, message }) => warnings.push(`${name}: ${message}`));

async function liveOne(life: number, { baseUrl, seed, edge }: Orders): Promise<LifeReport> {
  const { kind, ends } = lifeFor(seed, life, edge);
  const calls: CallReport[] = [];
  let statuses: (number | undefined)[] = [];
  const fetch = async (request: Request, init: RequestInit) => {
    const seen = statuses;
    const attempt = seen.push(undefined) - 1;
    request.headers.set(attemptHeader, writeAttempt({ life, call: calls.length, attempt }));
    const response = await globalThis.fetch(request, init);
    if (init.signal?.aborted !== true) seen[attempt] = response.status;
    return response;
  };
  const client = clientFor(kind, {
    orgId: orgIdOf(life),
    session: sessionOf(life),
    baseUrl,
    fetch,
  });
  const call = async (operation: LifeOperation, made: Promise<Told>) => {
    const start = performance.now();
    const told = await made;
    calls.push({ operation, ...told, statuses, duration: performance.now() - start });
    statuses = [];
    return told;
  };

  const create = creatorOf(client, kind);
  const created = () => call('createChain', create(whole.signal));
  let { outcome, isUnknown } = await created();
  while (pressesAgain(kind) && isUnknown && calls.length < mostCalls) {
    ({ outcome, isUnknown } = await created());
  }
  if (outcome.type === 'created') {
    for (const operation of ends) {
      await call(operation, end(client, operation, outcome.id, whole.signal));
    }
  }
  return { life, kind, calls };
}

async function measure(lives: number): Promise<void> {
  for (let count = 0; count < 3; count++) {
    await turn();
    globalThis.gc?.();
  }
  const { heapUsed, external } = process.memoryUsage();
  send({ type: 'memory', report: { lives, heapUsed, external } });
}

async function live(orders: Orders): Promise<void> {
  let next = 0;
  const liveUntil = async (last: number) => {
    while (next < last) send({ type: 'life', report: await liveOne(next++, orders) });
  };
  while (next < orders.lives) {
    const last = Math.min(next + orders.measureEvery, orders.lives);
    await Promise.all(Array.from({ length: orders.parallelism }, () => liveUntil(last)));
    await measure(last);
  }
}

function left(): EndReport {
  const resources = process.getActiveResourcesInfo();
  return {
    timers: resources.filter((resource) => resource === 'Timeout').length,
    sockets: resources.filter((resource) => /^TCP|^TLS/.test(resource)).length,
    listeners: getEventListeners(whole.signal, 'abort').length,
    warnings,
  };
}

const [orders] = (await once(process, 'message')) as [Orders];
await live(orders);
send({ type: 'end', report: left() });
// After the next message nothing may keep the process alive.
await once(process, 'message');
process.disconnect();
