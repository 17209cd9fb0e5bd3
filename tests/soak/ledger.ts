// The ledger test: many lives call the sandbox through a faulty proxy. Then the clients' report of each
// call is compared with the sandbox's ledger.

import { createSandbox, type LedgerEntry } from 'identification-chain/sandbox';
import { serve } from 'identification-chain/sandbox/node';
import { liveElsewhere } from './clients.ts';
import { type Attempt, judge, type Outcome, type Truth } from './judge.ts';
import { type Kind, orgIdOf } from './life.ts';
import type { CallReport, EndReport, LifeReport, MemoryReport, Orders } from './lives.ts';
import { type Passage, serveProxy } from './proxy.ts';
import { isDone, parallelism, timeWasOver } from './truth.ts';

/** A call that the client reported wrongly. */
export interface Violation {
  readonly life: number;
  readonly kind: Kind;
  readonly operation: string;
  readonly outcome: Outcome;
  readonly violation: string;
  /** The attempts of the call: the status at the client, and the passage through the proxy. */
  readonly attempts: readonly object[];
}

/** The number of calls with an outcome, for a kind of client. */
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
  /** The number of requests for each fault. */
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
  readonly memory: readonly MemoryReport[];
  readonly end: EndReport;
  readonly leaks: readonly string[];
}

/** Runs `lives` lives, and compares. */
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
    leaks,
  };
}

/** The calls that the clients reported wrongly. */
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
        came: status,
        ...seen.find((passage) => passage.attempt === attempt),
      }));
      return [{ life, kind, operation, outcome, violation, attempts }];
    }),
  );
}

/** The facts of a call, from the ledger and the proxy. */
function truthOf(
  call: CallReport,
  chains: readonly LedgerEntry[],
  passages: readonly Passage[],
): Truth {
  const { operation, statuses } = call;
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
    timeWasOver: timeWasOver(call),
  };
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
