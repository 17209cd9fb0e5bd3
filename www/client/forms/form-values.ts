// Reads the data of an HTML form, whose fields are named by their paths, into an object.

import { type FieldFacts, type Fields, requestFields } from '../generated/forms.ts';
import { maxDepth } from '../generated/rules.ts';
import { segmentsOf } from '../issues/pointer.ts';
import { unknownName } from '../options.ts';
import { own } from '../own.ts';
import type { Forms } from './form-types.ts';

/** The members of an object by their names, or the items of a list by their indices. */
type Tree = Map<string, FormDataEntryValue | Tree>;

/** An item of a list. A higher index is not one of a form, and would make a list of that length. */
const index = /^\d{1,2}$/;

/**
 * Reads the data of an HTML form into values for {@link checkForm} or a schema of {@link formSchema}.
 * The name of a field is its path in the request: `actor.email`, `sequence[0].identification_type`, or
 * the JSON pointer `/actor/email`. Of fields with one name the last counts. Names that begin with no
 * field of the request belong to something else, and are left out. A file stays, and the check reports it.
 *
 * @throws {TypeError} for an unknown operation, and for anything but a `FormData`.
 *
 * @example
 * import { formValues } from 'identification-chain/forms';
 *
 * const values = formValues('createChain', new FormData(form));
 */
export function formValues<Operation extends keyof Forms>(
  operation: Operation,
  data: FormData,
): Forms[Operation] {
  const fields = fieldsOf('formValues', operation);
  if (!isFormData(data)) throw new TypeError('formValues: data must be a FormData');
  const tree: Tree = new Map();
  data.forEach((value, name) => {
    const path = name.startsWith('/') ? segmentsOf(name) : (name.match(/[^.[\]]+/g) ?? []);
    if (Object.hasOwn(fields, path[0] ?? '') && path.length < maxDepth) put(tree, path, value);
  });
  return valuesOf(tree, { kind: 'object', fields }) as Forms[Operation];
}

/** Whether a value is a FormData, from any realm. */
export function isFormData(value: unknown): value is FormData {
  return Object.prototype.toString.call(value) === '[object FormData]';
}

/**
 * Returns the fields of an operation's request.
 *
 * @throws {TypeError} for an operation without a request.
 */
export function fieldsOf(caller: string, operation: string): Fields {
  if (Object.hasOwn(requestFields, operation)) return requestFields[operation as keyof Forms];
  const names = Object.keys(requestFields);
  throw new TypeError(`${caller}: ${unknownName(String(operation), names, 'operation')}`);
}

function put(tree: Tree, [name = '', ...rest]: readonly string[], value: FormDataEntryValue): void {
  if (rest.length === 0) {
    tree.set(name, value);
    return;
  }
  const inner = tree.get(name);
  const branch = inner instanceof Map ? inner : new Map();
  tree.set(name, branch);
  put(branch, rest, value);
}

function valuesOf(value: FormDataEntryValue | Tree, facts: FieldFacts | undefined): unknown {
  if (!(value instanceof Map)) return value;
  const { kind, fields = {} } = own<Partial<FieldFacts>>(facts ?? {});
  if (kind === 'list') {
    const items: unknown[] = [];
    for (const [name, item] of value) {
      if (index.test(name)) items[Number(name)] = valuesOf(item, { kind: 'object', fields });
    }
    return Array.from(items);
  }
  const members = Array.from(value, ([name, member]) => {
    return [name, valuesOf(member, Object.hasOwn(fields, name) ? fields[name] : undefined)];
  });
  return Object.fromEntries(members);
}
