// The entry `identification-chain/forms/en`: what is wrong with a form, in English, for the person who
// fills it in.

import type { FormIssueFacts } from '../form-issue.ts';
import {
  byField,
  type FieldSentences,
  getsCode,
  listed,
  type Sentences,
  sentenceFor,
} from './sentences.ts';

/** Says in English what is wrong with a field, in a whole sentence: `Enter your e-mail address.` */
export function en(issue: FormIssueFacts): string {
  return sentenceFor(issue, sentences);
}

const toEnter: FieldSentences = {
  actor: 'Enter your details.',
  name: 'Enter your first name.',
  last_name: 'Enter your last name.',
  identity_document: 'Enter your identity document.',
  document_number: 'Enter the document number.',
  document_type: 'Choose the type of document.',
  country: 'Choose the country that issued the document.',
  email: 'Enter your e-mail address.',
  msisdn: 'Enter your phone number.',
  phone_number: 'Enter your phone number.',
  country_code: 'Enter the country code of the phone, such as 34.',
  language: 'Choose a language.',
  expires_in: 'Enter how much time there is.',
  sequence: 'Choose at least one step.',
  identification_type: 'Choose a step.',
  otp_step: 'Choose how the code is sent.',
  two_factor_type: 'Choose what is asked for with the code.',
  channel: 'Choose how the code is sent.',
  type: 'Choose how the code is sent.',
  external: 'Choose who sends the code.',
  identity_document_step: 'Choose who checks the document.',
  provider_type: 'Choose who checks the document.',
  reason: 'Enter a reason.',
  other: 'Enter a value.',
  form: 'This form cannot be read.',
};

/** For a value of a kind that the field cannot have. */
const toCorrect: FieldSentences = {
  ...toEnter,
  msisdn: 'Enter the phone number with + and the country code, such as +34 612 345 678.',
  phone_number: 'Enter the phone number in digits only, such as 612 345 678.',
  sequence: 'Check the steps.',
  other: 'This value cannot be used.',
};

const hiddenCharacter =
  'This text has a character that nobody can see. Delete it and type it again.';
const wrongTime = 'Enter the time in its short form, such as PT15M for 15 minutes.';

const sentences: Sentences = {
  required: byField(toEnter),
  expected: byField(toEnter),
  blank: byField(toEnter),
  'step-details': byField(toEnter),
  'empty-sequence': byField(toEnter),
  type: byField(toCorrect),
  'not-json': byField(toCorrect),
  'needed-by-step': (issue) => {
    if (issue.field === 'email') {
      return getsCode(issue)
        ? 'Enter your e-mail address: a code is sent to it.'
        : 'Enter your e-mail address: a step asks for it.';
    }
    if (issue.field === 'document_number') return 'Enter the document number: a step asks for it.';
    return 'Enter your phone number: a code is sent to it.';
  },
  'lone-surrogate': hiddenCharacter,
  'control-character': hiddenCharacter,
  'bidi-control': hiddenCharacter,
  'leading-mark': 'This text begins with an accent without a letter. Check its beginning.',
  'not-nfc': 'An accent in this text is separate from its letter. Delete it and type it again.',
  'too-large': 'This form is too long. Shorten the texts.',
  'too-deep': 'This form cannot be read.',
  'older-contract': 'This step cannot be used. Choose another one.',
  'unknown-field': 'This field is not known.',
  'unknown-fields': 'This form has too many fields that are not known.',
  'more-issues': 'This form has many more problems.',
  'unknown-value': 'Check this value: it is not a known one.',
  duration: wrongTime,
  'duration-zero': 'Enter more time than zero.',
  'duration-range': 'Check the time: from 1 minute to 30 days is sure to work.',
  email: 'Enter the e-mail address in full, such as name@example.com.',
  'email-domain': 'Check the end of the e-mail address: there is no dot after the @.',
  country: 'Enter the country as two letters, such as ES.',
  'country-unassigned': 'Check the country: no country has these two letters.',
  language: 'Enter the language as two letters, such as ES.',
  'language-unassigned': 'Check the language: no language has these two letters.',
  'calling-code': 'Enter the country code of the phone in digits, such as 34.',
  'calling-code-unassigned': 'Check the country code of the phone: no country has it.',
  'phone-number': ({ params }) =>
    `Check the phone number: it has at most ${params['limit']} digits with its country code.`,
  'phone-length': ({ params }) =>
    `Check the phone number: in this country it has ${listed(params['digits'], 'or')} digits.`,
  'document-number': 'Check the document number and its type: they do not match.',
  'check-letter': 'Check the document number: its letters and digits do not match.',
  'duplicate-step': 'This step is chosen twice. Choose another one.',
  'step-mismatch': 'These details belong to another step.',
};
