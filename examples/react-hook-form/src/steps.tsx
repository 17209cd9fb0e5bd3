// The steps of the identification, as choices. The value of the field is the list of steps itself.

import type { CreateChainRequest } from 'identification-chain';
import type { CreateChainForm } from 'identification-chain/forms';
import type { Ref } from 'react';

type Sequence = CreateChainForm['sequence'];

export const steps = {
  sms: { identification_type: 'OTP', otp_step: { channel: { type: 'SMS' } } },
  document: {
    identification_type: 'IDENTITY_DOCUMENT',
    identity_document_step: { provider_type: 'INTERNAL' },
  },
  agent: { identification_type: 'AGENT' },
} satisfies Record<string, CreateChainRequest['sequence'][number]>;

const choices = Object.keys(steps) as (keyof typeof steps)[];

export function isChosen(choice: keyof typeof steps, sequence: Sequence): boolean {
  const type = steps[choice].identification_type;
  return sequence?.some(({ identification_type }) => identification_type === type) ?? false;
}

interface StepsProps {
  legend: string;
  labels: Record<keyof typeof steps, string>;
  error: string | undefined;
  name: string;
  value: Sequence;
  onChange: (sequence: Sequence) => void;
  onBlur: () => void;
  ref?: Ref<HTMLInputElement>;
}

export function Steps({ legend, labels, error, value, onChange, ref, ...props }: StepsProps) {
  // The steps follow each other in the order of the choices, not of the clicks.
  const toggled = (choice: keyof typeof steps) =>
    choices.filter((it) => isChosen(it, value) !== (it === choice)).map((it) => steps[it]);
  return (
    <fieldset>
      <legend>{legend}</legend>
      {choices.map((choice, index) => (
        <label className="choice" key={choice}>
          <input
            {...props}
            type="checkbox"
            ref={index === 0 ? ref : undefined}
            checked={isChosen(choice, value)}
            onChange={() => onChange(toggled(choice))}
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
