// The loader for applications that load the core's file themselves. A browser compiles the file while
// it downloads, and caches the compiled code for every page that loads it from the same URL.

import { id } from '#core-id';
import { CoreError } from '../../errors/index.ts';

/** A source of the core: its URL, a `Response`, its bytes, or the compiled module. */
export type CoreSource = string | URL | Response | ArrayBuffer | ArrayBufferView | CompiledModule;

/** A `WebAssembly.Module`. That type is empty, and not available in every environment. */
export type CompiledModule = object;

let loaded: WebAssembly.Module | undefined;

/**
 * Loads and compiles the core's file.
 *
 * @throws {CoreError} if the file is not the core that this package was built with.
 */
export async function load(source: CoreSource | PromiseLike<CoreSource>): Promise<void> {
  const compiled = await compile(await source);
  const [section] = WebAssembly.Module.customSections(compiled, 'identification-chain');
  const foundId = section && String.fromCharCode(...new Uint8Array(section));
  if (foundId !== id) {
    throw new CoreError(
      undefined,
      'is from another version: load the core.wasm of the installed package',
    );
  }
  loaded = compiled;
}

async function compile(source: CoreSource): Promise<WebAssembly.Module> {
  if (typeof source === 'string' || source instanceof URL) return compile(await fetch(source));
  // By their tags, because they may come from another realm.
  switch ((source as { [Symbol.toStringTag]?: string })[Symbol.toStringTag]) {
    case 'WebAssembly.Module':
      return source as WebAssembly.Module;
    case 'Response':
      return compileResponse(source as Response);
    default:
      return WebAssembly.compile(source as BufferSource);
  }
}

/** Compiles a response while it downloads, if it has the media type that this requires. */
async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw new Error(`the server responded with ${response.status}`);
  const type = response.headers.get('Content-Type');
  if (type === 'application/wasm') return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Makes an instance of the loaded core, and returns its exports. */
export function instantiate(imports: WebAssembly.Imports): WebAssembly.Exports {
  return new WebAssembly.Instance(loadedModule(), imports).exports;
}

/** Makes an instance asynchronously, as old browsers require. */
export async function prepare(imports: WebAssembly.Imports): Promise<WebAssembly.Exports> {
  return (await WebAssembly.instantiate(loadedModule(), imports)).exports;
}

function loadedModule(): WebAssembly.Module {
  if (loaded !== undefined) return loaded;
  throw new CoreError(
    undefined,
    'is not loaded: await preload() from identification-chain/slim first, with the URL of ' +
      'identification-chain/core.wasm',
  );
}
