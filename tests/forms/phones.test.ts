// Compares the way that a whole phone number is split with libphonenumber-js, for every country.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { checkForm } from 'identification-chain/forms';
import { en } from 'identification-chain/forms/en';
import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { filled } from './filled.ts';

/** Reads a number in a form with one phone field. */
function read(msisdn: string, callingCode?: string) {
  const values = { ...filled, actor: { ...filled.actor, msisdn } };
  return checkForm('createChain', values, { messages: en, callingCode }).request?.actor.msisdn;
}

for (const country of getCountries()) {
  it(`splits a number of ${country}`, () => {
    const example = getExampleNumber(country, examples);
    assert.ok(example);
    const expected = {
      country_code: example.countryCallingCode,
      // A JSON number has no leading zero.
      phone_number: Number(example.nationalNumber),
    };
    for (const text of [
      example.number,
      example.formatInternational(),
      example.formatInternational().replaceAll(' ', '-').replace('+', '00'),
      `+${example.countryCallingCode} (0)${example.nationalNumber}`,
    ]) {
      assert.deepEqual(read(text), expected, text);
    }
    assert.deepEqual(read(example.nationalNumber, example.countryCallingCode), expected);
  });
}
