// The form. TanStack Form keeps the values, and the package checks them and makes the request.

import { useForm, useStore } from '@tanstack/react-form';
import { type CreateChainForm, checkForm, type FormIssue } from 'identification-chain/forms';
import { type ChangeEvent, useRef, useState } from 'react';
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

/** What the messages need of a field of TanStack Form. */
interface FieldOfForm {
  name: string;
  state: { value: unknown; meta: { isBlurred: boolean } };
  handleBlur: () => void;
}

export function IdentificationForm() {
  const [locale, setLocale] = useState<Locale>(navigator.language.startsWith('es') ? 'es' : 'en');
  const [outcome, setOutcome] = useState<Outcome | { state: 'wrong' } | undefined>(
    outcomeBeforeReload,
  );
  const formElement = useRef<HTMLFormElement>(null);
  const text = texts[locale];
  const other = locale === 'en' ? 'es' : 'en';
  const names = new Intl.DisplayNames(locale, { type: 'region' });

  // A number without + is Spanish.
  const check = (values: CreateChainForm) =>
    checkForm('createChain', values, { messages: text.messages, callingCode: '34' });

  const form = useForm({
    defaultValues,
    onSubmit: async ({ value }) => {
      // TanStack Form gives its own values and not the output of a schema, so the request comes from here.
      const { request, issues } = check(value);
      setOutcome(request ? undefined : { state: 'wrong' });
      if (request) return setOutcome(await start(request));
      const wrong = issues.find(({ severity }) => severity === 'error');
      // The name of an issue is the name of its field.
      formElement.current?.querySelector<HTMLElement>(`[name="${wrong?.name}"]`)?.focus();
    },
  });
  const { values, isSubmitting, submissionAttempts } = useStore(form.store);

  // One check for all fields while rendering: the messages are those of the values and the language now.
  const { issues } = check(values);
  const messagesOf = ({ name, state }: FieldOfForm) => {
    const isVisited = submissionAttempts > 0 || state.meta.isBlurred;
    const messageOf = (wanted: FormIssue['severity']) =>
      issues.find((issue) => issue.name === name && issue.severity === wanted)?.message;
    return isVisited ? { error: messageOf('error'), hint: messageOf('warning') } : {};
  };
  const textOf = (field: FieldOfForm & { handleChange: (text: string) => void }) => ({
    ...messagesOf(field),
    name: field.name,
    value: String(field.state.value ?? ''),
    onBlur: field.handleBlur,
    onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
      field.handleChange(target.value),
  });

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
        ref={formElement}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSubmitting) void form.handleSubmit();
        }}
      >
        <fieldset>
          <legend>{text.you}</legend>
          <form.Field name="actor.name">
            {(field) => (
              <Field label={text.firstName} autoComplete="given-name" {...textOf(field)} />
            )}
          </form.Field>
          <form.Field name="actor.last_name">
            {(field) => (
              <Field label={text.lastName} autoComplete="family-name" {...textOf(field)} />
            )}
          </form.Field>
          <form.Field name="actor.email">
            {(field) => (
              <Field
                label={text.email}
                optional={text.optional}
                type="email"
                autoComplete="email"
                {...textOf(field)}
              />
            )}
          </form.Field>
          <form.Field name="actor.msisdn">
            {(field) => (
              <Field
                label={text.phone}
                optional={isChosen('sms', values.sequence) ? undefined : text.optional}
                note={text.phoneNote}
                type="tel"
                autoComplete="tel"
                {...textOf(field)}
              />
            )}
          </form.Field>
        </fieldset>

        <fieldset>
          <legend>{text.document}</legend>
          <form.Field name="actor.identity_document.document_type">
            {(field) => (
              <Field
                label={text.documentType}
                options={Object.entries(text.documentTypes)}
                {...textOf(field)}
              />
            )}
          </form.Field>
          <form.Field name="actor.identity_document.country">
            {(field) => (
              <Field
                label={text.country}
                options={countries.map((code) => [code, names.of(code) ?? code])}
                {...textOf(field)}
              />
            )}
          </form.Field>
          <form.Field name="actor.identity_document.document_number">
            {(field) => (
              <Field
                label={text.documentNumber}
                autoComplete="off"
                autoCapitalize="characters"
                spellCheck={false}
                {...textOf(field)}
              />
            )}
          </form.Field>
        </fieldset>

        <form.Field name="sequence">
          {(field) => (
            <Steps
              legend={text.steps}
              labels={text.stepNames}
              name={field.name}
              value={field.state.value}
              error={messagesOf(field).error}
              onBlur={field.handleBlur}
              onChange={field.handleChange}
            />
          )}
        </form.Field>

        <p role="status" className="outcome" data-state={outcome?.state}>
          {outcome && text[outcome.state]}
        </p>
        <button type="submit" className="start" aria-disabled={isSubmitting}>
          {isSubmitting ? text.starting : text.start}
        </button>
      </form>
    </main>
  );
}
