// How long a check of the draft takes.

import { effect, signal } from '@preact/signals';
import { validate } from 'identification-chain';
import { draft } from '../state/draft.ts';
import { messages, rules } from '../state/settings.ts';

/** The mean time of a check, in milliseconds. */
export const checkTime = signal<number | undefined>(undefined);

/** How long the page waits after a change before it measures, in milliseconds. */
const delay = 400;

/**
 * How long it measures, in milliseconds. A browser's clock has steps of up to a millisecond, so the mean
 * is exact to a tenth.
 */
const duration = 10;

effect(() => {
  const text = draft.value;
  const options = { messages: messages.value, rules: rules.value };
  const timer = setTimeout(() => {
    requestIdleCallback(() => {
      const start = performance.now();
      let elapsed = 0;
      let count = 0;
      while (elapsed < duration) {
        validate(text, options).issues;
        count += 1;
        elapsed = performance.now() - start;
      }
      checkTime.value = elapsed / count;
    });
  }, delay);
  return () => clearTimeout(timer);
});

/** Returns a time in words: `8 µs`. */
export function timeInWords(milliseconds: number): string {
  const isShort = milliseconds < 1;
  const amount = Number((isShort ? milliseconds * 1000 : milliseconds).toPrecision(2));
  return `${amount} ${isShort ? 'µs' : 'ms'}`;
}
