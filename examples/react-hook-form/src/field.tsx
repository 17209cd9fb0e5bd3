// A field with its label, its note, and its message, which a screen reader reads with the field.

import { type ComponentProps, type MouseEvent, useId } from 'react';

/** An input, or a select if there are options. A message is an error, and a hint blocks nothing. */
interface FieldProps extends Omit<ComponentProps<'input'> & ComponentProps<'select'>, 'ref'> {
  ref?: ((element: HTMLElement | null) => void) | undefined;
  label: string;
  optional?: string | undefined;
  note?: string | undefined;
  error?: string | undefined;
  hint?: string | undefined;
  options?: readonly (readonly [value: string, name: string])[];
}

export function Field({ label, optional, note, error, hint, options, ...props }: FieldProps) {
  const id = useId();
  const shared = {
    ...props,
    id,
    'aria-invalid': error !== undefined,
    'aria-describedby': `${id}-note ${id}-message`,
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {optional && <span className="quiet">({optional})</span>}
      </label>
      {options ? (
        <select {...shared}>
          {options.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <input {...shared} />
      )}
      <p id={`${id}-note`} className="quiet">
        {note}
      </p>
      <p id={`${id}-message`} className={error ? 'error' : 'hint'}>
        {error ?? hint}
      </p>
    </div>
  );
}

/**
 * Keeps the focus where it is during a press on a button or a choice. If the field lost it, its message
 * could appear, which moves what is below it, and the click would miss.
 */
export function keepFocus(event: MouseEvent) {
  if ((event.target as Element).closest('button, .choice')) event.preventDefault();
}
