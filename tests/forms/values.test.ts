// Tests how the data of an HTML form become the values of a form.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { checkForm, formValues } from 'identification-chain/forms';
import { en } from 'identification-chain/forms/en';
import { filled, request } from './filled.ts';

function dataOf(entries: readonly (readonly [string, string | Blob])[]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

/** The texts of a form, by the names that its fields have. */
function entriesOf(
  value: unknown,
  write: (path: readonly string[]) => string,
  path: string[] = [],
) {
  if (typeof value !== 'object') return [[write(path), String(value)] as const];
  const entries: (readonly [string, string])[] = [];
  for (const [name, member] of Object.entries(value ?? {})) {
    entries.push(...entriesOf(member, write, [...path, name]));
  }
  return entries;
}

for (const [kind, write] of [
  ['with dots', (path: readonly string[]) => path.join('.')],
  ['with brackets', (path: readonly string[]) => path.join('.').replaceAll(/\.(\d+)/g, '[$1]')],
  ['as JSON pointers', (path: readonly string[]) => `/${path.join('/')}`],
] as const) {
  it(`reads names ${kind}`, () => {
    const values = formValues('createChain', dataOf(entriesOf(filled, write)));
    assert.deepEqual(values, filled);
    assert.deepEqual(checkForm('createChain', values, { messages: en }).request, request);
  });
}

for (const [what, entries, expected] of [
  [
    'leaves out names that begin with no field',
    [
      ['csrf', 'x'],
      ['step', 'OTP'],
      ['', 'x'],
    ],
    {},
  ],
  ['leaves out the fields of other operations', [['reason', 'x']], {}],
  [
    'keeps a misspelt field, so that the check reports it',
    [['actor.emial', 'x']],
    { actor: { emial: 'x' } },
  ],
  [
    'uses the last of fields with one name',
    [
      ['sequence[0].otp_step.channel.external', 'false'],
      ['sequence[0].otp_step.channel.external', 'true'],
    ],
    { sequence: [{ otp_step: { channel: { external: 'true' } } }] },
  ],
  [
    'keeps the places of the items of a list',
    [['sequence.2.identification_type', 'AGENT']],
    { sequence: [undefined, undefined, { identification_type: 'AGENT' }] },
  ],
  [
    'leaves out items that no form has',
    [
      ['sequence.999999999.identification_type', 'AGENT'],
      ['sequence.x.identification_type', 'AGENT'],
    ],
    { sequence: [] },
  ],
  ['leaves out a path that is too deep', [[`actor${'.a'.repeat(50_000)}`, 'x']], {}],
  [
    'uses an object that comes after a text',
    [
      ['actor', 'x'],
      ['actor.name', 'J'],
    ],
    { actor: { name: 'J' } },
  ],
] as const) {
  it(what, () => {
    assert.deepEqual(formValues('createChain', dataOf(entries)), expected);
  });
}

it('makes no prototype of a name', () => {
  const values = formValues(
    'createChain',
    dataOf([
      ['actor.__proto__.name', 'x'],
      ['__proto__.y', 'x'],
    ]),
  );
  assert.equal(JSON.stringify(values), '{"actor":{"__proto__":{"name":"x"}}}');
  assert.equal(Object.getPrototypeOf(values.actor), Object.prototype);
  assert.equal(Object(Object.prototype).name, undefined);
});

it('reads so that the issues have the names of the fields', () => {
  const entries = [
    ['actor.msisdn', ''],
    ['sequence.1.identification_type', 'OTP'],
    ['sequence.1.otp_step.channel.type', 'SMS'],
    ['sequence.3.identification_type', 'OTP'],
    ['sequence.3.otp_step.channel.type', ''],
  ] as const;
  const values = formValues('createChain', dataOf(entries));
  const { issues } = checkForm('createChain', values, { messages: en });
  const names = issues.map(({ name }) => name);
  for (const name of ['actor.msisdn', 'sequence.3.otp_step.channel.type']) {
    assert.ok(names.includes(name), name);
  }
});

it('reads a FormData only, and requests that exist', () => {
  for (const data of [undefined, null, {}, [], new Map(), 'actor.name=x'] as never[]) {
    assert.throws(
      () => formValues('createChain', data),
      new TypeError('formValues: data must be a FormData'),
    );
  }
  assert.throws(
    () => formValues('cancelChian' as never, new FormData()),
    new TypeError('formValues: unknown operation cancelChian; did you mean cancelChain?'),
  );
  assert.deepEqual(formValues('cancelChain', dataOf([['reason', 'late']])), { reason: 'late' });
});
