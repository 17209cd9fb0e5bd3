// Loads what the first view of the page does not need: the client with the actions, and the timeline.

import { signal } from '@preact/signals';
import { announcement } from './timeline.ts';

/** Why the page cannot act, if a part of it did not load. */
export const loadFailure = signal('');

/** Loads the actions and the view of the timeline. Returns `undefined` if that fails, and says so. */
export async function loadChains(): Promise<typeof import('./chains.tsx') | undefined> {
  try {
    const chains = await import('./chains.tsx');
    loadFailure.value = '';
    return chains;
  } catch {
    loadFailure.value =
      'Nothing was sent: a part of this page did not load. Reload it when its server answers.';
    announcement.value = loadFailure.value;
    return undefined;
  }
}

/** Loads the chains when the browser has time, so that a page that loses its network can act. */
export function loadChainsSoon(): void {
  const idle = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 200));
  idle(() => {
    void import('./chains.tsx').catch(() => {});
  });
}
