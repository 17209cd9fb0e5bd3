// Checks requests for forms and tests, without sending them.

import type { CreateChainRequest, OperationId } from '../contract.ts';
import { type BodyInput, toJson } from '../core/body.ts';
import { type CheckOptions, check, checkBody, type Report } from '../core/check.ts';
import { isValidationError } from '../errors/index.ts';
import { arrayField } from '../generated/rules.ts';
import type { Issue } from '../issues/issue.ts';
import { pointerOf, segmentsOf } from '../issues/pointer.ts';
import { checkedOptions, type Kinds, messagesFunction, object, oneOf } from '../options.ts';

/**
 * Checks the request of `createChain` without sending it.
 *
 * @throws {TypeError} for an unknown or wrong option.
 *
 * @example
 * import { validate } from 'identification-chain';
 *
 * const { valid, issues } = validate(request);
 * for (const { path, message } of issues) console.log(`${path} ${message}`);
 */
export function validate(request: BodyInput<CreateChainRequest>, options?: CheckOptions): Report;
/** Checks a form that is still being filled in: no field is missing yet. */
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
 * Checks one field of a request. A blank field has no issue, because it is not missing yet.
 *
 * @param path The field, as a JSON pointer (`/actor/email`, RFC 6901) or as its names and indices.
 * @returns The issues of the field and of its members. A field that the API does not have gets a
 * warning.
 * @throws {TypeError} for an invalid path, and for an unknown or wrong option.
 *
 * @example
 * import { checkField } from 'identification-chain';
 *
 * const [issue] = checkField('/actor/email', input.value);
 * input.setCustomValidity(issue?.message ?? '');
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
  const {
    operation = 'createChain',
    rules,
    messages,
  } = checkedOptions('checkField: ', options ?? {}, fieldKinds);
  const [list, index, ...members] = typeof path === 'string' ? segmentsOf(path) : path;
  const isItem = list === arrayField && /^(0|[1-9]\d*)$/.test(String(index));
  const inItem = members.reduceRight(within, value);
  // The body contains only this field. An item becomes the first one of its array.
  const body = isItem
    ? { [list]: [inItem] }
    : [list, index].filter(isPresent).reduceRight(within, inItem);
  const first = pointerOf([arrayField, 0]);
  const actual = pointerOf([arrayField, index ?? 0]);
  const { issues } = issuesOfValue(operation, body, { rules, messages, partial: true });
  return issues.map((issue) =>
    isItem && issue.path.startsWith(first)
      ? { ...issue, path: actual + issue.path.slice(first.length) }
      : issue,
  );
}

function isPresent(segment: string | number | undefined): segment is string | number {
  return segment !== undefined;
}

/** Makes an object with `value` as its only member. */
function within(value: unknown, name: string | number): unknown {
  return Object.fromEntries([[name, value]]);
}

/** Returns the issues of a value and the JSON that was checked. A string is not parsed as JSON. */
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
