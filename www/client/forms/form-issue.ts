// The types of issues at the fields of a form.

import type { fieldNames } from '../generated/forms.ts';
import type { IssueFacts, RuleId } from '../issues/issue.ts';

/** A field of a request, by its own name: `email`, `phone_number`. */
export type FormField = (typeof fieldNames)[number];

/**
 * The rules that the values of a form can break. The others are about JSON text, which nobody types, and
 * about options.
 */
export type FormRuleId = Exclude<
  RuleId,
  | 'json-syntax'
  | 'byte-order-mark'
  | 'invalid-utf8'
  | 'duplicate-key'
  | 'path-parameter'
  | 'header-value'
  | 'base-url'
>;

/** One problem with a form, at the field that a person can change. */
export interface FormIssue extends Pick<IssueFacts, 'severity' | 'params'> {
  /** The rule that the request would break. */
  readonly rule: FormRuleId;
  /** The names and indices of the field in the form's values, as in Standard Schema. */
  readonly path: readonly (string | number)[];
  /** The path with dots, as form libraries name a field: `actor.email`. Empty for the whole form. */
  readonly name: string;
  /** The field of the API that the message is about. `undefined` if the API has no such field. */
  readonly field: FormField | undefined;
  /** A whole sentence for the person at the form. */
  readonly message: string;
}

/** An issue without its message. */
export type FormIssueFacts = Omit<FormIssue, 'message'>;

/** Returns the sentence for an issue. `identification-chain/forms/en` has one for each. */
export type FormMessages = (issue: FormIssueFacts) => string;
