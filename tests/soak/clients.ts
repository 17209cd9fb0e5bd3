// Runs lives in a process of their own, to its end, and finds what they leave behind.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { EndReport, LifeReport, MemoryReport, Orders, Report } from './lives.ts';
import type { SoakProxy } from './proxy.ts';

/** The allowed growth of memory from the first tenth of the lives to the last. */
const mostGrowth = 0.15;

/** The time limit for connections and the process to end after the last life, in milliseconds. */
const grace = 20_000;

/** The longest time between the ends of two lives, in milliseconds. Each call has its own timeout. */
const longestLife = 120_000;

/** What the clients report, and what they leave. */
export interface Lived {
  readonly reports: readonly LifeReport[];
  readonly memory: readonly MemoryReport[];
  readonly end: EndReport;
  /** What grew or stayed open. */
  readonly leaks: readonly string[];
}

/** Runs the clients in a process of their own, to its end. */
export async function liveElsewhere(orders: Orders, proxy: SoakProxy): Promise<Lived> {
  const child = fork(new URL('lives.ts', import.meta.url), {
    // Compiled code stays in memory, so that growth comes only from the lives.
    execArgv: ['--expose-gc', '--no-flush-bytecode'],
    serialization: 'advanced',
  });
  const reports: LifeReport[] = [];
  const memory: MemoryReport[] = [];
  const end = await new Promise<EndReport>((resolve, reject) => {
    const patience = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`no life ended within ${longestLife} ms: a call does not settle`));
    }, longestLife);
    child.on('message', (message: Report) => {
      patience.refresh();
      if (message.type === 'life') reports.push(message.report);
      else if (message.type === 'memory') memory.push(message.report);
      else {
        clearTimeout(patience);
        resolve(message.report);
      }
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(patience);
      reject(new Error(`the process of the clients ended with ${code}`));
    });
    child.send(orders);
  });
  const left = [...(await connectionsLeft(proxy)), ...(await processLeft(child))];
  const leaks = [...left, ...leaksOf(end), ...growthOf(memory)];
  return { reports, memory, end, leaks };
}

async function connectionsLeft(proxy: SoakProxy): Promise<string[]> {
  const until = performance.now() + grace;
  let open = await proxy.connections();
  while (open > 0 && performance.now() < until) {
    await wait(100);
    open = await proxy.connections();
  }
  return open > 0 ? [`${open} connections stay open`] : [];
}

async function processLeft(child: ChildProcess): Promise<string[]> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), grace);
  try {
    const ended = once(child, 'exit', { signal: patience.signal });
    child.send('go');
    const [code] = await ended;
    return code === 0 ? [] : [`the process of the clients ended with ${code}`];
  } catch {
    child.kill('SIGKILL');
    return ['the process of the clients does not end by itself'];
  } finally {
    clearTimeout(timer);
  }
}

function leaksOf({ timers, sockets, listeners, warnings }: EndReport): string[] {
  const counts = { timers, sockets, listeners };
  return [
    ...Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([what, count]) => `${count} ${what} left after the last life`),
    ...warnings,
  ];
}

function growthOf(memory: readonly MemoryReport[]): string[] {
  const [first, last] = [memory.at(0), memory.at(-1)];
  if (first === undefined || last === undefined) return ['memory was not measured'];
  return (['heapUsed', 'external'] as const)
    .filter((measure) => last[measure] > first[measure] * (1 + mostGrowth))
    .map((measure) => `${measure} grew from ${first[measure]} to ${last[measure]} bytes`);
}
