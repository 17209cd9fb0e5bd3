// Starts the core before it is needed.

import { prepareCore } from './core/instance.ts';

/**
 * Starts the core, so that the first call need not wait for it. It is compiled beside the page's own
 * work.
 *
 * @throws {CoreError} where the core cannot run.
 */
export function preload(): Promise<void> {
  return prepareCore();
}
