// Tests how the values of a form become a request.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { validate } from 'identification-chain';
import { checkForm, type FormOptions, formSchema } from 'identification-chain/forms';
import { en } from 'identification-chain/forms/en';
import { requests } from '../schema/requests.ts';
import { filled, request } from './filled.ts';

/** Reads the form with other values at some places. `undefined` if an issue is an error. */
function read(changes: Readonly<Record<string, unknown>>, options: Partial<FormOptions> = {}) {
  const values: object = structuredClone(filled);
  for (const [name, value] of Object.entries(changes)) put(values, name.split('.'), value);
  return checkForm('createChain', values, { messages: en, ...options }).request;
}

function put(values: object, [name = '', ...rest]: readonly string[], value: unknown): void {
  const object = values as Record<string, object>;
  if (rest.length === 0) Object.assign(object, { [name]: value });
  else put(object[name] ?? {}, rest, value);
}

function at(value: unknown, name: string): unknown {
  return name
    .split('.')
    .reduce((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}

it('makes the request of a form', () => {
  assert.deepEqual(read({}), request);
});

describe('a value becomes', () => {
  const accented = '  José  María ';
  for (const [name, value, expected] of [
    ['actor.name', accented, 'José  María'],
    ['actor.name', '\u00a0Ana\t', 'Ana'],
    ['actor.email', ' A.B@Example.com ', 'A.B@Example.com'],
    ['actor.email', '', undefined],
    ['actor.email', ' \n', undefined],
    ['actor.email', null, undefined],
    ['actor.email', undefined, undefined],
    ['actor.language', '', undefined],
    ['actor.language', 'ca', 'CA'],
    ['actor.identity_document.country', 'pt', 'PT'],
    ['actor.identity_document.document_type', 'passport', 'passport'],
    ['expires_in', ' P1DT12H ', 'P1DT12H'],
    ['sequence.0.otp_step.channel.external', 'true', true],
    ['sequence.0.otp_step.channel.external', 'on', true],
    ['sequence.0.otp_step.channel.external', 'false', false],
    ['sequence.0.otp_step.channel.external', true, true],
    // Not an item of a list, so `false` is an answer.
    ['sequence.0.otp_step.channel.external', false, false],
    ['sequence.0.otp_step.channel.external', '', undefined],
    ['sequence.0.otp_step.two_factor_type', '', undefined],
    ['sequence.1.otp_step', { channel: { type: '', external: '' } }, undefined],
    ['sequence.1.identification_type', '', undefined],
    // A checkbox that is not checked.
    ['sequence.1', false, undefined],
  ] as const) {
    it(`${name}: ${JSON.stringify(value)} → ${JSON.stringify(expected)}`, () => {
      const result = read({ [name]: value });
      assert.notEqual(result, undefined);
      assert.deepEqual(at(result, name), expected);
    });
  }
});

describe('a document number becomes', () => {
  for (const [number, type, country, expected] of [
    ['12.345.678-z', 'IDENTITY_CARD', 'ES', '12345678Z'],
    ['12 345 678 Z', 'NIF', 'es', '12345678Z'],
    ['x-1234567-l', 'NIE', 'ES', 'X1234567L'],
    // It has none of the forms, so its marks may mean something.
    ['1234-567', 'NIF', 'ES', '1234-567'],
    ['12345678-Z', 'PASSPORT', 'ES', '12345678-Z'],
    ['12345678-z', 'IDENTITY_CARD', 'PT', '12345678-Z'],
    ['ñ1', 'PASSPORT', 'ES', 'ñ1'],
  ] as const) {
    it(`${number}, ${type}, ${country} → ${expected}`, () => {
      const document = { document_number: number, document_type: type, country };
      const result = read({ 'actor.identity_document': document });
      assert.equal(result?.actor.identity_document.document_number, expected);
    });
  }
});

describe('a phone becomes', () => {
  const spanish = { country_code: '34', phone_number: 612345678 };
  const british = { country_code: '44', phone_number: 2079460958 };
  for (const [phone, expected, callingCode] of [
    ['+34612345678', spanish],
    ['0034 612-345-678', spanish],
    [' (+34) 612.345.678 ', spanish],
    ['\u202a+34 612 34 56 78\u202c', spanish],
    ['+34\u00a0612\u2011345\u2011678', spanish],
    ['+44 (0)20 7946 0958', british],
    ['+44 020 7946 0958', british],
    ['020 7946 0958', british, '44'],
    ['612 345 678', spanish, '34'],
    [612345678, spanish, '34'],
    // It begins with + or 00, so the option does not count.
    ['+44 20 7946 0958', british, '34'],
    ['+1 (212) 555-0123', { country_code: '1', phone_number: 2125550123 }],
    ['+351 912 345 678', { country_code: '351', phone_number: 912345678 }],
    [{ country_code: '34', phone_number: '612 345 678' }, spanish],
    [{ country_code: '+34', phone_number: '612345678' }, spanish],
    [{ country_code: '0034', phone_number: 612345678 }, spanish],
    [{ country_code: 34, phone_number: 612345678 }, spanish],
    [{ country_code: '', phone_number: '+34 612 345 678' }, spanish],
    [{ phone_number: '0034 612 345 678' }, spanish],
    // The whole number is what the person wrote; the code may have been selected in advance.
    [{ country_code: '34', phone_number: '+44 20 7946 0958' }, british],
    [spanish, spanish],
  ] as const) {
    it(`${JSON.stringify(phone)}${callingCode ? `, ${callingCode}` : ''}`, () => {
      const options = { messages: en, callingCode };
      assert.deepEqual(read({ 'actor.msisdn': phone }, options)?.actor.msisdn, expected);
    });
  }

  for (const phone of [
    '',
    undefined,
    Number.NaN,
    {},
    { country_code: '', phone_number: '' },
    { country_code: '+34', phone_number: ' ' },
    { country_code: '34', phone_number: Number.NaN },
  ]) {
    it(`nothing: ${JSON.stringify(phone)}`, () => {
      const sequence = [{ identification_type: 'AGENT' }];
      const result = read({ 'actor.msisdn': phone, sequence });
      assert.notEqual(result, undefined);
      assert.equal(result?.actor.msisdn, undefined);
    });
  }

  for (const phone of [
    '612345678',
    612345678,
    '34612345678',
    '+34',
    '+0612345678',
    '+34 six',
    '+34612345678 ext. 5',
    '+341234567890123456',
    { country_code: '34', phone_number: '6a' },
    { country_code: '34', phone_number: '6'.repeat(400) },
    { country_code: 'ES', phone_number: '612345678' },
    ['+34612345678'],
    true,
  ]) {
    it(`an issue: ${JSON.stringify(phone)}`, () => {
      assert.equal(read({ 'actor.msisdn': phone }), undefined);
    });
  }
});

it('keeps the details that the type of a step needs, with all fields empty', () => {
  const step = {
    identification_type: 'IDENTITY_DOCUMENT',
    identity_document_step: { provider_type: '' },
  };
  assert.deepEqual(read({ 'sequence.1': step })?.sequence[1], {
    identification_type: 'IDENTITY_DOCUMENT',
    identity_document_step: {},
  });
});

it('keeps fields that the API does not have, and reports them as warnings', () => {
  const extra = { deep: [' x '] };
  const { request: made, issues } = checkForm(
    'createChain',
    { ...filled, extra, note: ' x ', empty: '' },
    { messages: en },
  );
  assert.deepEqual(made, { ...request, extra, note: 'x' });
  assert.deepEqual(
    issues.map(({ name, severity, rule, field }) => [name, severity, rule, field]),
    [
      ['extra', 'warning', 'unknown-field', undefined],
      ['note', 'warning', 'unknown-field', undefined],
    ],
  );
});

it('leaves the values of the form as they are', () => {
  const before = structuredClone(filled);
  checkForm('createChain', filled, { messages: en });
  assert.deepEqual(filled, before);
});

it('reads the reason of a cancellation', () => {
  const options = { messages: en };
  for (const [values, expected] of [
    [{ reason: ' late ' }, { reason: 'late' }],
    [{ reason: '' }, {}],
    [{}, {}],
  ] as const) {
    assert.deepEqual(checkForm('cancelChain', values, options), { request: expected, issues: [] });
    assert.deepEqual(formSchema('cancelChain', options)['~standard'].validate(values), {
      value: expected,
    });
  }
});

/** Texts that are near to what people type, and other values that a form can have. */
const typed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.stringMatching(/^[ +0-9().-]{0,20}$/),
  fc.constantFrom(
    '',
    ' ',
    'es',
    'ES',
    'a@b.c',
    'OTP',
    'SMS',
    'PT15M',
    '12345678-z',
    'IDENTITY_CARD',
  ),
  fc.constantFrom(null, undefined, Number.NaN, true, 612345678, -1, 1.5, {}, []),
);
const group = <Name extends string>(...names: Name[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, typed])), { requiredKeys: [] });
const anyForm = fc.oneof(
  requests,
  fc.record({
    actor: fc.record({
      name: fc.oneof(fc.constant('James'), typed),
      last_name: fc.oneof(fc.constant('Smith'), typed),
      identity_document: fc.oneof(
        fc.constant(filled.actor.identity_document),
        group('document_number', 'document_type', 'country'),
      ),
      email: typed,
      msisdn: fc.oneof(typed, group('country_code', 'phone_number')),
      language: typed,
    }),
    expires_in: fc.oneof(fc.constant('PT15M'), typed),
    sequence: fc.array(
      fc.oneof(
        fc.constantFrom(...filled.sequence),
        fc.record({
          identification_type: typed,
          otp_step: fc.record({ two_factor_type: typed, channel: group('type', 'external') }),
          identity_document_step: group('provider_type'),
        }),
      ),
      { maxLength: 3 },
    ),
  }),
);

it('makes requests that the check accepts, and reads them as they are', () => {
  let made = 0;
  fc.assert(
    fc.property(anyForm, fc.constantFrom(undefined, '34', '44'), (values, callingCode) => {
      const options = { messages: en, callingCode };
      const report = checkForm('createChain', values, options);
      const { value, issues } = Object({
        ...formSchema('createChain', options)['~standard'].validate(values),
      });
      assert.deepEqual(value, report.request);
      if (report.request === undefined) {
        assert.ok(issues.length > 0);
        return;
      }
      made += 1;
      assert.equal(validate(report.request).errors, 0);
      const again = checkForm('createChain', report.request, { messages: en });
      assert.deepEqual(again.request, report.request);
    }),
    { numRuns: 3000 },
  );
  assert.ok(made > 300, `only ${made} forms make a request`);
});
