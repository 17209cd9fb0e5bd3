// The steps of the identification, as choices.

import type { CreateChainRequest } from 'identification-chain';
import type { CreateChainForm } from 'identification-chain/forms';
import type { Ref } from 'react';

/** What each choice is in the request. */
export const steps = {
  sms: { identification_type: 'OTP', otp_step: { channel: { type: 'SMS' } } },
  document: {
    identification_type: 'IDENTITY_DOCUMENT',
    identity_document_step: { provider_type: 'INTERNAL' },
  },
  agent: { identification_type: 'AGENT' },
} satisfies Record<string, CreateChainRequest['sequence'][number]>;

type Choice = keyof typeof steps;
type Sequence = CreateChainForm['sequence'];

const choices = Object.keys(steps) as Choice[];

export function isChosen(choice: Choice, sequence: Sequence): boolean {
  const type = steps[choice].identification_type;
  return sequence?.some(({ identification_type }) => identification_type === type) ?? false;
}

interface StepsProps {
  legend: string;
  labels: Record<Choice, string>;
  error: string | undefined;
  /** What the form library knows of the field. */
  name: string;
  value: Sequence;
  onChange: (sequence: Sequence) => void;
  onBlur: () => void;
  ref?: Ref<HTMLInputElement>;
}

export function Steps({ legend, labels, error, name, value, onChange, onBlur, ref }: StepsProps) {
  // The steps follow each other in the order of the choices, not of the clicks.
  const toggle = (choice: Choice, isOn: boolean) =>
    onChange(
      choices.filter((it) => (it === choice ? isOn : isChosen(it, value))).map((it) => steps[it]),
    );
  return (
    <fieldset>
      <legend>{legend}</legend>
      {choices.map((choice, index) => (
        <label className="choice" key={choice}>
          <input
            type="checkbox"
            name={name}
            ref={index === 0 ? ref : undefined}
            checked={isChosen(choice, value)}
            onChange={({ target }) => toggle(choice, target.checked)}
            onBlur={onBlur}
            aria-invalid={error !== undefined}
            aria-describedby="steps-message"
          />
          {labels[choice]}
        </label>
      ))}
      <p id="steps-message" className="error">
        {error}
      </p>
    </fieldset>
  );
}
