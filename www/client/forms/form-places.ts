// Finds the fields of a form that a person has to change for an issue of the request.

import type { FieldFacts, Fields } from '../generated/forms.ts';
import type { Issue } from '../issues/issue.ts';
import { isMissing } from '../issues/missing.ts';
import { own } from '../own.ts';
import type { FormField, FormIssueFacts, FormRuleId } from './form-issue.ts';
import type { Reading } from './read.ts';

type Path = readonly (string | number)[];

/** A field of a form. */
interface Place {
  readonly path: Path;
  readonly field: FormField | undefined;
}

/** Returns an issue of a request at the fields of the form. */
export function formIssuesOf(
  { rule, severity, params }: Issue,
  path: Path,
  fields: Fields,
  reading: Reading,
): FormIssueFacts[] {
  const id = rule as FormRuleId;
  const [place, facts] = placeOf(path, fields, reading);
  // A person cannot fill in a missing object, but its fields.
  const places = isMissing(id) ? fieldsIn(place, facts, reading) : [place];
  return places.map((at) => ({ rule: id, severity, params, name: at.path.join('.'), ...at }));
}

/** Returns the place in the form for a path in the request, and the facts about its field. */
function placeOf(path: Path, fields: Fields, reading: Reading): [Place, FieldFacts | undefined] {
  let at: Fields = fields;
  let facts: FieldFacts | undefined;
  let field: FormField | undefined;
  const names: (string | number)[] = [];
  let isInPhone = false;
  for (const name of path) {
    if (typeof name === 'number') {
      names.push(reading.items[name] ?? name);
      continue;
    }
    if (!isInPhone) names.push(name);
    const found = Object.hasOwn(at, name) ? at[name] : undefined;
    facts = found && own(found);
    field = facts && (name as FormField);
    isInPhone ||= facts?.kind === 'phone' && reading.hasOnePhoneField;
    at = facts?.fields ?? {};
  }
  return [{ path: names, field }, facts];
}

/** Returns the fields that a person fills in for a missing place: itself, or the required ones in it. */
function fieldsIn(place: Place, facts: FieldFacts | undefined, reading: Reading): Place[] {
  const isOneField = facts?.kind === 'phone' && reading.hasOnePhoneField;
  if (facts?.fields === undefined || isOneField) return [place];
  if (facts.kind === 'list') {
    // The form has fields for the first item, and a person sees only these.
    const first = { path: [...place.path, 0], field: place.field };
    return reading.isListEmpty ? fieldsIn(first, { ...facts, kind: 'object' }, reading) : [place];
  }
  const inner = Object.entries(facts.fields).map(([name, found]) => [name, own(found)] as const);
  const needed = inner.filter(([, { required }]) => required);
  // Of a phone, the number is what people think of. An object without a required field has a first one.
  const first = inner.slice(0, 1);
  const chosen = facts.kind === 'phone' || needed.length === 0 ? first : needed;
  return chosen.flatMap(([name, innerFacts]) =>
    fieldsIn({ path: [...place.path, name], field: name as FormField }, innerFacts, reading),
  );
}
