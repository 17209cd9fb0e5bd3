// What is measured in every runtime. benches/runtimes.ts bundles this file and runs it there.

import { calls } from './calls.ts';
import { checks } from './check.ts';
import { type Clock, measure, median, type Row } from './rounds.ts';

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
  // The groups share code. Without this, the first ones would be measured before it is fully compiled.
  for (const group of groups) await measure(group, { ...host, rounds: 1 });
  const rows: Row[] = [];
  for (const group of groups) rows.push(...(await measure(group, host)));
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
