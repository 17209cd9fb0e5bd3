// Checks for forms and tests, which send nothing.

import { toJson, type Writing } from './body.ts';
import type { CreateChainRequest } from './client.ts';
import { type BodyInput, type CheckOptions, check, type Report } from './core.ts';
import { isValidationError, type OperationId } from './errors.ts';
import { arrayField } from './generated/rules.ts';
import type { Issue } from './issue.ts';
import { pointerOf, segmentsOf } from './pointer.ts';

/** Checks what `createChain` would be called with. */
export function validate(request: BodyInput<CreateChainRequest>, options?: CheckOptions): Report;
/** Checks a request that somebody is still filling in: nothing is missing yet. */
export function validate(request: unknown, options: CheckOptions & { partial: boolean }): Report;
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
 * @returns the issues of the field, of what is in it, and of a path that the API does not have.
 * @throws {TypeError} for a path that is neither.
 */
export function checkField(
  path: string | readonly (string | number)[],
  value: unknown,
  options?: FieldOptions,
): readonly Issue[] {
  const isPointer = typeof path === 'string' && /^(\/|$)/.test(path);
  if (!isPointer && !Array.isArray(path)) {
    throw new TypeError("path must be a JSON pointer such as '/actor/email', or an array of names");
  }
  const { operation = 'createChain', ...rest } = options ?? {};
  const [list, index, ...members] = typeof path === 'string' ? segmentsOf(path) : path;
  const isItem = list === arrayField && /^(0|[1-9]\d*)$/.test(String(index));
  const inItem = members.reduceRight(within, value);
  // An item stands alone in its array here. Nothing else is there that could have an issue.
  const body = isItem
    ? { [list]: [inItem] }
    : [list, index].filter(isGiven).reduceRight(within, inItem);
  const first = pointerOf([arrayField, 0]);
  const asked = pointerOf([arrayField, index ?? 0]);
  return issuesOfValue(operation, body, { ...rest, partial: true }).map((issue) =>
    isItem && issue.path.startsWith(first)
      ? { ...issue, path: asked + issue.path.slice(first.length) }
      : issue,
  );
}

function isGiven(segment: string | number | undefined): segment is string | number {
  return segment !== undefined;
}

/** An object with nothing but `value` in it. */
function within(value: unknown, name: string | number): unknown {
  return Object.fromEntries([[name, value]]);
}

/** The issues of a value that is no text or bytes of JSON but what these say. */
export function issuesOfValue(
  operation: OperationId,
  value: unknown,
  options: CheckOptions & Writing,
): readonly Issue[] {
  const ofText = (text: string) => check(operation, text, options).issues;
  try {
    return ofText(toJson(value, options, ofText));
  } catch (error) {
    if (isValidationError(error)) return error.issues;
    throw error;
  }
}
