// Keeps state over a reload, in this tab alone: sessionStorage. Nothing outlives the tab.

import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';

/** How long the page waits after a change before it writes, in milliseconds. */
const delay = 300;

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
  const stored = sessionStorage.getItem(name);
  const value = signal((stored === null ? undefined : parse(stored)) ?? initial);
  const isLost = signal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const store = () => {
    clearTimeout(timer);
    timer = undefined;
    try {
      sessionStorage.setItem(name, write(value.peek()));
      isLost.value = false;
    } catch {
      isLost.value = true;
    }
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
