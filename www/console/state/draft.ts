// The draft: one JSON text. The form and the editor show it, the core checks it, and it is what is sent.

import { computed, signal } from '@preact/signals';
import { type Report, validate } from 'identification-chain';
import { referenceExample } from '../build/presets.ts';
import { kept } from './kept.ts';
import { messages, rules } from './settings.ts';

const keptDraft = kept('draft', referenceExample.text, String, String);

/** The JSON text of the draft. */
export const draft = keptDraft.value;

/** Whether the draft is too large for the tab's storage: a reload would lose it. */
export const isDraftLost = keptDraft.isLost;

/** The check of the draft. */
export const report = computed<Report>(() =>
  validate(draft.value, { messages: messages.value, rules: rules.value }),
);

/** How often `showErrors` was called. The form answers to a change. */
export const errorsAsked = signal(0);

/** Shows every error of the draft, and moves the focus to the first. */
export function showErrors(): void {
  errorsAsked.value += 1;
}
