// Runs lives one after another, and counts.

import { apiOf } from './api.ts';
import { type Actor, current } from './clock.ts';
import { Gateways } from './gateways.ts';
import { among } from './globals.ts';
import { Life } from './life.ts';
import { People } from './people.ts';
import type { Planted } from './planted.ts';

/** A life in which something happened that must not happen. */
export interface Violation {
  readonly life: number;
  readonly rules: readonly string[];
}

/** What lives have shown. */
export interface Summary {
  readonly lives: number;
  readonly events: number;
  /** How often each thing happened. */
  readonly counts: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
}

/** Which lives to run. */
export interface Orders {
  readonly seed: number;
  readonly first: number;
  readonly lives: number;
  readonly planted?: Planted;
  /** Ends the run after this number of lives with violations. */
  readonly mostViolations?: number;
}

/** Runs lives. */
export function simulate(orders: Orders): Promise<Summary> {
  const { seed, first, lives, planted, mostViolations = 20 } = orders;
  return among(async (surround) => {
    const counts: Record<string, number> = {};
    const violations: Violation[] = [];
    let events = 0;
    let number = first;
    for (; number < first + lives && violations.length < mostViolations; number += 1) {
      const life = new Life(seed, number, false, planted);
      await run(life, surround);
      events += life.clock.events;
      for (const [what, count] of life.counts) counts[what] = (counts[what] ?? 0) + count;
      const rules = life.oracle.violations;
      if (rules.length > 0) violations.push({ life: number, rules });
    }
    return { lives: number - first, events, counts, violations };
  });
}

/** Runs one life, and returns everything that happens in it, in order. */
export function replay(seed: number, number: number, planted?: Planted): Promise<string> {
  return among(async (surround) => {
    const life = new Life(seed, number, true, planted);
    await run(life, surround);
    return `${life.lines?.join('\n')}\n`;
  });
}

async function run(life: Life, surround: Parameters<Parameters<typeof among>[0]>[0]) {
  const { clock, oracle, planted } = life;
  surround({
    clock,
    random: life.random('ids'),
    uuid: () => fenceOf(planted.fence),
    onLog: (text) => oracle.left('a log', text),
    onRejection: (error) => oracle.unexpected('a promise was rejected unseen', error),
  });
  const api = apiOf(life);
  const people = new People(life, new Gateways(life, api.fetch));
  try {
    await clock.run();
    oracle.finish(api.ledger(), people.openCalls);
  } catch (error) {
    oracle.unexpected('the life broke', error);
  }
}

/** A planted fence, if a gateway draws a UUID for a create. */
function fenceOf(planted: string | undefined): string | undefined {
  const { work } = (current.getStore() ?? {}) as Partial<Actor<{ readonly kind: string }>>;
  return work?.kind === 'exchange' ? planted : undefined;
}
