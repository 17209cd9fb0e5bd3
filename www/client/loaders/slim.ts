// For those who load the core's own file, which a browser compiles while it comes and keeps compiled
// in its cache, for every page and bundle that has it from the same URL.

import { CoreError } from '../errors.ts';
import { refused } from './refused.ts';

/** Where the core is: its URL, the answer of a server that has it, its bytes, or it compiled. */
export type CoreSource = string | URL | Response | BufferSource | WebAssembly.Module;

let loaded: WebAssembly.Module | undefined;

/** Compiles what the core's file holds. */
export async function load(source: CoreSource | PromiseLike<CoreSource>): Promise<void> {
  try {
    loaded = await compile(await source);
  } catch (error) {
    throw refused(error, 'could not be loaded from what preload() was given');
  }
}

async function compile(source: CoreSource): Promise<WebAssembly.Module> {
  if (typeof source === 'string' || source instanceof URL) return compile(await fetch(source));
  // By what they say that they are: they may come from another realm.
  switch ((source as { [Symbol.toStringTag]?: string })[Symbol.toStringTag]) {
    case 'WebAssembly.Module':
      return source as WebAssembly.Module;
    case 'Response':
      return compileResponse(source as Response);
    default:
      return WebAssembly.compile(source as BufferSource);
  }
}

/** Compiles an answer while it comes, where its server tells its type, as that needs. */
async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const type = response.headers.get('Content-Type');
  if (type === 'application/wasm') return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** The core that was loaded. */
export function loadModule(): WebAssembly.Module {
  if (loaded !== undefined) return loaded;
  throw new CoreError(
    undefined,
    'is not loaded: await preload() of identification-chain/slim first, with the URL of ' +
      'identification-chain/core.wasm',
  );
}
