// The ledger test: it runs many lives through a faulty proxy, and then compares the reported outcome
// of each call with the sandbox's ledger.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { createSandbox, type LedgerEntry } from 'identification-chain/sandbox';
import { serve } from 'identification-chain/sandbox/node';
import { type Attempt, judge, type Outcome, type Truth } from './judge.ts';
import { attemptTimeout, type Kind, orgIdOf } from './life.ts';
import type { CallReport, EndReport, LifeReport, MemoryReport, Orders, Report } from './lives.ts';
import { type Passage, type SoakProxy, serveProxy } from './proxy.ts';

/** A call with a wrong reported outcome. */
export interface Violation {
  readonly life: number;
  readonly kind: Kind;
  readonly operation: string;
  readonly outcome: Outcome;
  readonly violation: string;
  /** The attempts of the call: what reached the client, and what the proxy did. */
  readonly attempts: readonly object[];
}

/** The number of calls with an outcome, for one kind of client. */
export interface OutcomeCount {
  readonly operation: string;
  readonly kind: Kind;
  readonly outcome: string;
  readonly count: number;
}

/** The result of a run. */
export interface SoakReport {
  readonly seed: number;
  readonly lives: number;
  readonly parallelism: number;
  readonly node: string;
  readonly seconds: number;
  readonly requests: number;
  readonly chains: number;
  readonly outcomes: readonly OutcomeCount[];
  /** The number of requests with each fault. */
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
  readonly memory: readonly MemoryReport[];
  readonly end: EndReport;
  readonly leaks: readonly string[];
}

const parallelism = 64;

/** The allowed growth of memory from the first tenth of the lives to the last. */
const maxGrowth = 0.15;

/** How long idle connections and the process may remain after the last life, in milliseconds. */
const grace = 20_000;

/** The time limit for the next life to end, in milliseconds. Its calls have their own time limits. */
const longestLife = 120_000;

/** Runs `lives` lives, and judges their outcomes. */
export async function soak(lives: number, seed: number): Promise<SoakReport> {
  const start = performance.now();
  const sandbox = createSandbox({ token: 'soak', requireUserAgent: true, idempotency: true });
  const server = await serve(sandbox.fetch);
  const proxy = await serveProxy(server.url, seed);
  const orders: Orders = {
    baseUrl: `${proxy.url}/v1`,
    seed,
    lives,
    parallelism,
    measureEvery: Math.ceil(lives / 10),
  };
  const { reports, memory, end, leaks } = await liveElsewhere(orders, proxy).finally(async () => {
    await proxy.close();
    await server.close();
  });
  const judged = compare(reports, sandbox.ledger, proxy.passages);
  return {
    seed,
    lives: reports.length,
    parallelism,
    node: process.version,
    seconds: Math.round((performance.now() - start) / 1000),
    requests: proxy.passages.length,
    chains: sandbox.ledger.length,
    outcomes: counted(reports),
    faults: tally(proxy.passages.map(({ fault }) => fault)),
    violations: judged,
    memory,
    end,
    leaks: [...leaks, ...leaksOf(end), ...growthOf(memory)],
  };
}

interface Lived {
  readonly reports: readonly LifeReport[];
  readonly memory: readonly MemoryReport[];
  readonly end: EndReport;
  readonly leaks: readonly string[];
}

/** Runs the process of the clients. */
async function liveElsewhere(orders: Orders, proxy: SoakProxy): Promise<Lived> {
  const child = fork(new URL('lives.ts', import.meta.url), {
    // Keeps compiled code, so that only the lives change the memory.
    execArgv: ['--expose-gc', '--no-flush-bytecode'],
    serialization: 'advanced',
  });
  const reports: LifeReport[] = [];
  const memory: MemoryReport[] = [];
  const end = await new Promise<EndReport>((resolve, reject) => {
    const patience = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`no life ended for ${longestLife} ms: a call does not settle`));
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
      reject(new Error(`the process of the clients exited with ${code}`));
    });
    child.send(orders);
  });
  const leaks = [...(await connectionsLeft(proxy)), ...(await processLeft(child))];
  return { reports, memory, end, leaks };
}

async function connectionsLeft(proxy: SoakProxy): Promise<string[]> {
  const until = performance.now() + grace;
  let open = await proxy.connections();
  while (open > 0 && performance.now() < until) {
    await wait(100);
    open = await proxy.connections();
  }
  return open > 0 ? [`${open} connections remained open`] : [];
}

async function processLeft(child: ChildProcess): Promise<string[]> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), grace);
  try {
    const ended = once(child, 'exit', { signal: patience.signal });
    child.send('go');
    const [code] = await ended;
    return code === 0 ? [] : [`the process of the clients exited with ${code}`];
  } catch {
    child.kill('SIGKILL');
    return ['the process of the clients did not exit by itself'];
  } finally {
    clearTimeout(timer);
  }
}

function leaksOf({ timers, sockets, listeners, warnings }: EndReport): string[] {
  const counts = { timers, sockets, listeners };
  return [
    ...Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([what, count]) => `${count} ${what} remained after the last life`),
    ...warnings,
  ];
}

function growthOf(memory: readonly MemoryReport[]): string[] {
  const [first, last] = [memory.at(0), memory.at(-1)];
  if (first === undefined || last === undefined) return ['memory was not measured'];
  return (['heapUsed', 'external'] as const)
    .filter((measure) => last[measure] > first[measure] * (1 + maxGrowth))
    .map((measure) => `${measure} grew from ${first[measure]} to ${last[measure]} bytes`);
}

/** Returns the calls with wrong outcomes. */
function compare(
  reports: readonly LifeReport[],
  ledger: readonly LedgerEntry[],
  passages: readonly Passage[],
): Violation[] {
  const chainsOf = Map.groupBy(ledger, ({ orgId }) => orgId);
  const passagesOf = Map.groupBy(passages, ({ life, call }) => `${life}/${call}`);
  return reports.flatMap(({ life, kind, calls }) =>
    calls.flatMap((call, index): Violation[] => {
      const seen = passagesOf.get(`${life}/${index}`) ?? [];
      const violation = judge(call.outcome, truthOf(call, chainsOf.get(orgIdOf(life)) ?? [], seen));
      if (violation === undefined) return [];
      const { operation, outcome, statuses } = call;
      const attempts = statuses.map((status, attempt) => ({
        received: status,
        ...seen.find((passage) => passage.attempt === attempt),
      }));
      return [{ life, kind, operation, outcome, violation, attempts }];
    }),
  );
}

/** Returns what happened to a call, from the ledger and the proxy. */
function truthOf(
  { operation, statuses, duration }: CallReport,
  chains: readonly LedgerEntry[],
  passages: readonly Passage[],
): Truth {
  const attempts = statuses.map(
    (status, attempt): Attempt => ({
      status,
      whole: passages.some((passage) => passage.attempt === attempt && passage.whole),
    }),
  );
  return {
    operation,
    chains: chains.map(({ id }) => id),
    done: isDone(operation, chains, passages),
    attempts,
    // Timers can fire slightly early.
    timeWasOver: duration >= 0.95 * attemptTimeout,
  };
}

/** Whether the call was done, by one of its own attempts. */
function isDone(
  operation: CallReport['operation'],
  chains: readonly LedgerEntry[],
  passages: readonly Passage[],
): boolean {
  const state = { createChain: 'open', cancelChain: 'cancelled', closeChain: 'closed' }[operation];
  return (
    chains.some(({ events }) => events.some((event) => event.state === state)) &&
    passages.some(({ status = 0 }) => status >= 200 && status < 300)
  );
}

function counted(reports: readonly LifeReport[]): OutcomeCount[] {
  const labels = reports.flatMap(({ kind, calls }) =>
    calls.map(({ operation, outcome }) => ({ operation, kind, outcome: labelOf(outcome) })),
  );
  const operations = ['createChain', 'cancelChain', 'closeChain'];
  const groups = Map.groupBy(labels, ({ operation, kind, outcome }) =>
    [operations.indexOf(operation), outcome, kind].join('|'),
  );
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([, same]) => same.slice(0, 1).map((label) => ({ ...label, count: same.length })));
}

function labelOf(outcome: Outcome): string {
  switch (outcome.type) {
    case 'without-id':
      return 'created, id unknown';
    case 'answered':
      return `${outcome.status}${outcome.afterRetry ? ' after a retry' : ''}`;
    case 'no-answer':
      return `${outcome.unknown ? 'unknown' : 'no answer'}${outcome.timeout ? ', timed out' : ''}`;
    case 'other':
      return outcome.name;
    default:
      return outcome.type;
  }
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
