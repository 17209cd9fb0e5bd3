// The form. react-hook-form keeps the values, and the package checks them and makes the request.

import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import type { CreateChainRequest } from 'identification-chain';
import {
  type CreateChainForm,
  checkForm,
  type FormOptions,
  formSchema,
} from 'identification-chain/forms';
import { useEffect, useState } from 'react';
import { type FieldPath, useController, useForm, useWatch } from 'react-hook-form';
import { Field, keepFocus } from './field';
import { type Outcome, outcomeBeforeReload, start } from './start';
import { isChosen, Steps, steps } from './steps';
import { type Locale, texts } from './texts';

const defaultValues: CreateChainForm = {
  actor: {
    name: '',
    last_name: '',
    email: '',
    msisdn: '',
    identity_document: { document_type: 'IDENTITY_CARD', country: 'ES', document_number: '' },
  },
  expires_in: 'PT15M',
  sequence: [steps.sms],
};

const countries = ['ES', 'DE', 'FR', 'IT', 'PT'];

/** The fields that have a message. */
const fields = [
  'actor.name',
  'actor.last_name',
  'actor.email',
  'actor.msisdn',
  'actor.identity_document.document_number',
  'sequence',
] as const;

/** A number without + is Spanish. A wrong check letter blocks; without the rule it would be a hint. */
const optionsFor = (locale: Locale): FormOptions => ({
  messages: texts[locale].messages,
  callingCode: '34',
  rules: { 'check-letter': 'error' },
});
const resolverFor = (locale: Locale) =>
  standardSchemaResolver(formSchema('createChain', optionsFor(locale)));
const resolvers = { en: resolverFor('en'), es: resolverFor('es') };

export function IdentificationForm() {
  const [locale, setLocale] = useState<Locale>(navigator.language.startsWith('es') ? 'es' : 'en');
  const [outcome, setOutcome] = useState<Outcome | { state: 'wrong' } | undefined>(
    outcomeBeforeReload,
  );
  const text = texts[locale];
  const other = locale === 'en' ? 'es' : 'en';
  const names = new Intl.DisplayNames(locale, { type: 'region' });

  const { control, formState, getFieldState, handleSubmit, register, trigger } = useForm<
    CreateChainForm,
    unknown,
    CreateChainRequest
  >({ mode: 'onTouched', defaultValues, resolver: resolvers[locale] });
  const sequence = useController({ control, name: 'sequence' });
  const values = useWatch({ control });

  const isVisited = (name: FieldPath<CreateChainForm>) =>
    formState.isSubmitted || getFieldState(name, formState).isTouched;

  // A schema reports errors only. The warnings come from checkForm.
  const { issues } = checkForm('createChain', values, { ...optionsFor(locale), partial: true });
  const field = (name: FieldPath<CreateChainForm>) => ({
    ...register(name),
    error: getFieldState(name, formState).error?.message,
    hint: issues.find((issue) => issue.name === name && isVisited(name))?.message,
  });

  // react-hook-form checks the field that changes. But a step decides whether the phone is needed, the
  // type of a document what its number is, and the language what every message says.
  const recheck = () => trigger(fields.filter(isVisited));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the language alone is the reason.
  useEffect(() => void recheck(), [locale]);

  const submit = handleSubmit(
    async (request) => {
      setOutcome(undefined);
      setOutcome(await start(request));
    },
    () => setOutcome({ state: 'wrong' }),
  );

  if (outcome?.state === 'created') {
    return (
      <main lang={locale} className="created">
        <h1 tabIndex={-1} ref={(heading) => heading?.focus()}>
          {text.created}
        </h1>
        <p>
          {text.next} <code>{outcome.id}</code>
        </p>
      </main>
    );
  }
  return (
    <main lang={locale}>
      <title>{text.title}</title>
      <button type="button" className="language" lang={other} onClick={() => setLocale(other)}>
        {texts[other].language}
      </button>
      <h1>{text.title}</h1>
      <p className="quiet">{text.intro}</p>

      <form
        noValidate
        onMouseDown={keepFocus}
        onChange={recheck}
        onSubmit={(event) => {
          event.preventDefault();
          if (!formState.isSubmitting) void submit();
        }}
      >
        <fieldset>
          <legend>{text.you}</legend>
          <Field label={text.firstName} autoComplete="given-name" {...field('actor.name')} />
          <Field label={text.lastName} autoComplete="family-name" {...field('actor.last_name')} />
          <Field
            label={text.email}
            optional={text.optional}
            type="email"
            autoComplete="email"
            {...field('actor.email')}
          />
          <Field
            label={text.phone}
            optional={isChosen('sms', sequence.field.value) ? undefined : text.optional}
            note={text.phoneNote}
            type="tel"
            autoComplete="tel"
            {...field('actor.msisdn')}
          />
        </fieldset>

        <fieldset>
          <legend>{text.document}</legend>
          <Field
            label={text.documentType}
            options={Object.entries(text.documentTypes)}
            {...field('actor.identity_document.document_type')}
          />
          <Field
            label={text.country}
            options={countries.map((code) => [code, names.of(code) ?? code])}
            {...field('actor.identity_document.country')}
          />
          <Field
            label={text.documentNumber}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            {...field('actor.identity_document.document_number')}
          />
        </fieldset>

        <Steps
          legend={text.steps}
          labels={text.stepNames}
          error={sequence.fieldState.error?.message}
          {...sequence.field}
        />

        <p role="status" className="outcome" data-state={outcome?.state}>
          {outcome && text[outcome.state]}
        </p>
        <button type="submit" className="start" aria-disabled={formState.isSubmitting}>
          {formState.isSubmitting ? text.starting : text.start}
        </button>
      </form>
    </main>
  );
}
