// Reads phone numbers as people write them (ITU-T E.123), into a calling code and a national number.

import type { CreateChainRequest } from '../contract.ts';
import { shortCallingCodes } from '../generated/forms.ts';

/** A phone number as the API takes it. */
export type Phone = NonNullable<CreateChainRequest['actor']['msisdn']>;

/**
 * What only separates digits: white space, dots, parentheses, dashes, and the invisible marks that a
 * number has when it is copied from a list of contacts.
 */
const separators = /[\s.()\-\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g;

/** The most digits of a phone number (ITU-T E.164 §6.1). A JavaScript number holds them exactly. */
const maxDigits = 15;

/** Removes what only separates digits, and a trunk prefix in parentheses: `+44 (0)20 7946 0958`. */
function compact(text: string): string {
  return text.replace(/\(0\)/, '').replace(separators, '');
}

/**
 * Reads a whole number, which begins with `+` or `00` and a calling code. `undefined` for any other text.
 */
export function internationalPhone(text: string): Phone | undefined {
  const [, digits = ''] = /^(?:\+|00)([1-9]\d*)$/.exec(compact(text)) ?? [];
  const length = [1, 2].find((count) => shortCallingCodes.includes(digits.slice(0, count))) ?? 3;
  return phone(digits.slice(0, length), digits.slice(length));
}

/** Reads a number without a calling code. `undefined` if the text is not a number. */
export function nationalPhone(callingCode: string, text: string): Phone | undefined {
  return phone(callingCode, compact(text));
}

function phone(country_code: string, digits: string): Phone | undefined {
  const phone_number = nationalNumber(digits);
  return typeof phone_number === 'number' ? { country_code, phone_number } : undefined;
}

/** Converts the digits of a number. Any other text stays as it is. A leading zero is lost, as in JSON. */
export function nationalNumber(text: string): string | number {
  const digits = compact(text);
  return /^\d+$/.test(digits) && digits.length <= maxDigits ? Number(digits) : text;
}

/** Removes `+` or `00` from a calling code. Any other text stays as it is. */
export function callingCode(text: string): string {
  const [, digits = text] = /^(?:\+|00)?(\d+)$/.exec(compact(text)) ?? [];
  return digits;
}
