// Checks for forms and tests, which send nothing.

import { toJson, type Writing } from './body.ts';
import type { CreateChainRequest } from './client.ts';
import { type BodyInput, type CheckOptions, check, type Report } from './core.ts';
import { isValidationError, type OperationId } from './errors.ts';
import type { Issue } from './issue.ts';
import { pointerOf, segmentsOf } from './pointer.ts';

/**
 * Checks what `createChain` would be called with.
 *
 * @throws {ValidationError} where the request is a value that JSON cannot say.
 */
export function validate(request: BodyInput<CreateChainRequest>, options?: CheckOptions): Report;
/**
 * Checks a request that somebody is still filling in: nothing is missing yet.
 *
 * @throws {ValidationError} where the request is a value that JSON cannot say.
 */
export function validate(request: unknown, options: CheckOptions & { partial: true }): Report;
export function validate(request: unknown, options?: CheckOptions): Report {
  return check('createChain', request, options);
}

/** What a check of one field may be told. */
export interface FieldOptions extends Omit<CheckOptions, 'partial'> {
  /** Whose body the field is of: `createChain`'s unless given. */
  readonly operation?: Extract<OperationId, 'createChain' | 'cancelChain'> | undefined;
}

/**
 * Checks one field of a request, and nothing beside it. It is not missing where it is blank.
 *
 * @param path a JSON pointer (`/actor/email`), or the names and indices that it goes by.
 * @returns the issues of the field, and of what is in it.
 * @throws {TypeError} for a path that is neither.
 */
export function checkField(
  path: string | readonly (string | number)[],
  value: unknown,
  options?: FieldOptions,
): readonly Issue[] {
  if (typeof path === 'string' && path !== '' && !path.startsWith('/')) {
    throw new TypeError("path must be a JSON pointer such as '/actor/email', or an array of names");
  }
  const segments = typeof path === 'string' ? segmentsOf(path) : path;
  const { operation = 'createChain', ...rest } = options ?? {};
  const body = segments.reduceRight(within, value);
  // An item stands alone in its array here.
  const built = pointerOf(segments.map((segment) => (isIndex(segment) ? 0 : segment)));
  const asked = pointerOf(segments);
  return issuesOfValue(operation, body, { ...rest, partial: true })
    .filter((issue) => issue.path === built || issue.path.startsWith(`${built}/`))
    .map((issue) => ({ ...issue, path: asked + issue.path.slice(built.length) }));
}

/** The issues of a value that is no text or bytes of JSON but what these say. */
export function issuesOfValue(
  operation: OperationId,
  value: unknown,
  options: CheckOptions & Writing,
): readonly Issue[] {
  try {
    return check(operation, toJson(value, options), options).issues;
  } catch (error) {
    if (isValidationError(error)) return error.issues;
    throw error;
  }
}

function isIndex(segment: string | number): boolean {
  return /^\d+$/.test(String(segment));
}

/** An array or object with nothing but `value` in it. */
function within(value: unknown, segment: string | number): unknown {
  return isIndex(segment) ? [value] : { [segment]: value };
}
