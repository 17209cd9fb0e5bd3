// Compares the lists of codes and the lengths of phone numbers with the sources in docs/rules.md.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import fc from 'fast-check';
import countries from 'i18n-iso-countries';
import { checkField, type RuleId } from 'identification-chain';
import languages from 'iso-639-1';
import { Metadata } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.max.json';
import validator from 'validator';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const twoLetters = letters.flatMap((first) => letters.map((second) => first + second));

function broken(path: string, value: unknown): RuleId[] {
  return checkField(path, value).map(({ rule }) => rule);
}

/** Returns the codes of two letters that have no issue. */
function assigned(path: string): string[] {
  return twoLetters.filter((code) => broken(path, code).length === 0);
}

const knownCountries = assigned('/actor/identity_document/country');
const knownLanguages = assigned('/actor/language');

it('has the countries of i18n-iso-countries, except the user-assigned XK', () => {
  const codes = Object.keys(countries.getAlpha2Codes()).filter((code) => code !== 'XK');
  assert.deepEqual(knownCountries, codes.sort());
});

it('has the languages of iso-639-1', () => {
  const codes = languages.getAllCodes().map((code) => code.toUpperCase());
  assert.deepEqual(knownLanguages, codes.sort());
});

// `ISO_CODES=dir` is the folder of Debian's iso-codes with iso_3166-1.json.
const isoCodes = process.env['ISO_CODES'];
if (isoCodes !== undefined) {
  it("has the codes of Debian's iso-codes, except the withdrawn BH", () => {
    const read = (part: string) => {
      const text = readFileSync(join(isoCodes, `iso_${part}.json`), 'utf8');
      const entries: { alpha_2?: string }[] = JSON.parse(text)[part];
      return entries.flatMap((entry) => entry.alpha_2?.toUpperCase() ?? []).sort();
    };
    const currentLanguages = read('639-2').filter((code) => code !== 'BH');
    assert.deepEqual(knownCountries, read('3166-1'));
    assert.deepEqual(knownLanguages, currentLanguages);
  });
}

/** The types of numbers that persons have. The others belong to services. */
const personal = ['FIXED_LINE', 'MOBILE', 'VOIP', 'PERSONAL_NUMBER'];

interface Plan {
  readonly lengths: Set<number>;
  readonly patterns: RegExp[];
}

/** The parts of the metadata's reader that the package's types leave out. */
interface NumberingPlan {
  callingCode(): string;
  possibleLengths(): number[];
  type(name: string): { pattern(): string; possibleLengths(): number[] } | undefined;
}

interface Reader {
  readonly numberingPlan: NumberingPlan;
  selectNumberingPlan(country: string | undefined, callingCode?: string): void;
}

/** Returns the numbering plan of each calling code, from libphonenumber's metadata. */
function plans(): Map<string, Plan> {
  const all = new Map<string, Plan>();
  const reader = new Metadata(metadata) as unknown as Reader;
  const add = (code: string) => {
    const plan = all.get(code) ?? { lengths: new Set(), patterns: [] };
    all.set(code, plan);
    for (const type of personal) {
      const facts = reader.numberingPlan.type(type);
      // A type without a pattern has no numbers.
      if (!facts?.pattern()) continue;
      plan.patterns.push(new RegExp(`^(?:${facts.pattern()})$`));
      for (const length of facts.possibleLengths()) {
        if (length + code.length <= 15) plan.lengths.add(length);
      }
    }
  };
  for (const country of Object.keys(metadata.countries)) {
    reader.selectNumberingPlan(country);
    add(reader.numberingPlan.callingCode());
  }
  for (const code of Object.keys(metadata.nonGeographic)) {
    reader.selectNumberingPlan(undefined, code);
    add(code);
  }
  return all;
}

const known = plans();

/** Generates numbers from the patterns of a plan. */
function samples({ patterns }: Plan, code: string): string[] {
  return patterns
    .flatMap((pattern) => fc.sample(fc.stringMatching(pattern), { numRuns: 60, seed: 42 }))
    .filter((digits) => digits.length + code.length <= 15);
}

it('has the calling codes of libphonenumber, plus 379', () => {
  assert.ok(known.size > 200);
  for (let code = 1; code < 1000; code += 1) {
    const expected = known.has(`${code}`) || code === 379 ? [] : ['calling-code-unassigned'];
    assert.deepEqual(broken('/actor/msisdn/country_code', `${code}`), expected, `${code}`);
  }
});

function warnsOfLength(code: string, digits: string): boolean {
  const number = { country_code: code, phone_number: Number(digits) };
  return broken('/actor/msisdn', number).includes('phone-length');
}

it('does not warn of the numbers that libphonenumber assigns to persons', () => {
  let count = 0;
  for (const [code, plan] of known) {
    // No plan requires two leading zeros.
    for (const digits of samples(plan, code).filter((number) => !number.startsWith('00'))) {
      assert.ok(!warnsOfLength(code, digits), `+${code} ${digits}`);
      count += 1;
    }
  }
  assert.ok(count > 10_000, `${count}`);
});

it('warns of every length that no number of a person has', () => {
  let warned = 0;
  for (const [code, plan] of known) {
    const { lengths } = plan;
    const losesZero = samples(plan, code).some((digits) => digits.startsWith('0'));
    for (let length = 1; length + code.length <= 15; length += 1) {
      if (lengths.size === 0 || lengths.has(length)) continue;
      if (losesZero && lengths.has(length + 1)) continue;
      assert.ok(warnsOfLength(code, '9'.repeat(length)), `+${code}, ${length} digits`);
      warned += 1;
    }
  }
  assert.ok(warned > 2000, `${warned}`);
});

it('agrees with validator.js on Spanish documents', () => {
  const number = fc.stringMatching(/^[0-9XYZ][0-9]{7}[A-Z]$/);
  const verdicts = { valid: 0, invalid: 0 };
  for (const document_number of fc.sample(number, 5000)) {
    // About a tenth of them is valid by chance.
    const document = { country: 'ES', document_type: 'NIF', document_number };
    const valid = broken('/actor/identity_document', document).length === 0;
    assert.equal(valid, validator.isIdentityCard(document_number, 'ES'), document_number);
    verdicts[valid ? 'valid' : 'invalid'] += 1;
  }
  assert.ok(verdicts.valid > 100 && verdicts.invalid > 100);
});
