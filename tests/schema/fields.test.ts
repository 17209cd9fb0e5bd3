// Tests the checks of a form that is still being filled in.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { checkField, type Issue, validate } from 'identification-chain';
import { check } from 'identification-chain/core';
import { es } from 'identification-chain/messages/es';
import { referenceRequest } from '../../www/demo/reference.ts';

const rulesAndPaths = (issues: readonly Issue[]) =>
  issues.map(({ rule, path }) => `${rule} ${path}`);

it('the option partial reports no missing field', () => {
  for (const form of [
    {},
    null,
    undefined,
    { actor: { name: '', email: undefined, msisdn: { phone_number: Number.NaN } } },
    { actor: { language: null }, expires_in: '  ', sequence: [] },
    { sequence: [{ identification_type: 'OTP' }, undefined] },
    { actor: { msisdn: { phone_number: '', country_code: '' } } },
  ]) {
    assert.deepEqual(rulesAndPaths(validate(form, { partial: true }).issues), []);
    assert.deepEqual(rulesAndPaths(check('createChain', form, { partial: true }).issues), []);
  }
});

it('the option partial reports invalid fields', () => {
  const form = { actor: { name: 'James', email: 'james@' }, expires_in: '15' };
  assert.deepEqual(rulesAndPaths(validate(form, { partial: true }).issues), [
    'email /actor/email',
    'duration /expires_in',
  ]);
  const whole = validate(referenceRequest, { partial: true });
  assert.deepEqual([whole.errors, whole.warnings], [0, 2]);
});

it('the option partial reports values that JSON cannot represent', () => {
  const form = { actor: { email: 'james@' }, expires_in: 15n };
  const report = validate(form, { partial: true });
  assert.equal(report.valid, false);
  assert.deepEqual(rulesAndPaths(report.issues), ['email /actor/email', 'not-json /expires_in']);
});

it('checkField checks one field, by its pointer or its names', () => {
  for (const [path, value, expected] of [
    ['/actor/email', 'james@', ['email /actor/email']],
    ['/actor/email', 'james@example.com', []],
    ['/actor/email', '', []],
    ['/actor/email', undefined, []],
    ['/actor/name', '', []],
    ['/actor/name', 7, ['type /actor/name']],
    [['actor', 'msisdn', 'phone_number'], '612', ['type /actor/msisdn/phone_number']],
    [
      '/actor/msisdn',
      { country_code: '34', phone_number: 6 },
      ['phone-length /actor/msisdn/phone_number'],
    ],
    ['/sequence/7/identification_type', 'AGNET', ['unknown-value /sequence/7/identification_type']],
    [['sequence', 7, 'otp_step', 'channel', 'type'], 'SMS', []],
    ['/actor/nmae', 'x', ['unknown-field /actor/nmae']],
    ['/actr/email', 'x', ['unknown-field /actr']],
    ['/actor/emial/x', 1, ['unknown-field /actor/emial']],
    ['/actor/email/x', 1, ['type /actor/email']],
    ['/actor/7', 'x', ['unknown-field /actor/7']],
    ['/7', 'x', ['unknown-field /7']],
    ['/sequence/-/identification_type', 'AGENT', ['type /sequence']],
    ['/sequence/01/identification_type', 'AGENT', ['type /sequence']],
    [['sequence', 1.5, 'identification_type'], 'AGENT', ['type /sequence']],
    [`/actor/${'x'.repeat(65)}`, 1, [`unknown-field /actor/${'x'.repeat(64)}…`]],
    ['/actor/__proto__', 'x', ['unknown-field /actor/__proto__']],
    ['/actor/msisdn/phone_number', '', []],
    ['/actor/a~1b', 'x', ['unknown-field /actor/a~1b']],
    ['/expires_in', 15n, ['not-json /expires_in']],
    ['/sequence/3/otp_step', 15n, ['not-json /sequence/3/otp_step']],
    ['', { expires_in: '15' }, ['duration /expires_in']],
  ] as const) {
    assert.deepEqual(rulesAndPaths(checkField(path, value)), expected, `${path}`);
  }
});

it('checkField takes rules, messages and an operation', () => {
  assert.deepEqual(checkField('/actor/email', 'james@', { rules: { email: 'off' } }), []);
  const [issue] = checkField('/reason', 7, { operation: 'cancelChain', messages: es });
  assert.deepEqual(
    [issue?.path, issue?.message],
    ['/reason', 'debe ser una cadena de texto, no un número'],
  );
});

it('checkField throws for an invalid path', () => {
  for (const path of ['actor.email', undefined, 7, {}]) {
    assert.throws(() => checkField(path as never, 'x'), /JSON pointer such as '\/actor\/email'/);
  }
});
