// The error to throw if the core cannot start. Its message says how to fix that.

import { CoreError, isCoreError } from '../errors/index.ts';
import { runtimeOf } from '../runtime.ts';

/** The eight bytes of an empty module. */
const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Makes a {@link CoreError} of an error that loading, compiling or starting the core threw. */
export function startError(error: unknown): CoreError {
  return isCoreError(error) ? error : new CoreError(error, problemOf(error));
}

function problemOf(error: unknown): string {
  if (typeof WebAssembly === 'undefined') {
    return 'needs WebAssembly, which this host does not have; import identification-chain/fallback instead';
  }
  if (isTooLargeAtOnce(error)) {
    return 'cannot be compiled synchronously by this browser: await preload() before the first check';
  }
  if (runsWebAssembly()) return 'could not be loaded or started';
  const runtime = runtimeOf(globalThis);
  return runtime === 'workerd' || runtime === 'edge-light'
    ? `was bundled for another runtime: set the bundler's condition ${runtime}, or import ` +
        'identification-chain/fallback, which needs no WebAssembly'
    : "may not compile WebAssembly here: add 'wasm-unsafe-eval' to the script-src of the " +
        'Content-Security-Policy, or import identification-chain/fallback, which needs none';
}

/** Chromium before 115 does not compile more than 4 KB synchronously on a page's main thread. */
export function isTooLargeAtOnce(error: unknown): boolean {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  return name === 'RangeError' && String(message).includes('main thread');
}

/** Whether this host can compile and run WebAssembly. WebKit checks its policy only when it runs. */
function runsWebAssembly(): boolean {
  try {
    new WebAssembly.Instance(new WebAssembly.Module(emptyModule));
    return true;
  } catch (error) {
    // The caller's stack is full, which says nothing about WebAssembly.
    return (error as Error).name === 'RangeError';
  }
}
