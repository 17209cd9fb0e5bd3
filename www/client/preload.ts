// Starts the core before it is needed.

import { withCore } from './instance.ts';

/**
 * Starts the core, so that the first call need not wait for it.
 *
 * @throws {CoreError} where the core cannot run.
 */
export async function preload(): Promise<void> {
  withCore(() => {});
}
