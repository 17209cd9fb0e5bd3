// The entry `identification-chain/forms`: reads what people type into a request, and says what is wrong
// in words for them.

import { checkKinds } from '../core/check.ts';
import { type CompiledRules, compiled } from '../core/overrides.ts';
import type { Rules } from '../issues/issue.ts';
import { checkedOptions, type Kind, type Kinds, messagesFunction, required } from '../options.ts';
import { own } from '../own.ts';
import type { FormIssue, FormIssueFacts, FormMessages } from './form-issue.ts';
import { formIssuesOf } from './form-places.ts';
import type { FormRequests, Forms } from './form-types.ts';
import { fieldsOf, isFormData } from './form-values.ts';
import { placeOf } from './names.ts';
import { readForm } from './read.ts';
import { issuesOfValue } from './validate.ts';

export type {
  FormField,
  FormIssue,
  FormIssueFacts,
  FormMessages,
  FormRuleId,
} from './form-issue.ts';
export type { CancelChainForm, CreateChainForm, FormRequests, Forms } from './form-types.ts';
export { formValues } from './form-values.ts';

/** Options for a form. */
export interface FormOptions {
  /**
   * Returns the sentence for an issue: `en` of `identification-chain/forms/en`, `es` of
   * `identification-chain/forms/es`, or a function of yours that calls one of them for the others.
   */
  readonly messages: FormMessages;
  /** The calling code for a number without one, in a form with one phone field: `'34'`. */
  readonly callingCode?: string | undefined;
  /**
   * Severities that replace the rule book's own. A schema reports errors only: `{ 'check-letter':
   * 'error' }` makes a warning an error.
   */
  readonly rules?: Rules | CompiledRules | undefined;
  /** Whether the form is still being filled in. Then no field is missing yet. False by default. */
  readonly partial?: boolean | undefined;
}

const callingCode: Kind = {
  expected: "1 to 3 digits without +, such as '34'",
  accepts: (value) => typeof value === 'string' && /^[1-9]\d{0,2}$/.test(value),
};

const formKinds: Kinds<FormOptions> = {
  ...checkKinds,
  messages: required({
    ...messagesFunction,
    expected: 'a function, such as `en` of identification-chain/forms/en',
  }),
  callingCode,
};

/** The result of a schema: the request, or the issues that block it. */
export type FormResult<Request> =
  | { readonly value: Request; readonly issues?: undefined }
  | { readonly issues: readonly FormIssue[] };

/** A Standard Schema, version 1. Its input is what a form has, and its output is the request. */
export interface FormSchema<Form, Request> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'identification-chain';
    readonly types?: { readonly input: Form; readonly output: Request } | undefined;
    /** Reads the values of a form into a request, and checks it. */
    readonly validate: (values: unknown, options?: unknown) => FormResult<Request>;
  };
}

/**
 * Creates the schema of a form, for react-hook-form, TanStack Form and other libraries that accept a
 * Standard Schema. Its output is the request. It reads the values as {@link checkForm} does, and its issues
 * have the same order: those of missing values first in each object. With `partial`, the output has what
 * is filled in so far. After an unknown outcome, send the same values again.
 *
 * To type the form exactly, pass a type of yours that has only the fields of your form:
 * `formSchema<'createChain', MyForm>('createChain', options)`.
 *
 * @throws {TypeError} for an unknown operation, and for an unknown, missing or wrong option.
 *
 * @example
 * import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
 * import { formSchema } from 'identification-chain/forms';
 * import { en } from 'identification-chain/forms/en';
 *
 * const schema = formSchema('createChain', { messages: en, callingCode: '34' });
 * const { register, handleSubmit } = useForm({ resolver: standardSchemaResolver(schema) });
 */
export function formSchema<
  Operation extends keyof Forms,
  Form extends Forms[Operation] = Forms[Operation],
>(operation: Operation, options: FormOptions): FormSchema<Form, FormRequests[Operation]> {
  const check = checkOf('formSchema', operation, options);
  return {
    '~standard': {
      version: 1,
      vendor: 'identification-chain',
      validate(values) {
        const { request, issues } = check(values);
        const errors = issues.filter(isError);
        return errors.length > 0 ? { issues: errors } : { value: request };
      },
    },
  };
}

/** The result of a check of a form. */
export interface FormReport<Request> {
  /** The request to send. `undefined` if an issue is an error, and with `partial`. */
  readonly request: Request | undefined;
  /** Every issue, warnings too. */
  readonly issues: readonly FormIssue[];
}

/**
 * Reads the values of a form into a request, and checks it. It makes these changes and no other:
 *
 * - Text is trimmed. An empty field is absent, and so is an optional object or an item of a list whose
 *   fields are all empty. `null` and `NaN` are empty, too. `actor` and `actor.identity_document`, which
 *   are required, become empty objects.
 * - `actor.msisdn`, as one text, is split: `+34 612 34 56 78` or `0034…`, with spaces, dots, dashes and
 *   parentheses. A number without a calling code needs the option `callingCode`.
 * - `actor.msisdn.phone_number` becomes a number. If it has a whole number with `+` or `00`, that number
 *   replaces `country_code`. A calling code without a number is absent. `country_code` loses its `+`.
 * - The letters of countries, languages and document numbers become upper-case. A Spanish document number
 *   loses its spaces, dots and dashes.
 * - `external` may be `true`, `false` or `on` as text. An item of a list that is `false` is absent, as a
 *   checkbox that is not checked.
 *
 * In each object of the form, the missing values have their issues first. The other issues have the order
 * of the values. So the first issue is not always that of the first wrong field on the page: to lead a
 * person there, search the fields in the order of the page.
 *
 * After an unknown outcome, send the same values again. Other values are another creation, which can
 * make a second chain.
 *
 * @param values What the form has. See {@link formValues} for the data of an HTML form.
 * @throws {TypeError} for an unknown operation, for an unknown, missing or wrong option, and for a
 * `FormData`, which {@link formValues} reads.
 *
 * @example
 * import { checkForm } from 'identification-chain/forms';
 * import { en } from 'identification-chain/forms/en';
 *
 * const { request, issues } = checkForm('createChain', values, { messages: en });
 * for (const { name, severity, message } of issues) show(name, severity, message);
 * if (request) await chains.createChain(request);
 */
export function checkForm<Operation extends keyof Forms>(
  operation: Operation,
  values: unknown,
  options: FormOptions,
): FormReport<FormRequests[Operation]> {
  const { request, issues } = checkOf('checkForm', operation, options)(values);
  const isRequest = own(options).partial !== true && !issues.some(isError);
  return { request: isRequest ? request : undefined, issues };
}

/** What a form makes, and its issues. It is a request only if no issue is an error. */
interface Checked<Request> {
  readonly request: Request;
  readonly issues: readonly FormIssue[];
}

/** Returns the check of a form, with options that are checked and copied. */
function checkOf<Operation extends keyof Forms>(
  caller: string,
  operation: Operation,
  options: FormOptions,
): (values: unknown) => Checked<FormRequests[Operation]> {
  const fields = fieldsOf(caller, operation);
  const checked = checkedOptions(`${caller}: `, options, formKinds);
  const { messages, partial, callingCode } = checked;
  const rules = compiled(checked.rules);
  return (values) => {
    if (isFormData(values)) throw new TypeError(`${caller}: values is a FormData; use formValues`);
    const reading = readForm(values, fields, callingCode);
    const { request } = reading;
    // The sentences for people replace the phrases of the check.
    const checking = { rules, partial, messages: () => '' };
    const { issues, text } = issuesOfValue(operation, request, checking);
    return {
      request: request as FormRequests[Operation],
      issues: issues
        .flatMap((issue) => formIssuesOf(issue, placeOf(issue, request, text), fields, reading))
        .map((facts) => ({ ...facts, message: messageOf(facts, messages) })),
    };
  };
}

function isError({ severity }: FormIssue): boolean {
  return severity === 'error';
}

/** @throws {TypeError} if the function has no sentence: a person would see an error without words. */
function messageOf(facts: FormIssueFacts, messages: FormMessages): string {
  const message: unknown = messages(facts);
  if (typeof message === 'string' && message !== '') return message;
  throw new TypeError(`messages returned no text for the rule ${facts.rule}`);
}
