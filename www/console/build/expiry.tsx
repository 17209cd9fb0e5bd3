// How long the chain is valid: a number of minutes, hours or days, or any ISO 8601 duration.

import { useComputed, useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { Group, TextField } from './fields.tsx';
import { leave, textAt, write } from './form.ts';
import type { Path } from './text.ts';

const path: Path = ['expires_in'];

const units = {
  minutes: { read: /^PT(\d{1,9})M$/, write: (amount: string) => `PT${amount}M` },
  hours: { read: /^PT(\d{1,9})H$/, write: (amount: string) => `PT${amount}H` },
  days: { read: /^P(\d{1,9})D$/, write: (amount: string) => `P${amount}D` },
} as const;

type Unit = keyof typeof units;

const unitNames = Object.keys(units) as Unit[];

/** The amount of a duration with a single unit. */
function simple(duration: string): { unit: Unit; amount: string } | undefined {
  for (const unit of unitNames) {
    const amount = units[unit].read.exec(duration)?.[1];
    if (amount !== undefined) return { unit, amount };
  }
  return undefined;
}

export function Expiry() {
  const id = useId();
  const chosen = useSignal<Unit>('minutes');
  const value = useComputed(() => simple(textAt(path) ?? ''));
  const amount = useComputed(() => value.value?.amount ?? '');
  const unit = useComputed(() => value.value?.unit ?? chosen.value);
  const set = (nextAmount: string, nextUnit: Unit) => {
    chosen.value = nextUnit;
    if (/^\d{1,9}$/.test(nextAmount)) write(path, units[nextUnit].write(nextAmount));
  };
  return (
    <Group path={[]} legend="Expiry">
      <div class="row expiry">
        <div class="field">
          <label for={`${id}-amount`}>Valid for</label>
          <div class="joined">
            <input
              id={`${id}-amount`}
              type="text"
              inputMode="numeric"
              autocomplete="off"
              placeholder="–"
              value={amount}
              onInput={({ currentTarget }) => set(currentTarget.value.trim(), unit.peek())}
              onBlur={({ currentTarget }) => {
                currentTarget.value = amount.peek();
                leave(path);
              }}
            />
            <div class="control select">
              <select
                aria-label="Unit"
                value={unit}
                onChange={({ currentTarget }) => {
                  set(amount.peek(), currentTarget.value as Unit);
                }}
              >
                {unitNames.map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </div>
          </div>
        </div>
        <TextField path={path} label="As ISO 8601" placeholder="P1DT12H" isCode />
      </div>
    </Group>
  );
}
