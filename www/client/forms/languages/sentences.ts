// What a language has to have for people who fill in a form: a sentence for every rule.

import type { FormField, FormIssueFacts, FormRuleId } from '../form-issue.ts';

/** The sentence of each rule. A rule without one does not compile. */
export type Sentences = Readonly<Record<FormRuleId, string | ((issue: FormIssueFacts) => string)>>;

/** A sentence for each field, for one that the API does not have, and for the whole form. */
export type FieldSentences = Readonly<Record<FormField | 'other' | 'form', string>>;

/** Returns the sentence for an issue. */
export function sentenceFor(issue: FormIssueFacts, sentences: Sentences): string {
  const sentence = sentences[issue.rule];
  return typeof sentence === 'string' ? sentence : sentence(issue);
}

/** Chooses a sentence by the field of an issue. */
export function byField(sentences: FieldSentences): (issue: FormIssueFacts) => string {
  return ({ field, path }) => sentences[field ?? (path.length > 0 ? 'other' : 'form')];
}

/** Whether a step sends its code to the field of an issue, and does not only ask for the value. */
export function getsCode({ params }: FormIssueFacts): boolean {
  return String(params['step']).endsWith('/channel/type');
}

/** Writes a list of numbers with a word before the last one: `8, 9 or 10`. */
export function listed(numbers: string | number | undefined, or: string): string {
  return String(numbers).replace(/, (\d+)$/, ` ${or} $1`);
}
