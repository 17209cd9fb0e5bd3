// Tests what a person reads at the fields of a form.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  checkForm,
  type FormMessages,
  type FormRuleId,
  formSchema,
} from 'identification-chain/forms';
import { en } from 'identification-chain/forms/en';
import { es } from 'identification-chain/forms/es';
import { fieldNames } from '../../www/client/generated/forms.ts';
import { rules } from '../../www/client/generated/rules.ts';
import { requests } from '../schema/requests.ts';
import { filled } from './filled.ts';

const languages: Readonly<Record<string, FormMessages>> = { English: en, Spanish: es };

interface Case {
  readonly name: string;
  readonly values: unknown;
  /** The names of the fields, with the sentences in English and Spanish. */
  readonly said: Readonly<Record<string, readonly [english: string, spanish: string]>>;
  readonly partial?: boolean;
}

/** Changes members of the actor of the form. */
const withActor = (changes: object) => ({ ...filled, actor: { ...filled.actor, ...changes } });
const withStep = (step: object) => ({ ...filled, sequence: [step] });
const otpTo = (type: string, two_factor_type?: string) => ({
  identification_type: 'OTP',
  otp_step: { two_factor_type, channel: { type } },
});

const cases: readonly Case[] = [
  { name: 'a form without a problem', values: filled, said: {} },
  {
    name: 'an optional field that is empty',
    values: withActor({ email: '', language: '' }),
    said: {},
  },
  {
    name: 'an empty form with one phone field',
    values: {
      actor: { name: '', last_name: '', email: '', msisdn: '' },
      expires_in: 'PT15M',
      sequence: [otpTo('SMS')],
    },
    said: {
      'actor.name': ['Enter your first name.', 'Falta el nombre.'],
      'actor.last_name': ['Enter your last name.', 'Faltan los apellidos.'],
      'actor.msisdn': [
        'Enter your phone number: a code is sent to it.',
        'Falta el teléfono: se envía un código a ese número.',
      ],
      'actor.identity_document.document_number': [
        'Enter the document number.',
        'Falta el número del documento.',
      ],
      'actor.identity_document.document_type': [
        'Choose the type of document.',
        'Falta elegir el tipo de documento.',
      ],
      'actor.identity_document.country': [
        'Choose the country that issued the document.',
        'Falta elegir el país que expidió el documento.',
      ],
    },
  },
  {
    name: 'two empty phone fields, with a selected code',
    values: withActor({ msisdn: { country_code: '34', phone_number: '' } }),
    said: {
      'actor.msisdn.phone_number': [
        'Enter your phone number: a code is sent to it.',
        'Falta el teléfono: se envía un código a ese número.',
      ],
    },
  },
  {
    name: 'a phone without a calling code',
    values: withActor({ msisdn: '612 345 678' }),
    said: {
      'actor.msisdn': [
        'Enter the phone number with + and the country code, such as +34 612 345 678.',
        'El teléfono debe empezar por + y el prefijo del país, como +34 612 345 678.',
      ],
    },
  },
  {
    name: 'a phone with letters, and a calling code with letters',
    values: withActor({ msisdn: { country_code: 'ES', phone_number: 'six' } }),
    said: {
      'actor.msisdn.country_code': [
        'Enter the country code of the phone in digits, such as 34.',
        'El prefijo internacional se escribe con cifras, como 34.',
      ],
      'actor.msisdn.phone_number': [
        'Enter the phone number in digits only, such as 612 345 678.',
        'El teléfono debe tener solo cifras, como 612 345 678.',
      ],
    },
  },
  {
    name: 'a phone with a number but no calling code, in two fields',
    values: withActor({ msisdn: { country_code: '', phone_number: '612345678' } }),
    said: {
      'actor.msisdn.country_code': [
        'Enter the country code of the phone, such as 34.',
        'Falta el prefijo internacional del teléfono, como 34.',
      ],
    },
  },
  {
    name: 'a phone with a digit too few',
    values: withActor({ msisdn: '+39 123' }),
    said: {
      'actor.msisdn': [
        'Check the phone number: in this country it has 5, 6, 7, 8, 9, 10, 11 or 12 digits.',
        'Conviene revisar el teléfono: en ese país tiene 5, 6, 7, 8, 9, 10, 11 o 12 cifras.',
      ],
    },
  },
  {
    name: 'a code by e-mail, without an address',
    values: withStep(otpTo('EMAIL')),
    said: {
      'actor.email': [
        'Enter your e-mail address: a code is sent to it.',
        'Falta el correo electrónico: se envía un código a esa dirección.',
      ],
    },
  },
  {
    name: 'a step that asks for the e-mail address',
    values: withStep(otpTo('SMS', 'EMAIL')),
    said: {
      'actor.email': [
        'Enter your e-mail address: a step asks for it.',
        'Falta el correo electrónico: un paso lo pide.',
      ],
    },
  },
  {
    name: 'an address without @',
    values: withActor({ email: 'james' }),
    said: {
      'actor.email': [
        'Enter the e-mail address in full, such as name@example.com.',
        'El correo electrónico no es válido. Ejemplo: nombre@ejemplo.es.',
      ],
    },
  },
  {
    name: 'a wrong check letter',
    values: withActor({
      identity_document: { ...filled.actor.identity_document, document_number: '12345678A' },
    }),
    said: {
      'actor.identity_document.document_number': [
        'Check the document number: its letters and digits do not match.',
        'Conviene revisar el número del documento: la letra y las cifras no se corresponden.',
      ],
    },
  },
  {
    name: 'a country with three letters',
    values: withActor({
      identity_document: { ...filled.actor.identity_document, country: 'ESP' },
    }),
    said: {
      'actor.identity_document.country': [
        'Enter the country as two letters, such as ES.',
        'El país se escribe con dos letras, como ES.',
      ],
    },
  },
  {
    name: 'no step in a form with one choice',
    values: { ...filled, sequence: [{ identification_type: '' }] },
    said: { 'sequence.0.identification_type': ['Choose a step.', 'Falta elegir un paso.'] },
  },
  {
    name: 'no step in a form with a checkbox for each',
    values: { ...filled, sequence: [false, false] },
    said: { sequence: ['Choose at least one step.', 'Falta elegir al menos un paso.'] },
  },
  {
    name: 'a step without a type after an empty one, and one without its channel',
    values: {
      ...filled,
      sequence: [
        {},
        { otp_step: { channel: { type: 'SMS' } } },
        { identification_type: 'OTP', otp_step: { channel: { type: '' } } },
      ],
    },
    said: {
      'sequence.1.identification_type': ['Choose a step.', 'Falta elegir un paso.'],
      'sequence.2.otp_step.channel.type': [
        'Choose how the code is sent.',
        'Falta elegir cómo se envía el código.',
      ],
    },
  },
  {
    name: 'a step without its details',
    values: withStep({ identification_type: 'OTP' }),
    said: {
      'sequence.0.otp_step.channel.type': [
        'Choose how the code is sent.',
        'Falta elegir cómo se envía el código.',
      ],
    },
  },
  {
    name: 'a time that the provider may refuse',
    values: { ...filled, expires_in: 'P1M' },
    said: {
      expires_in: [
        'Check the time: from 1 minute to 30 days is sure to work.',
        'Conviene revisar el plazo: lo seguro es entre 1 minuto y 30 días.',
      ],
    },
  },
  {
    name: 'NaN in a number field',
    values: withActor({ msisdn: { country_code: '34', phone_number: Number.NaN } }),
    said: {
      'actor.msisdn.phone_number': [
        'Enter your phone number: a code is sent to it.',
        'Falta el teléfono: se envía un código a ese número.',
      ],
    },
  },
  {
    name: 'a file in a field',
    values: withActor({ name: new File(['x'], 'x.png'), photo: new File(['x'], 'x.png') }),
    said: {
      'actor.name': ['Enter your first name.', 'Falta el nombre.'],
      'actor.photo': ['This field is not known.', 'Este campo no se conoce.'],
    },
  },
  {
    name: 'a form that is being filled in',
    partial: true,
    values: { actor: { name: '', email: 'james@', msisdn: '' }, sequence: [otpTo('SMS')] },
    said: {
      'actor.email': [
        'Enter the e-mail address in full, such as name@example.com.',
        'El correo electrónico no es válido. Ejemplo: nombre@ejemplo.es.',
      ],
    },
  },
  ...[null, undefined, 'actor', 7, [], new Map(), new Date(0)].map((values) => ({
    name: `no form: ${Object.prototype.toString.call(values)}`,
    values,
    said: { '': ['This form cannot be read.', 'No se puede leer este formulario.'] } as const,
  })),
];

describe('a person reads', () => {
  for (const { name, values, said, partial } of cases) {
    it(name, () => {
      for (const [index, messages] of [en, es].entries()) {
        const { issues } = checkForm('createChain', values, { messages, partial });
        const found = issues
          .filter((issue, at) => issues.findIndex((other) => other.name === issue.name) === at)
          .map((issue) => [issue.name, issue.message] as const);
        const expected = Object.entries(said).map(([field, both]) => [field, both[index] ?? '']);
        assert.deepEqual(new Map(found), new Map(expected as [string, string][]));
      }
    });
  }
});

describe('the issues of a form', () => {
  const namesOf = (values: unknown) =>
    checkForm('createChain', values, { messages: en }).issues.map(({ name }) => name);
  const { actor, ...others } = filled;
  const { name, email: _, ...rest } = actor;
  for (const [order, values, names] of [
    [
      'have the order of the values',
      { ...others, actor: { email: 'james@', name: 5, ...rest } },
      ['actor.email', 'actor.name'],
    ],
    [
      'have the order of the values, in another form too',
      { ...others, actor: { name: 5, email: 'james@', ...rest } },
      ['actor.name', 'actor.email'],
    ],
    [
      'begin with what is missing in the same object',
      { ...others, actor: { email: 'james@', name: '', ...rest } },
      ['actor.name', 'actor.email'],
    ],
    [
      'begin with what is missing in the whole form',
      { ...others, actor: { email: 'james@', name, ...rest }, sequence: [false] },
      ['sequence', 'actor.email'],
    ],
  ] as const) {
    it(order, () => {
      assert.deepEqual(namesOf(values), names);
    });
  }
});

/** The rules about JSON text and about options, which the values of a form cannot break. */
const unreachable = [
  'json-syntax',
  'byte-order-mark',
  'invalid-utf8',
  'duplicate-key',
  'path-parameter',
  'header-value',
  'base-url',
];
const reachable = Object.keys(rules).filter((rule) => !unreachable.includes(rule)) as FormRuleId[];

/** Asserts that a sentence is one, and has no word for programmers. */
function assertSentence(message: string): void {
  assert.match(message, /^[A-ZÉÍ].*\.$/s);
  assert.doesNotMatch(message, /[{}_"`]|\/\w|undefined|null|NaN|JSON|API|msisdn|\bfield path\b/);
}

for (const [language, messages] of Object.entries(languages)) {
  it(`has a sentence for each rule at each field: ${language}`, () => {
    for (const rule of reachable) {
      for (const field of [...fieldNames, undefined]) {
        for (const path of [['x'], []]) {
          const params = { limit: 15, digits: '9', step: '/sequence/0/otp_step/channel/type' };
          const facts = {
            rule,
            field,
            path,
            params,
            name: path.join('.'),
            severity: 'error',
          } as const;
          assertSentence(messages(facts));
        }
      }
    }
  });

  it(`never says a value: ${language}`, () => {
    const sentinel = 'Zx9Qw7Kv';
    fc.assert(
      fc.property(requests, (request) => {
        const json = JSON.stringify(request).replaceAll(/":"/g, `":"${sentinel}`);
        for (const { message, params } of checkForm('createChain', JSON.parse(json), { messages })
          .issues) {
          assertSentence(message);
          assert.ok(!(message + JSON.stringify(params)).includes(sentinel));
        }
      }),
      { numRuns: 500 },
    );
  });
}

it('has the limits of the contract in the sentences that name them', () => {
  const { issues } = checkForm('createChain', { ...filled, expires_in: 'P1M' }, { messages: en });
  assert.deepEqual(issues[0]?.params, { minimum: 'PT1M', maximum: 'P30D' });
});

describe('the options', () => {
  const wrongLetter = withActor({
    identity_document: { ...filled.actor.identity_document, document_number: '12345678A' },
  });

  it('rules make a warning an error, or turn it off', () => {
    const severities = (rule?: 'error' | 'off') =>
      checkForm('createChain', wrongLetter, { messages: en, rules: { 'check-letter': rule } });
    assert.equal(severities().issues[0]?.severity, 'warning');
    assert.notEqual(severities().request, undefined);
    assert.equal(severities('error').issues[0]?.severity, 'error');
    assert.equal(severities('error').request, undefined);
    assert.deepEqual(severities('off').issues, []);
  });

  it('a schema reports errors only', () => {
    const validate = (rule?: 'error') =>
      formSchema('createChain', { messages: en, rules: { 'check-letter': rule } })[
        '~standard'
      ].validate(wrongLetter).issues;
    assert.equal(validate(), undefined);
    assert.deepEqual(
      validate('error')?.map(({ path, message }) => [path, message]),
      [
        [
          ['actor', 'identity_document', 'document_number'],
          'Check the document number: its letters and digits do not match.',
        ],
      ],
    );
  });

  it('messages may be your own', () => {
    const own: FormMessages = (issue) =>
      issue.field === 'name' ? 'How are you called?' : en(issue);
    const { issues } = checkForm('createChain', withActor({ name: '' }), { messages: own });
    assert.deepEqual(issues, [
      {
        rule: 'required',
        severity: 'error',
        path: ['actor', 'name'],
        name: 'actor.name',
        field: 'name',
        params: {},
        message: 'How are you called?',
      },
    ]);
  });

  it('a messages function without a sentence is a TypeError, which names the rule', () => {
    for (const text of [undefined, '']) {
      const messages = () => text as string;
      assert.throws(
        () => checkForm('createChain', withActor({ name: '' }), { messages }),
        new TypeError('messages returned no text for the rule required'),
      );
    }
  });

  it('partial makes no request, and a schema returns what is filled in', () => {
    const values = { actor: { name: ' James ' } };
    assert.deepEqual(checkForm('createChain', values, { messages: en, partial: true }), {
      request: undefined,
      issues: [],
    });
    const schema = formSchema('createChain', { messages: en, partial: true });
    assert.deepEqual(schema['~standard'].validate(values), {
      value: { actor: { name: 'James', identity_document: {} } },
    });
  });
});

it('refuses a FormData, and says what reads it', () => {
  const options = { messages: en };
  const message = 'values is a FormData; use formValues';
  const { validate } = formSchema('createChain', options)['~standard'];
  for (const [caller, call] of [
    ['checkForm', () => checkForm('createChain', new FormData(), options)],
    ['formSchema', () => validate(new FormData())],
  ] as const) {
    assert.throws(call, new TypeError(`${caller}: ${message}`));
  }
});

it('reports an object that contains itself', () => {
  const values: Record<string, unknown> = { ...filled };
  values['self'] = values;
  const { issues } = checkForm('createChain', values, { messages: en });
  assert.deepEqual(
    issues
      .filter(({ severity }) => severity === 'error')
      .map(({ name, message }) => [name, message]),
    [['self.self', 'This value cannot be used.']],
  );
});

it('passes on what a getter throws, as validate does', () => {
  const values = {
    get actor() {
      throw new RangeError('mine');
    },
  };
  assert.throws(() => checkForm('createChain', values, { messages: en }), new RangeError('mine'));
});

it('reads own members only, and makes no prototype of a member', () => {
  const values = JSON.parse(
    '{"__proto__": {"expires_in": "PT1H"}, "actor": {"__proto__": {"name": "x"}}}',
  );
  const { issues } = checkForm('createChain', values, { messages: en });
  const names = issues.map(({ name }) => name);
  assert.ok(names.includes('expires_in') && names.includes('actor.name'));
  assert.equal(Object(Object.prototype).expires_in, undefined);
});
