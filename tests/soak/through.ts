// The ledger test through an edge: clients, a faulty network, a gateway, a faulty way to the API, and a
// sandbox that does not keep keys. And the same lives and faults with a pass-through proxy.

import { fork } from 'node:child_process';
import { createSandbox, type LedgerEntry } from 'identification-chain/sandbox';
import { serve } from 'identification-chain/sandbox/node';
import { type Lived, liveElsewhere } from './clients.ts';
import type { EdgeAnswer, EdgeMessage, EdgeOrders, EdgeReport } from './edge.ts';
import { judgeKey } from './edge-judge.ts';
import { type Attempt, judge, type Outcome, type Truth } from './judge.ts';
import { type AttemptName, type Edge, orgIdOf } from './life.ts';
import type { CallReport } from './lives.ts';
import { type Passage, serveProxy } from './proxy.ts';
import { credential, secretsIn } from './secrets.ts';
import { isDone, parallelism, timeWasOver } from './truth.ts';

/** Something that must not happen. */
export interface EdgeViolation {
  readonly life: number;
  readonly violation: string;
  readonly facts: object;
}

/** The result of a run through an edge. */
export interface EdgeSoakReport {
  readonly edge: Edge;
  readonly lives: number;
  readonly seconds: number;
  /** The number of lives whose first create ended unknown. */
  readonly unknownAtFirst: number;
  /** The number of lives whose create is still unknown after the last click. */
  readonly unknownAtLast: number;
  /** The number of lives with more than one chain. */
  readonly livesWithDuplicates: number;
  /** The number of chains beyond the first of a life. */
  readonly duplicates: number;
  /** The number of requests from clients to the edge, and from the edge to the API. */
  readonly requests: readonly [near: number, far: number];
  /** The number of the gateway's answers to creates, by status and problem. */
  readonly answers: Readonly<Record<string, number>>;
  /** The faults that the gateway reported. */
  readonly faults: EdgeReport['faults'];
  readonly violations: readonly EdgeViolation[];
  readonly leaks: readonly string[];
}

/** How an edge is run. */
export interface EdgeRun {
  readonly edge: Edge;
  readonly lives: number;
  readonly seed: number;
  /** Whether the gateway's store forgets every key. */
  readonly forgets?: boolean;
}

/** The requests of a run: what the clients report, what both proxies saw, and what the edge did. */
interface Observed {
  readonly lived: Lived;
  readonly near: readonly Passage[];
  readonly far: readonly Passage[];
  readonly edge: EdgeReport;
  /** What the edge printed. */
  readonly output: string;
  readonly ledger: readonly LedgerEntry[];
}

/** How often the clients' memory is measured. Each time waits for the slowest of all lives. */
const measurements = 4;

/** Runs lives through an edge, and compares. */
export async function soakThrough(run: EdgeRun): Promise<EdgeSoakReport> {
  const start = performance.now();
  const observed = await observe(run);
  const { lived, near, far, edge, output, ledger } = observed;
  const creates = lived.reports.map(({ calls }) =>
    calls.filter(({ operation }) => operation === 'createChain'),
  );
  const chainCounts = [...Map.groupBy(ledger, ({ orgId }) => orgId).values()].map(
    ({ length }) => length,
  );
  return {
    edge: run.edge,
    lives: lived.reports.length,
    seconds: Math.round((performance.now() - start) / 1000),
    unknownAtFirst: creates.filter((calls) => calls.at(0)?.isUnknown).length,
    unknownAtLast: creates.filter((calls) => calls.at(-1)?.isUnknown).length,
    livesWithDuplicates: chainCounts.filter((count) => count > 1).length,
    duplicates: chainCounts.reduce((sum, count) => sum + count - 1, 0),
    requests: [near.length, far.length],
    answers: tally(edge.answers.map(({ status, problem = '' }) => `${status} ${problem}`.trim())),
    faults: edge.faults,
    violations: run.edge === 'gateway' ? violationsOf(observed) : [],
    leaks: [
      ...lived.leaks,
      ...shown('an error of the client', lived.reports.flatMap(secretsOf)),
      ...shown(
        'an answer of the edge',
        edge.answers.flatMap(({ secrets }) => secrets),
      ),
      ...shown('a fault', edge.faultSecrets),
      ...shown('the log', secretsIn(output)),
    ],
  };
}

function secretsOf({ calls }: Lived['reports'][number]): readonly string[] {
  return calls.flatMap(({ secrets }) => secrets);
}

/** @param secrets names and credentials, which are made up: they may be printed. */
function shown(where: string, secrets: readonly string[]): string[] {
  return [...new Set(secrets)].map((secret) => `${where} shows '${secret}'`);
}

async function observe({ edge, lives, seed, forgets = false }: EdgeRun): Promise<Observed> {
  const sandbox = createSandbox({ token: credential, requireUserAgent: true });
  await using stack = new AsyncDisposableStack();
  const api = await serve(sandbox.fetch);
  stack.defer(api.close);
  // Another seed, so that the faults on both sides are independent.
  const far = await serveProxy(api.url, seed + 1);
  stack.defer(far.close);
  const running = await startEdge({ edge, upstream: far.url, forgets });
  stack.defer(running.stop);
  const near = await serveProxy(running.url, seed);
  stack.defer(near.close);
  const orders = {
    baseUrl: `${near.url}/v1`,
    edge,
    seed,
    lives,
    parallelism,
    measureEvery: Math.ceil(lives / measurements),
  };
  const lived = await liveElsewhere(orders, near);
  await near.close();
  const { report, output } = await running.end();
  const { ledger } = sandbox;
  return { lived, near: near.passages, far: far.passages, edge: report, output, ledger };
}

/** Starts the process of an edge. */
async function startEdge(orders: EdgeOrders) {
  const child = fork(new URL('edge.ts', import.meta.url), {
    serialization: 'advanced',
    silent: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  const next = () =>
    new Promise<EdgeMessage>((resolve, reject) => {
      child.once('message', (message: EdgeMessage) => resolve(message));
      child.once('exit', (code) => reject(new Error(`the edge ended with ${code}: ${output}`)));
    });
  child.send(orders);
  const ready = await next();
  if (ready.type !== 'ready') throw new TypeError('the edge is not ready');
  return {
    url: ready.url,
    async end() {
      const ending = next();
      child.send('end');
      const message = await ending;
      if (message.type !== 'end') throw new TypeError('the edge did not report');
      return { report: message.report, output };
    },
    stop: async () => void child.kill(),
  };
}

/** What a gateway, or its client, did wrong. */
function violationsOf({ lived, near, far, edge, ledger }: Observed): EdgeViolation[] {
  const chainsOf = Map.groupBy(ledger, ({ orgId }) => orgId);
  const [nearOf, farOf] = [byLife(near), byLife(far)];
  const [sendsOf, answersOf] = [byLife(edge.sends), byLife(edge.answers)];
  return lived.reports.flatMap(({ life, calls }): EdgeViolation[] => {
    const chains = chainsOf.get(orgIdOf(life)) ?? [];
    const isCreate = ({ call }: AttemptName) => calls[call]?.operation === 'createChain';
    const answers = answersOf.get(life) ?? [];
    const key = {
      chains: chains.map(({ id }) => id),
      sends: (sendsOf.get(life) ?? []).filter(isCreate),
      answers: answers.filter(isCreate),
    };
    const errors = judgeKey(key);
    const wrong = calls.flatMap((call, index): EdgeViolation[] => {
      const of = ({ call }: AttemptName) => call === index;
      const truth = truthOf(call, chains, {
        near: (nearOf.get(life) ?? []).filter(of),
        far: (farOf.get(life) ?? []).filter(of),
        answers: answers.filter(of),
      });
      const violation = judge(call.outcome, truth);
      return violation === undefined ? [] : [{ life, violation, facts: { call, truth, key } }];
    });
    return [...errors.map((violation) => ({ life, violation, facts: key })), ...wrong];
  });
}

function byLife<Item extends AttemptName>(items: readonly Item[]): Map<number, Item[]> {
  return Map.groupBy(items, ({ life }) => life);
}

/** What was seen of a call. */
interface SeenCall {
  readonly near: readonly Passage[];
  readonly far: readonly Passage[];
  readonly answers: readonly EdgeAnswer[];
}

/** The facts of a call through a gateway. */
function truthOf(
  call: CallReport,
  chains: readonly LedgerEntry[],
  { near, far, answers }: SeenCall,
): Truth {
  const { operation, statuses } = call;
  return {
    operation,
    chains: chains.map(({ id }) => id),
    done: isDone(operation, chains, far),
    attempts: statuses.map((status, attempt): Attempt => {
      const of = (name: AttemptName) => name.attempt === attempt;
      const whole = near.some((passage) => of(passage) && passage.whole);
      return meant({ status, whole }, answers.find(of)?.problem, call.outcome);
    }),
    timeWasOver: timeWasOver(call),
  };
}

/** What an answer means by the problem that the gateway gave it. */
function meant(attempt: Attempt, problem: string | undefined, outcome: Outcome): Attempt {
  if (attempt.status === 409 && problem === 'key-in-progress') {
    return { status: undefined, whole: false };
  }
  // The problem may have been lost behind its status. Then the client cannot know that it was created.
  const isCreated = problem === 'id-lost' && outcome.type === 'without-id';
  return attempt.status === 502 && isCreated ? { ...attempt, status: 201 } : attempt;
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
