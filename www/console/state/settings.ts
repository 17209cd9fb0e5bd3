// The settings of the check: the language of the messages, and severities that replace the rule book's.

import { computed, effect, signal } from '@preact/signals';
import {
  type Messages,
  type RuleId,
  type Rules,
  type Severity,
  validate,
} from 'identification-chain';
import { kept } from './kept.ts';

/** The language of the messages. */
export type Language = 'en' | 'es';

export const language = kept<Language>('language', 'en', String, (text) =>
  text === 'es' ? 'es' : 'en',
).value;

export const rules = kept<Rules>('rules', {}, JSON.stringify, parseRules).value;

const spanish = signal<Messages | undefined>(undefined);

/** The words of the messages. English if it is `undefined`, and until the others have loaded. */
export const messages = computed<Messages | undefined>(() =>
  language.value === 'es' ? spanish.value : undefined,
);

effect(() => {
  if (language.value === 'en' || spanish.peek() !== undefined) return;
  import('identification-chain/messages/es').then(({ es }) => {
    spanish.value = es;
  });
});

/** Changes the severity of a rule, or with `undefined` makes it the rule book's again. */
export function setSeverity(rule: RuleId, severity: Severity | 'off' | undefined): void {
  const { [rule as keyof Rules]: _, ...others } = rules.value;
  rules.value = severity === undefined ? others : { ...others, [rule]: severity };
}

/** Reads stored severities. Another version of the page may have written rules that this one lacks. */
function parseRules(text: string): Rules | undefined {
  try {
    const stored = JSON.parse(text);
    validate('', { rules: stored });
    return stored;
  } catch {
    return undefined;
  }
}
