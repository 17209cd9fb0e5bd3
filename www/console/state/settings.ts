// The settings of the check: the language of the messages, and severities that replace the rule book's.

import { computed, signal } from '@preact/signals';
import type { Messages, Rules } from 'identification-chain';
import { es } from 'identification-chain/messages/es';

/** The language of the messages. */
export type Language = 'en' | 'es';

export const language = signal<Language>('en');

export const rules = signal<Rules>({});

/** The words of the messages. English if it is `undefined`. */
export const messages = computed<Messages | undefined>(() =>
  language.value === 'es' ? es : undefined,
);
