// Keeps state over a reload, in this tab alone: sessionStorage. Nothing outlives the tab.

import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { storedText, storeText } from '../storage.ts';

/** How long the page waits after a change before it writes, in milliseconds. */
const delay = 300;

/** How many characters a browser's storage has room for. To try more takes half a second. */
const room = 5_242_880;

/** A signal whose value a reload restores. */
export interface Kept<Value> {
  readonly value: Signal<Value>;
  /** Whether the storage has no room for the value, so that a reload would lose it. */
  readonly isLost: ReadonlySignal<boolean>;
}

/** @param parse reads what was stored. It returns `undefined` for text that it did not write. */
export function kept<Value>(
  name: string,
  initial: Value,
  write: (value: Value) => string,
  parse: (text: string) => Value | undefined,
): Kept<Value> {
  const stored = storedText(name);
  const value = signal((stored === null ? undefined : parse(stored)) ?? initial);
  const isLost = signal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const store = () => {
    clearTimeout(timer);
    timer = undefined;
    const text = write(value.peek());
    isLost.value = text.length > room || !storeText(name, text);
  };
  let isFirst = true;
  effect(() => {
    value.value;
    if (isFirst) {
      isFirst = false;
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(store, delay);
  });
  addEventListener('pagehide', () => timer !== undefined && store());
  addEventListener('beforeunload', (event) => {
    if (timer !== undefined) store();
    if (isLost.peek()) event.preventDefault();
  });
  return { value, isLost };
}
