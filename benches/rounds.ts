// Measures candidates in many short rounds: each round runs every candidate in turn, begins with another
// one, and goes the other way than the last. A slow moment of the machine then falls on all of them, and
// so does work that a candidate leaves to the next.

/** What is measured: a function, or an asynchronous function. */
export interface Candidate {
  readonly name: string;
  readonly run: () => unknown;
}

/** Candidates that do the same work. The first is the package. */
export interface Group {
  readonly name: string;
  readonly candidates: readonly Candidate[];
}

/** The time of a candidate. */
export interface Row {
  readonly group: string;
  readonly name: string;
  /** The median time of one run, in microseconds. */
  readonly microseconds: number;
  /** The median, over the rounds, of its time divided by the package's. */
  readonly timesOurs: number;
}

/** Returns the time in milliseconds. */
export type Clock = () => number | Promise<number>;

/** The clock of a runtime, and how much to measure. */
export interface Host {
  readonly now: Clock;
  /** The time from one reading of the clock to the next. */
  readonly latency: number;
  readonly rounds: number;
  /** The length of a candidate's part of a round, in milliseconds. */
  readonly part: number;
}

/** Warms a group up, and returns how many runs of each candidate fill its part of a round. */
export async function warmUp({ candidates }: Group, host: Host): Promise<number[]> {
  const batches: number[] = [];
  for (const { run } of candidates) batches.push(await batchOf(run, host));
  return batches;
}

/** Measures a group, as in a process that runs for long. `batches` are from its warm-up. */
export async function measure(
  { name: group, candidates }: Group,
  batches: readonly number[],
  host: Host,
): Promise<Row[]> {
  const times: number[][] = candidates.map(() => []);
  for (let round = 0; round < host.rounds; round++) {
    for (let turn = 0; turn < candidates.length; turn++) {
      const turns = round % 2 === 0 ? turn : candidates.length - 1 - turn;
      const index = (round + turns) % candidates.length;
      const batch = batches[index] ?? 1;
      const time = await timeOf(candidates[index]?.run ?? (() => undefined), batch, host);
      times[index]?.push(time / batch);
    }
  }
  const ours = times[0] ?? [];
  return candidates.map(({ name }, index) => {
    const own = times[index] ?? [];
    return {
      group,
      name,
      microseconds: median(own) * 1000,
      timesOurs: median(own.map((time, round) => time / (ours[round] ?? Number.NaN))),
    };
  });
}

/** The milliseconds of the last and longest part of a warm-up. */
const lastPart = 15;

async function batchOf(run: () => unknown, host: Host): Promise<number> {
  let batch = 1;
  let time = await fastest(run, batch, host);
  while (time < lastPart) {
    batch *= 2;
    time = await fastest(run, batch, host);
  }
  return Math.max(1, Math.round((batch * host.part) / time));
}

/** Returns the shortest of some times. One time alone may be that of another process. */
async function fastest(run: () => unknown, count: number, host: Host): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 3; index++) times.push(await timeOf(run, count, host));
  return Math.min(...times);
}

/** Returns the milliseconds that `count` runs take. */
async function timeOf(run: () => unknown, count: number, host: Host): Promise<number> {
  const { now, latency } = host;
  const start = await now();
  const first = run();
  if (first instanceof Promise) {
    await first;
    for (let index = 1; index < count; index++) await run();
  } else {
    for (let index = 1; index < count; index++) run();
  }
  return (await now()) - start - latency;
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 0 ? (low + high) / 2 : high;
}
