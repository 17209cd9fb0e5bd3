// The faults that are planned. Each request of the page meets the next one.

import { signal } from '@preact/signals';
import type { Fault } from 'identification-chain/sandbox';

/** A fault that can be planned. */
export interface Choice {
  readonly name: string;
  /** What it shows. */
  readonly about: string;
  /** The fault of the sandbox. Without it, the answer is lost on the way back to the page. */
  readonly fault?: Fault;
}

/** A fault that a request will meet. */
export interface Planned extends Choice {
  /** Whether the sandbox has it already, because no request has reached the sandbox since. */
  readonly isAtSandbox?: boolean;
}

/** The planned faults, in order. */
export const planned = signal<readonly Planned[]>([]);
