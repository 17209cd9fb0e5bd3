// The check of a chain that is to be created, for forms and tests.

import type { CreateChainRequest } from './client.ts';
import { type BodyInput, type CheckOptions, check, type Report } from './core.ts';

/**
 * Checks what `createChain` would be called with, and sends nothing.
 *
 * @throws {ValidationError} where the request is a value that JSON cannot say.
 */
export function validate(request: BodyInput<CreateChainRequest>, options?: CheckOptions): Report {
  return check('createChain', request, options);
}
