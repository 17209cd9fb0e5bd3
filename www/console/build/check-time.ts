// How long a check of the draft takes.

import { effect, signal } from '@preact/signals';
import { validate } from 'identification-chain';
import { draft } from '../state/draft.ts';
import { messages, rules } from '../state/settings.ts';

/** The time of a check, in milliseconds. */
export const checkTime = signal<number | undefined>(undefined);

/** How long the page waits after a change before it measures, in milliseconds. */
const delay = 400;

/**
 * How long a round measures, in milliseconds. A browser's clock has steps of up to a millisecond, so the
 * mean of a round is exact to a tenth.
 */
const duration = 10;

/** The fastest of these rounds counts: others have the work of the page in them. */
const rounds = 3;

effect(() => {
  const text = draft.value;
  const options = { messages: messages.value, rules: rules.value };
  let idle = 0;
  const measure = (left: number, fastest: number) => {
    idle = requestIdleCallback(() => {
      const mean = Math.min(
        fastest,
        meanOfRound(() => validate(text, options).issues),
      );
      if (left > 1) measure(left - 1, mean);
      else checkTime.value = mean;
    });
  };
  const timer = setTimeout(() => measure(rounds, Infinity), delay);
  return () => {
    clearTimeout(timer);
    cancelIdleCallback(idle);
  };
});

function meanOfRound(check: () => unknown): number {
  const start = performance.now();
  let elapsed = 0;
  let count = 0;
  while (elapsed < duration) {
    check();
    count += 1;
    elapsed = performance.now() - start;
  }
  return elapsed / count;
}

/** Returns a time in words: `8 µs`. */
export function timeInWords(milliseconds: number): string {
  const isShort = milliseconds < 1;
  const amount = Number((isShort ? milliseconds * 1000 : milliseconds).toPrecision(2));
  return `${amount} ${isShort ? 'µs' : 'ms'}`;
}
