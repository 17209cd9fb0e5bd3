// A life: its clock, its random numbers, its oracle, and what it prints and counts.

import { randomFrom } from '../soak/random.ts';
import { Clock } from './clock.ts';
import { type Passage, passageOn, type Way } from './network.ts';
import { Oracle } from './oracle.ts';
import { type Plan, planFrom } from './plan.ts';
import type { Planted } from './planted.ts';

/** The streams of random numbers. A change of one part does not change the chance of the others. */
const streams = ['plan', 'ids', 'chaos', 'client', 'api', 'store', 'answers'] as const;
type Stream = (typeof streams)[number];

export class Life {
  readonly seed: number;
  readonly number: number;
  readonly planted: Planted;
  readonly clock = new Clock();
  readonly plan: Plan;
  readonly oracle: Oracle;
  readonly lines: string[] | undefined;
  /** How often something happened. */
  readonly counts = new Map<string, number>();
  readonly #random: Readonly<Record<Stream, () => number>>;

  constructor(seed: number, number: number, isTraced: boolean, planted: Planted = {}) {
    this.seed = seed;
    this.number = number;
    this.planted = planted;
    this.lines = isTraced ? [] : undefined;
    this.#random = Object.fromEntries(
      streams.map((stream, index) => [stream, randomFrom(seed, number, index)]),
    ) as Record<Stream, () => number>;
    this.plan = planFrom(this.#random.plan);
    this.oracle = new Oracle(
      (line) => this.trace('oracle', line),
      (situation) => this.count(situation),
    );
    this.trace('plan', () => JSON.stringify(this.plan));
  }

  random(stream: Stream): () => number {
    return this.#random[stream];
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  trace(who: string, line: () => string): void {
    const time = `${(this.clock.now / 1000).toFixed(3)}`.padStart(8);
    this.lines?.push(`${time}  ${who.padEnd(12)} ${line()}`);
  }

  /** Draws what happens on a way, and counts the fault. */
  passage<On extends Way>(way: On): ReturnType<typeof passageOn<On>> {
    const passage: Passage = passageOn(way, this.#random[way], this.plan.faults[way]);
    if (passage.fault !== 'none') this.count(`fault ${way}: ${passage.fault}`);
    return passage as ReturnType<typeof passageOn<On>>;
  }
}
