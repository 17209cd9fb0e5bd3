// The process of the clients. It runs the lives, and reports each life and what it leaves behind. The
// server and the ledger are in another process, so that the memory of this one is the clients' alone.

import { getEventListeners, once, setMaxListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import type { Outcome } from './judge.ts';
import {
  attemptHeader,
  type Kind,
  type LifeOperation,
  lifeFor,
  orgIdOf,
  writeAttempt,
} from './life.ts';
import { clientFor, create, end } from './surface.ts';

/** The task of this process. */
export interface Orders {
  readonly baseUrl: string;
  readonly seed: number;
  readonly lives: number;
  readonly parallelism: number;
  /** The number of lives between two measurements of memory. */
  readonly measureEvery: number;
}

/** A call, as its caller saw it. */
export interface CallReport {
  readonly operation: LifeOperation;
  readonly outcome: Outcome;
  /** The statuses of the attempts, in order. `undefined` for an attempt without a response. */
  readonly statuses: readonly (number | undefined)[];
  /** The duration of the call, in milliseconds. */
  readonly duration: number;
}

/** A life that has ended. */
export interface LifeReport {
  readonly life: number;
  readonly kind: Kind;
  readonly calls: readonly CallReport[];
}

/** The memory after a number of lives and a garbage collection, in bytes. */
export interface MemoryReport {
  readonly lives: number;
  readonly heapUsed: number;
  readonly external: number;
}

/** The resources that are left after the last life, and the warnings of the process. */
export interface EndReport {
  readonly timers: number;
  readonly sockets: number;
  /** Listeners on the signal that every call got. */
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

/** How often a caller with its own key makes a call whose outcome stays unknown. */
const maxCalls = 3;

async function liveOne(life: number, { baseUrl, seed }: Orders): Promise<LifeReport> {
  const { kind, ends } = lifeFor(seed, life);
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
  const client = clientFor(kind, { orgId: orgIdOf(life), baseUrl, fetch });
  const call = async (operation: LifeOperation, made: Promise<Outcome>) => {
    const start = performance.now();
    const outcome = await made;
    calls.push({ operation, outcome, statuses, duration: performance.now() - start });
    statuses = [];
    return outcome;
  };

  const key = kind === 'key of the caller' ? crypto.randomUUID() : undefined;
  const created = () => call('createChain', create(client, key, whole.signal));
  let outcome = await created();
  while (key !== undefined && isOpen(outcome) && calls.length < maxCalls) outcome = await created();
  if (outcome.type === 'created') {
    for (const operation of ends) {
      await call(operation, end(client, operation, outcome.id, whole.signal));
    }
  }
  return { life, kind, calls };
}

/** Whether the outcome of a call is unknown to its caller. */
function isOpen(outcome: Outcome): boolean {
  if (outcome.type === 'no-answer') return true;
  if (outcome.type !== 'answered') return false;
  return outcome.afterRetry || outcome.status === 408 || outcome.status >= 500;
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
// After the next message, nothing may keep the process alive.
await once(process, 'message');
process.disconnect();
