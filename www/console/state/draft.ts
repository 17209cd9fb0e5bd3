// The draft: one JSON text. The form and the editor show it, the core checks it, and it is what is sent.

import { computed, signal } from '@preact/signals';
import { type Report, validate } from 'identification-chain';
import { messages, rules } from './settings.ts';

/** The JSON text of the draft. */
export const draft = signal('');

/** The check of the draft. */
export const report = computed<Report>(() =>
  validate(draft.value, { messages: messages.value, rules: rules.value }),
);

/** Shows the errors of the draft. */
export function showErrors(): void {}
