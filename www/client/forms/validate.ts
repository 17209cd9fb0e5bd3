// Checks for forms and tests, which send nothing.

import type { CreateChainRequest, OperationId } from '../contract.ts';
import { type BodyInput, toJson } from '../core/body.ts';
import { type CheckOptions, check, checkBody, type Report } from '../core/check.ts';
import { isValidationError } from '../errors.ts';
import { arrayField } from '../generated/rules.ts';
import type { Issue } from '../issues/issue.ts';
import { pointerOf, segmentsOf } from '../issues/pointer.ts';
import { checkedOptions, type Kinds, messagesFunction, object, oneOf } from '../options.ts';

/**
 * Checks the request of `createChain`, and sends nothing.
 *
 * @throws {TypeError} for an unknown or wrong option.
 *
 * @example
 * const { valid, issues } = validate(request);
 * for (const { path, message } of issues) console.log(`${path} ${message}`);
 */
export function validate(request: BodyInput<CreateChainRequest>, options?: CheckOptions): Report;
/** Checks a request that is still being filled in: no field is missing yet. */
export function validate(request: unknown, options: CheckOptions & { partial: boolean }): Report;
export function validate(request: unknown, options?: CheckOptions): Report {
  return check('createChain', request, options);
}

/** Options for a check of one field. */
export interface FieldOptions extends Omit<CheckOptions, 'partial'> {
  /** The operation whose body has the field. `createChain` by default. */
  readonly operation?: Extract<OperationId, 'createChain' | 'cancelChain'> | undefined;
}

const fieldKinds: Kinds<FieldOptions> = {
  operation: oneOf('createChain', 'cancelChain'),
  rules: object,
  messages: messagesFunction,
};

/**
 * Checks one field of a request, and no other. A blank field has no issue: it is not missing yet.
 *
 * @param path A JSON pointer (`/actor/email`, RFC 6901), or its names and indices.
 * @returns The issues of the field and of what is in it; a warning for a path that the API does not
 * know.
 * @throws {TypeError} for another path, and for an unknown or wrong option.
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
  const { operation = 'createChain', ...rest } = checkedOptions(
    'checkField: ',
    options ?? {},
    fieldKinds,
  );
  const [list, index, ...members] = typeof path === 'string' ? segmentsOf(path) : path;
  const isItem = list === arrayField && /^(0|[1-9]\d*)$/.test(String(index));
  const inItem = members.reduceRight(within, value);
  // An item stands alone in its array here. Nothing else is there that could have an issue.
  const body = isItem
    ? { [list]: [inItem] }
    : [list, index].filter(isGiven).reduceRight(within, inItem);
  const first = pointerOf([arrayField, 0]);
  const asked = pointerOf([arrayField, index ?? 0]);
  const { issues } = issuesOfValue(operation, body, { ...rest, partial: true });
  return issues.map((issue) =>
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

/** The issues of a value, and the JSON that was checked. Text is a value here, and not JSON. */
export function issuesOfValue(
  operation: OperationId,
  value: unknown,
  options: CheckOptions,
): { readonly issues: readonly Issue[]; readonly text: string } {
  let text = '';
  const issuesOfText = (json: string) => {
    text = json;
    return checkBody(operation, json, options).issues;
  };
  try {
    const issues = issuesOfText(toJson(value, options, issuesOfText));
    return { issues, text };
  } catch (error) {
    if (isValidationError(error)) return { issues: error.issues, text };
    throw error;
  }
}
