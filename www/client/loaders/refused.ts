// What to throw where the core cannot be compiled.

import { CoreError } from '../errors.ts';

/** The eight bytes of a module that holds nothing. */
const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/**
 * The error to throw for one that compiling the core threw.
 *
 * @param otherwise what else may be wrong. The package's own bytes never are.
 */
export function refused(error: unknown, otherwise?: string): unknown {
  if (typeof WebAssembly === 'undefined') {
    return new CoreError(
      error,
      'needs WebAssembly, which is not here; import identification-chain/fallback, which needs none',
    );
  }
  if (!compilesAnything()) {
    return new CoreError(
      error,
      "may not compile WebAssembly here: add 'wasm-unsafe-eval' to the script-src of the " +
        'Content-Security-Policy, or import identification-chain/fallback, which needs none',
    );
  }
  return otherwise === undefined ? error : new CoreError(error, otherwise);
}

/** Whether this page and engine compile WebAssembly. */
function compilesAnything(): boolean {
  try {
    new WebAssembly.Module(emptyModule);
    return true;
  } catch (error) {
    // V8 and SpiderMonkey throw a CompileError, JavaScriptCore an EvalError; a RangeError is the
    // full stack of the caller.
    return (error as Error).name === 'RangeError';
  }
}
