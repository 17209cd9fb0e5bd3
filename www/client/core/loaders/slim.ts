// For those who load the core's own file, which a browser compiles while it comes and keeps compiled
// in its cache, for every page and bundle that has it from the same URL.

import { id } from '#core-id';
import { CoreError } from '../../errors.ts';

/** Where the core is: its URL, the answer of a server that has it, its bytes, or it compiled. */
export type CoreSource = string | URL | Response | ArrayBuffer | ArrayBufferView | CompiledModule;

/** A `WebAssembly.Module`. Its own type holds nothing, and is not everywhere. */
export type CompiledModule = object;

let loaded: WebAssembly.Module | undefined;

/**
 * Compiles what the core's file holds.
 *
 * @throws {CoreError} where that is another core than this package was built with.
 */
export async function load(source: CoreSource | PromiseLike<CoreSource>): Promise<void> {
  const compiled = await compile(await source);
  const [section] = WebAssembly.Module.customSections(compiled, 'identification-chain');
  const itsId = section && String.fromCharCode(...new Uint8Array(section));
  if (itsId !== id) {
    throw new CoreError(undefined, 'is of another version than the package, or no core at all');
  }
  loaded = compiled;
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

/** Makes an instance of the core that was loaded; its exports. */
export function instantiate(imports: WebAssembly.Imports): WebAssembly.Exports {
  return new WebAssembly.Instance(theLoaded(), imports).exports;
}

/** Makes one as browsers that are old want it. */
export async function prepare(imports: WebAssembly.Imports): Promise<WebAssembly.Exports> {
  return (await WebAssembly.instantiate(theLoaded(), imports)).exports;
}

function theLoaded(): WebAssembly.Module {
  if (loaded !== undefined) return loaded;
  throw new CoreError(
    undefined,
    'is not loaded: await preload() of identification-chain/slim first, with the URL of ' +
      'identification-chain/core.wasm',
  );
}
