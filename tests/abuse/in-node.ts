// What is done in Node, in a process of its own:
//
//   node --expose-gc tests/abuse/in-node.ts checks 1000000 20 [LEAK]
//
// It prints the samples as JSON.

import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep, setImmediate as tick } from 'node:timers/promises';
import type { Checks } from './checks.ts';
import type { Sample } from './judge.ts';
import { coreMemory } from './memories.ts';
import { type LeakName, leaks } from './planted.ts';

/** Work that is done many times. */
interface Work {
  /** Does it for the numbers from `first` to before `end`. */
  readonly run: (first: number, end: number) => void | Promise<void>;
  /** Waits until nothing runs, and returns what only this work can tell. */
  readonly rest?: () => Promise<Sample>;
}

/** The entries are imported when they are used: each has a core of its own. */
const works: Readonly<Record<string, (leak: LeakName | undefined) => Promise<Work>>> = {
  checks: async (leak) =>
    checking(
      { ...(await import('identification-chain')), ...(await import('identification-chain/core')) },
      leak,
    ),
  'checks, slim': async (leak) => {
    const slim = await import('identification-chain/slim');
    await slim.preload(
      readFileSync(new URL(import.meta.resolve('identification-chain/core.wasm'))),
    );
    return checking(slim, leak);
  },
  'checks, fallback': async (leak) => checking(await import('identification-chain/fallback'), leak),
  clients,
};

async function checking(entry: Checks, leak: LeakName | undefined): Promise<Work> {
  const { doCheck } = await import('./checks.ts');
  const api = leaks.checks(entry, leak);
  return {
    run(first, end) {
      for (let index = first; index < end; index += 1) doCheck(api, index);
    },
  };
}

/** How many clients live at a time. */
const parallelism = 200;

async function clients(leak: LeakName | undefined): Promise<Work> {
  const { liveClient, serveNetwork } = await import('./clients.ts');
  const entry = await import('identification-chain');
  const network = await serveNetwork();
  const { signal } = new AbortController();
  const createClient = leaks.clients(entry.createClient, signal, leak);
  const ends = { done: 0, failed: 0 };
  const shared = { network, signal, createClient, ends };
  return {
    async run(first, end) {
      let next = first;
      const live = async () => {
        while (next < end) {
          next += 1;
          await liveClient(next - 1, shared);
        }
      };
      await Promise.all(Array.from({ length: parallelism }, live));
    },
    async rest() {
      // Otherwise the calls are not those that were meant.
      if (Math.min(ends.done, ends.failed) < 0.2 * (ends.done + ends.failed)) {
        throw new Error(`${ends.done} calls succeeded, ${ends.failed} failed`);
      }
      const handles = await openHandles(() => network.hangUp());
      return { listeners: getEventListeners(signal, 'abort').length, handles };
    },
  };
}

/** The number of open handles, when closed sockets have ended, or after a second. */
async function openHandles(hangUp: () => Promise<void>): Promise<number> {
  let open: string[] = [];
  for (let turn = 0; turn < 100; turn += 1) {
    await hangUp();
    await sleep(10);
    open = process.getActiveResourcesInfo();
    if (!open.some((name) => /^(TCPSocket|Connect)Wrap$/.test(name))) break;
  }
  return open.length;
}

/** Collects all garbage. Finalizers and closed sockets free more in the next turns. */
async function collect(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    await tick();
    globalThis.gc?.();
  }
}

async function sample(work: Work): Promise<Sample> {
  const own = await work.rest?.();
  await collect();
  const { heapUsed, external } = process.memoryUsage();
  return { 'core memory': coreMemory(), heap: heapUsed, buffers: external, ...own };
}

const [name = '', ...numbers] = process.argv.slice(2);
const [count = Number.NaN, parts = Number.NaN] = numbers.slice(0, 2).map(Number);
const work = await works[name]?.(numbers[2] as LeakName | undefined);
if (work === undefined || !(count >= parts) || globalThis.gc === undefined) {
  throw new TypeError('usage: node --expose-gc tests/abuse/in-node.ts NAME COUNT PARTS [LEAK]');
}
const size = Math.ceil(count / parts);
const samples: Sample[] = [];
while (samples.length < parts) {
  await work.run(samples.length * size, (samples.length + 1) * size);
  samples.push(await sample(work));
}
process.stdout.write(JSON.stringify(samples), () => process.exit());
