// The entry `identification-chain/slim`: every export that needs the core, without the core itself.
// The application loads its file with `preload`.

import { prepareCore } from './core/instance.ts';
import { type CompiledModule, type CoreSource, load } from './core/loaders/slim.ts';

export * from './core/index.ts';
export * from './forms/form.ts';
export * from './forms/schema.ts';
export * from './index.ts';
export type { CompiledModule, CoreSource };

/**
 * Loads and starts the core. Await it before you call anything else.
 *
 * @param source The file `identification-chain/core.wasm`: its URL, the `Response` of `fetch`, its
 * bytes, or the compiled module.
 * @throws {CoreError} if the core cannot be loaded or run, or is from another version.
 *
 * @example
 * import { createClient, preload } from 'identification-chain/slim';
 * import coreUrl from 'identification-chain/core.wasm?url';
 *
 * await preload(coreUrl);
 */
export function preload(source: CoreSource | PromiseLike<CoreSource>): Promise<void> {
  return prepareCore(() => load(source));
}
