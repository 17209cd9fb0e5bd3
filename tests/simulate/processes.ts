// Shares lives among processes. A life depends on its seed and number only, so that every split of the
// same lives gives the same result.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Orders, Summary } from './simulate.ts';

/** How many lives a process runs before it reports. */
const block = 500;

/** The most violations of a run. */
const mostViolations = 20;

/** Runs lives from 0 in several processes. */
export async function simulateElsewhere(
  { seed, lives }: Pick<Orders, 'seed' | 'lives'>,
  processes: number,
  onProgress: (lives: number) => void = () => {},
): Promise<Summary> {
  const summaries: Summary[] = [];
  let next = 0;
  const isEnough = () =>
    summaries.reduce((sum, { violations }) => sum + violations.length, 0) >= mostViolations;
  const work = async () => {
    // A life leaves much garbage at once.
    const execArgv = ['--max-semi-space-size=64'];
    const worker = fork(join(import.meta.dirname, 'worker.ts'), { execArgv });
    let first = 0;
    const ended = once(worker, 'exit').then(() => {
      throw new Error(`the process of the lives from ${first} ended`);
    });
    ended.catch(() => {});
    try {
      while (next < lives && !isEnough()) {
        const orders: Orders = { seed, first: next, lives: Math.min(block, lives - next) };
        next += orders.lives;
        worker.send(orders);
        first = orders.first;
        const [summary] = (await Promise.race([once(worker, 'message'), ended])) as [Summary];
        summaries.push(summary);
        onProgress(summaries.reduce((sum, summary) => sum + summary.lives, 0));
      }
    } finally {
      worker.disconnect();
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
  return summaries.reduce(joined, { lives: 0, events: 0, counts: {}, violations: [] });
}

function joined(a: Summary, b: Summary): Summary {
  const counts = { ...a.counts };
  for (const [what, count] of Object.entries(b.counts)) counts[what] = (counts[what] ?? 0) + count;
  return {
    lives: a.lives + b.lives,
    events: a.events + b.events,
    counts,
    violations: [...a.violations, ...b.violations].sort((one, other) => one.life - other.life),
  };
}
