// Measures workerd's CPU time for a create through our gateway, in one run with the proxies that teams
// write instead, and the memory of the gateway over many requests. Writes target/reports/gateway.json.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../tools/run.ts';
import { Load, serveInstantly } from './gateway/load.ts';
import { startWorker, type Worker } from './gateway/workerd.ts';

/** A worker, and whether its requests have keys. */
interface Candidate {
  readonly name: string;
  readonly file: string;
  readonly withKeys?: boolean;
}

const baseline = 'pass-through, buffered';
const candidates: readonly Candidate[] = [
  { name: baseline, file: 'pass-through' },
  { name: 'pass-through, streamed', file: 'streamed' },
  { name: 'Hono + zod + proxy', file: 'hono-zod' },
  { name: 'our gateway', file: 'ours' },
  { name: 'our gateway, keys in memory', file: 'ours', withKeys: true },
  { name: 'our gateway, Durable Objects', file: 'objects', withKeys: true },
];

/** The path of a worker's file. */
function fileOf(name: string): string {
  return join(import.meta.dirname, 'gateway', `${name}.ts`);
}

/** The target for our gateway without keys, in CPU times of the baseline. */
const target = 1.1;

const rounds = 7;
const requestsPerRound = 4_000;
const warmUp = 6_000;

const memoryRequests = 100_000;
/** The tenth of the requests after which V8's heap has its size. */
const settledAfter = 4;
/** The allowed growth of memory from then to the last tenth. */
const mostGrowth = 0.1;

/** A round of one candidate. */
interface Round {
  /** The CPU time of a request, in microseconds. */
  readonly cpu: number;
  /** The requests in a second. */
  readonly rate: number;
}

interface Row {
  readonly name: string;
  readonly cpu: number;
  /** The median of the rounds' ratios, each to the baseline in the same round. */
  readonly timesBaseline: number;
  readonly rate: number;
  readonly timesBaselineRate: number;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function measure(load: Load, worker: Worker, withKeys: boolean): Promise<Round> {
  const before = worker.cpu();
  const milliseconds = await load.send(worker.url, requestsPerRound, withKeys);
  return {
    cpu: (worker.cpu() - before) / requestsPerRound,
    rate: requestsPerRound / (milliseconds / 1000),
  };
}

/** Measures all candidates in turn, several times. */
async function compare(load: Load, api: string): Promise<Row[]> {
  await using stack = new AsyncDisposableStack();
  const running: { candidate: Candidate; worker: Worker; measured: Round[] }[] = [];
  for (const candidate of candidates) {
    const worker = stack.use(
      await startWorker(fileOf(candidate.file), { API: api, TOKEN: 'credential' }),
    );
    await load.send(worker.url, warmUp, candidate.withKeys === true);
    running.push({ candidate, worker, measured: [] });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { candidate, worker, measured } of running) {
      measured.push(await measure(load, worker, candidate.withKeys === true));
    }
  }
  const base = running.find(({ candidate }) => candidate.name === baseline)?.measured ?? [];
  return running.map(({ candidate: { name }, measured }) => {
    const ratios = (value: (round: Round) => number) =>
      measured.map((round, index) => {
        const of = base[index];
        return of === undefined ? Number.NaN : value(round) / value(of);
      });
    return {
      name,
      cpu: median(measured.map(({ cpu }) => cpu)),
      timesBaseline: median(ratios(({ cpu }) => cpu)),
      rate: median(measured.map(({ rate }) => rate)),
      timesBaselineRate: median(ratios(({ rate }) => rate)),
    };
  });
}

/** The memory of a gateway without keys after each tenth of many requests, in bytes. */
async function memoryOver(load: Load, api: string): Promise<number[]> {
  await using worker = await startWorker(fileOf('ours'), { API: api, TOKEN: 'credential' });
  const memory: number[] = [];
  while (memory.length < 10) {
    await load.send(worker.url, memoryRequests / 10, false);
    memory.push(worker.memory());
  }
  return memory;
}

await main('bench-gateway', async () => {
  await using api = await serveInstantly();
  using load = new Load();
  console.log(`A create in workerd, ${rounds} rounds of ${requestsPerRound} requests, medians.`);
  console.log('Compare CPU times: rates alone swing by 40 % on a busy machine.\n');
  const rows = await compare(load, api.url);
  for (const { name, cpu, timesBaseline, timesBaselineRate } of rows) {
    const time = `${cpu.toFixed(0).padStart(5)} µs`;
    const ratios = `${timesBaseline.toFixed(2)} × CPU   ${timesBaselineRate.toFixed(2)} × rate`;
    console.log(`  ${name.padEnd(30)}${time}   ${ratios}`);
  }
  const cpuOf = (name: string) =>
    rows.find((row) => row.name === name)?.timesBaseline ?? Number.NaN;
  const [ours, hono] = [cpuOf('our gateway'), cpuOf('Hono + zod + proxy')];
  const isMet = ours <= target && ours < hono;
  console.log(
    `\nTarget: at most ${target} × the buffered pass-through, and below Hono + zod + proxy:`,
  );
  console.log(isMet ? 'met' : 'missed');
  const memory = await memoryOver(load, api.url);
  const megabytes = memory.map((bytes) => (bytes / 2 ** 20).toFixed(0));
  console.log(`\nMemory of workerd after each tenth of ${memoryRequests} requests, in MB:`);
  console.log(`  ${megabytes.join(' ')}`);
  const [first = Number.NaN, last = Number.NaN] = [memory.at(settledAfter - 1), memory.at(-1)];
  mkdirSync('target/reports', { recursive: true });
  const report = { rounds, requestsPerRound, rows, target, isMet, memory };
  writeFileSync('target/reports/gateway.json', `${JSON.stringify(report, undefined, 2)}\n`);
  if (last > first * (1 + mostGrowth)) throw new Error('the memory of the gateway grows');
});
