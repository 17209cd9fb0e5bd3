// The entry `identification-chain/slim`: the default entry without the core, which the application
// loads.

import { prepareCore } from './core/instance.ts';
import { type CompiledModule, type CoreSource, load } from './core/loaders/slim.ts';

export * from './core/index.ts';
export * from './forms/schema.ts';
export * from './index.ts';
export type { CompiledModule, CoreSource };

/**
 * Loads and starts the core. Nothing that needs it can be called before.
 *
 * @param source where the file `identification-chain/core.wasm` is: its URL, what `fetch` gives for
 * it, its bytes, or the module that a platform has compiled of it.
 * @throws {CoreError} where it cannot be loaded or run, and where it is of another version.
 */
export function preload(source: CoreSource | PromiseLike<CoreSource>): Promise<void> {
  return prepareCore(() => load(source));
}
