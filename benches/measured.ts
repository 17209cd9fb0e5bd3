// What is measured in every runtime. benches/runtimes.ts bundles this file and runs it there.

import { calls } from './calls.ts';
import { checks } from './check.ts';
import { type Clock, type Group, measure, median, type Row, warmUp } from './rounds.ts';

/** How much is measured. */
export interface Amount {
  readonly rounds: number;
  /** The length of a candidate's part of a round, in milliseconds. */
  readonly part: number;
}

/** The times of every group. */
export interface Measured {
  readonly rows: readonly Row[];
}

/** Measures every group in this runtime. */
export async function measureAll(now: Clock, amount: Amount): Promise<Measured> {
  const host = { now, latency: await latencyOf(now), ...amount };
  const groups = [...checks, ...calls];
  const warm: (readonly [group: Group, batches: readonly number[]])[] = [];
  // The groups share code, which has to be fully compiled before the first one is measured.
  for (const group of groups) warm.push([group, await warmUp(group, host)]);
  const rows: Row[] = [];
  for (const [group, batches] of warm) rows.push(...(await measure(group, batches, host)));
  return { rows };
}

/** The time from one reading of the clock to the next. */
async function latencyOf(now: Clock): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 30; index++) {
    const start = await now();
    times.push((await now()) - start);
  }
  return median(times);
}
