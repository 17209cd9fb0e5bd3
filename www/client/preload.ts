// Starts the core in advance.

import { prepareCore } from './core/instance.ts';

/**
 * Starts the core in advance, so that the first check or call does not wait for it. It compiles the
 * core on other threads, without blocking the page.
 *
 * @throws {CoreError} if the core cannot run here.
 *
 * @example
 * import { preload, validate } from 'identification-chain';
 *
 * await preload();
 * const report = validate(request);
 */
export function preload(): Promise<void> {
  return prepareCore();
}
