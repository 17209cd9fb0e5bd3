// The errors for a core that cannot run.

import { ChainError } from './base.ts';

/**
 * The core cannot run in this host; the message says what to do. If the message asks you to report
 * it, the core crashed, which is a defect of this package.
 */
export class CoreError extends ChainError {
  override name = 'CoreError';

  constructor(cause: unknown, problem = 'failed; please report this') {
    super(`the core of identification-chain ${problem}`, { cause });
  }
}

/** Makes the error for a host without a global object that requests need. */
export function missingGlobal(name: 'crypto' | 'fetch' | 'Request'): CoreError {
  return new CoreError(
    undefined,
    `needs ${name}, which this host does not have; import a polyfill first`,
  );
}
