// What is decided before a life begins: its parts, how bad its networks are, and what its person does.

import { pick } from '../soak/random.ts';
import { type StoreKind, storeKinds } from './stores.ts';

/** Whether the clocks of the gateways are right, as near as the gateway allows, or anything. */
type Clocks = 'exact' | 'near' | 'wild';

/** A press of Create, and what happens before it. */
export interface Press {
  /** How long the person waits first, in milliseconds. */
  readonly wait: number;
  /** After how long the person cancels the call. */
  readonly givesUpAfter: number | undefined;
  /** After how long the page is reloaded, with the key that it has stored. */
  readonly reloadsAfter: number | undefined;
  /** Whether the person changes the form first. */
  readonly isChanged: boolean;
}

export interface Plan {
  readonly store: StoreKind;
  readonly gateways: number;
  /** The probability of a fault on each way. */
  readonly faults: { readonly client: number; readonly api: number; readonly store: number };
  /** The probability that a gateway crashes in its life. */
  readonly crashes: number;
  /** The probability that a gateway sleeps. */
  readonly sleeps: number;
  readonly clocks: Clocks;
  readonly keepAnswers: boolean;
  /** Whether the access token is another one after a refusal. */
  readonly rotatesTokens: boolean;
  /** Whether the API and the gateway say how long their answers are. */
  readonly saysLength: boolean;
  readonly breaker: { readonly failures: number; readonly pause: number } | false;
  /** The presses in each tab. The tabs use the same key. */
  readonly tabs: readonly (readonly Press[])[];
  /** The probability that an operator looks at an unknown outcome. */
  readonly support: number;
}

const chances: readonly (readonly [number, number])[] = [
  [3, 0],
  [2, 0.1],
  [2, 0.3],
  [1, 0.6],
];

/** How long a person waits before another press, in milliseconds. */
const waits: readonly (readonly [number, number])[] = [
  [3, 800],
  [3, 20_000],
  [2, 60_000],
];

function pressOf(random: () => number, isFirst: boolean): Press {
  const sometimes = (chance: number, most: number) =>
    random() < chance ? Math.ceil(random() * most) : undefined;
  return {
    wait: Math.ceil(random() * (isFirst ? 200 : pick(random, waits))),
    givesUpAfter: sometimes(0.08, 8_000),
    reloadsAfter: sometimes(0.15, 15_000),
    isChanged: !isFirst && random() < 0.04,
  };
}

/**
 * Draws the plan of a life. In a quarter of the lives, gateways sleep in the middle of creates that fail,
 * and operators free keys: an owner that comes back late needs all of this.
 */
export function planFrom(random: () => number): Plan {
  const plan = usualPlan(random);
  if (plan.store === 'process' || random() < 0.75) return plan;
  const faults = { client: 0.1, api: 0.6, store: 0.05 };
  const presses = Array.from({ length: 4 }, (_, index) => pressOf(random, index === 0));
  return { ...plan, gateways: 3, faults, sleeps: 1, support: 1, tabs: [presses] };
}

function usualPlan(random: () => number): Plan {
  const store = pick(
    random,
    storeKinds.map((kind) => [kind === 'process' ? 1 : 3, kind] as const),
  );
  const isAlone = store === 'process';
  const chance = () => pick(random, chances);
  const presses = () =>
    Array.from({ length: Math.ceil(random() * 4) }, (_, index) => pressOf(random, index === 0));
  return {
    store,
    gateways: isAlone ? 1 : Math.ceil(random() * 3),
    faults: { client: chance(), api: chance(), store: chance() },
    // The records of a process end with it.
    crashes: isAlone
      ? 0
      : pick(random, [
          [2, 0],
          [1, 0.3],
          [1, 0.8],
        ]),
    sleeps: random() < 0.3 ? 0.5 : 0,
    clocks: pick(random, [
      [2, 'exact'],
      [1, 'near'],
      [1, 'wild'],
    ]),
    keepAnswers: random() < 0.2,
    rotatesTokens: random() < 0.3,
    saysLength: random() < 0.5,
    breaker: random() < 0.3 ? { failures: 1, pause: 10_000 } : false,
    tabs: Array.from({ length: random() < 0.3 ? 2 : 1 }, presses),
    support: random() < 0.5 ? 0.7 : 0,
  };
}
