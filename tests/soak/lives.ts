// The process of the clients: lives lives, tells of each, and tells what it has left. The server and
// the ledger are in another process, so that what this one holds is the clients' alone.

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

/** What this process is to do. */
export interface Orders {
  readonly baseUrl: string;
  readonly seed: number;
  readonly lives: number;
  readonly parallelism: number;
  /** After how many lives memory is measured. */
  readonly measureEvery: number;
}

/** A call, as its caller saw it. */
export interface CallReport {
  readonly operation: LifeOperation;
  readonly outcome: Outcome;
  /** The statuses that reached the client, one an attempt; none where no answer did. */
  readonly statuses: readonly (number | undefined)[];
  /** How long it took, in milliseconds. */
  readonly duration: number;
}

/** A life, as it was lived. */
export interface LifeReport {
  readonly life: number;
  readonly kind: Kind;
  readonly calls: readonly CallReport[];
}

/** Memory after a number of lives, collected, in bytes. */
export interface MemoryReport {
  readonly lives: number;
  readonly heapUsed: number;
  readonly external: number;
}

/** What keeps the process alive after the last life, and warnings that it gave. */
export interface EndReport {
  readonly timers: number;
  readonly sockets: number;
  /** Listeners on the signal that was given to every call. */
  readonly listeners: number;
  readonly warnings: readonly string[];
}

export type Report =
  | { readonly type: 'life'; readonly report: LifeReport }
  | { readonly type: 'memory'; readonly report: MemoryReport }
  | { readonly type: 'end'; readonly report: EndReport };

function tell(report: Report): void {
  process.send?.(report);
}

const whole = new AbortController();
setMaxListeners(Number.POSITIVE_INFINITY, whole.signal);
const warnings: string[] = [];
process.on('warning', ({ name, message }) => warnings.push(`${name}: ${message}`));

/** How often a caller with a key of its own makes a call again that has come to nothing sure. */
const mostCalls = 3;

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
  while (key !== undefined && isOpen(outcome) && calls.length < mostCalls)
    outcome = await created();
  if (outcome.type === 'created') {
    for (const operation of ends) {
      await call(operation, end(client, operation, outcome.id, whole.signal));
    }
  }
  return { life, kind, calls };
}

/** Whether a caller does not know what has become of a call. */
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
  tell({ type: 'memory', report: { lives, heapUsed, external } });
}

async function live(orders: Orders): Promise<void> {
  let next = 0;
  const liveUntil = async (last: number) => {
    while (next < last) tell({ type: 'life', report: await liveOne(next++, orders) });
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
tell({ type: 'end', report: left() });
// Then it is told to go: nothing may keep the process alive.
await once(process, 'message');
process.disconnect();
