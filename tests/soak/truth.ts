// What runs of the ledger test have in common: their size, and the facts of a call.

import type { LedgerEntry } from 'identification-chain/sandbox';
import { attemptTimeout } from './life.ts';
import type { CallReport } from './lives.ts';
import type { Passage } from './proxy.ts';

/** The number of lives at the same time. */
export const parallelism = 64;

/** Whether a call took at least the timeout of an attempt. Timers may be a little early. */
export function timeWasOver({ duration }: CallReport): boolean {
  return duration >= 0.95 * attemptTimeout;
}

/** Whether a call had its effect: it is in the ledger, and an attempt of this call was answered so. */
export function isDone(
  operation: CallReport['operation'],
  chains: readonly LedgerEntry[],
  passages: readonly Passage[],
): boolean {
  const state = { createChain: 'open', cancelChain: 'cancelled', closeChain: 'closed' }[operation];
  return (
    chains.some(({ events }) => events.some((event) => event.state === state)) &&
    passages.some(({ answered = 0 }) => answered >= 200 && answered < 300)
  );
}
