// What to throw where the core cannot be started.

import { CoreError, isCoreError } from '../../errors.ts';
import { runtimeOf } from '../../runtime.ts';

/** The eight bytes of a module that holds nothing. */
const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** The error to throw for one that loading, compiling or starting the core threw. */
export function refused(error: unknown): CoreError {
  return isCoreError(error) ? error : new CoreError(error, problem(error));
}

function problem(error: unknown): string {
  if (typeof WebAssembly === 'undefined') {
    return 'needs WebAssembly, which is not here; import identification-chain/fallback, which needs none';
  }
  if (isTooLargeAtOnce(error)) {
    return 'is not compiled at once by this browser: await preload() before the first check';
  }
  if (runsWebAssembly()) return 'could not be loaded or started';
  const runtime = runtimeOf(globalThis);
  return runtime === 'workerd' || runtime === 'edge-light'
    ? `was bundled for another runtime: set the bundler's condition ${runtime}, or import ` +
        'identification-chain/fallback, which needs no WebAssembly'
    : "may not compile WebAssembly here: add 'wasm-unsafe-eval' to the script-src of the " +
        'Content-Security-Policy, or import identification-chain/fallback, which needs none';
}

/** Chromium before 115 compiles no more than 4 KB at once where that holds up a page. */
export function isTooLargeAtOnce(error: unknown): boolean {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  return name === 'RangeError' && String(message).includes('main thread');
}

/** Whether this page and engine compile WebAssembly, and run it: WebKit asks its policy only then. */
function runsWebAssembly(): boolean {
  try {
    new WebAssembly.Instance(new WebAssembly.Module(emptyModule));
    return true;
  } catch (error) {
    // The full stack of the caller.
    return (error as Error).name === 'RangeError';
  }
}
