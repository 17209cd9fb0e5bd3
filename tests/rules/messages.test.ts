// Tests the messages of issues. Every language has one for each rule, and none holds a value of the
// request.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import {
  createClient,
  type Issue,
  isValidationError,
  type Messages,
  validate,
} from 'identification-chain';
import { check, createChain } from 'identification-chain/core';
import { es } from 'identification-chain/messages/es';
import { createChainRequest, requestSchema } from 'identification-chain/schema';
import { referenceRequest } from '../../www/demo/reference.ts';
import { type Json, requests } from '../schema/requests.ts';

const languages: Record<string, Messages | undefined> = { English: undefined, Spanish: es };

describe('messages', () => {
  it('are in English by default', () => {
    const messagesOf = (messages?: Messages) =>
      check('createChain', { ...referenceRequest, expires_in: '15', langauge: 1 }, { messages })
        .issues.filter(({ path }) => !path.startsWith('/actor'))
        .map(({ message }) => message);
    assert.deepEqual(messagesOf(), [
      'is not an ISO 8601 duration, such as PT15M or P1DT12H',
      'is not a field of the API; it is sent as it is',
    ]);
    assert.deepEqual(messagesOf(es), [
      'no es una duración ISO 8601, como PT15M o P1DT12H',
      'no es un campo de la API; se envía tal cual',
    ]);
  });

  it('have types, suggestions and limits in their language', () => {
    for (const [body, english, spanish] of [
      [
        '{"reason":1}',
        'must be a string, not a number',
        'debe ser una cadena de texto, no un número',
      ],
      [
        '{"reasom":1}',
        'is not a field of the API (did you mean reason?); it is sent as it is',
        'no es un campo de la API (¿quería decir reason?); se envía tal cual',
      ],
      [
        "{'a':1}",
        'is not JSON: single quote instead of a double quote, at line 1, column 2',
        'no es JSON: comilla simple en lugar de comilla doble, en la línea 1, columna 2',
      ],
    ] as const) {
      assert.equal(check('cancelChain', body).issues[0]?.message, english);
      assert.equal(check('cancelChain', body, { messages: es }).issues[0]?.message, spanish);
    }
    const month = { ...referenceRequest, expires_in: 'P1M' };
    const [bounds] = validate(month, { messages: es }).issues.slice(-1);
    assert.match(bounds?.message ?? '', /de 1 minuto a 30 días/);
  });

  it('fall back to English if the messages function returns undefined', () => {
    const messages: Messages = ({ rule }) => (rule === 'type' ? 'Nope.' : undefined);
    const { issues } = check('cancelChain', '{"reason":1,"x":2}', { messages });
    assert.deepEqual(
      issues.map(({ message }) => message),
      ['Nope.', 'is not a field of the API; it is sent as it is'],
    );
  });

  it('are the same in every function with the option messages', async () => {
    const isSpanish = (error: unknown) =>
      isValidationError(error) && error.message.startsWith('/expires_in no es una duración');
    const request = { ...referenceRequest, expires_in: '15' };
    const client = createClient({ orgId: 'acme', messages: es });
    await assert.rejects(client.createChain(request), isSpanish);
    assert.throws(() => createChain({ orgId: 'acme', messages: es }, request), isSpanish);
    const unwritable = { ...referenceRequest, expires_in: Number.NaN };
    await assert.rejects(
      client.createChain(unwritable as never),
      /expires_in es NaN, que JSON no puede/,
    );
    const schema = requestSchema('createChain', { messages: es });
    const result = schema['~standard'].validate(request);
    assert.match(result.issues?.[0]?.message ?? '', /^no es una duración/);
  });

  it('come with the provenance of the rule', () => {
    const { issues } = validate({ ...referenceRequest, expires_in: 'P1M' });
    assert.deepEqual(
      issues.map(({ rule, provenance }) => [rule, provenance]),
      [
        ['check-letter', 'standard'],
        ['phone-length', 'standard'],
        ['duration-range', 'provider'],
      ],
    );
  });
});

/** A text and a number that no message contains by itself. */
const sentinel = 'Zx9Qw7Kv';
const sentinelNumber = 73_519_264;

type Random = () => number;

/** Returns a generator of numbers from 0 to 1, with a seed (mulberry32). */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Replaces or extends some texts, numbers and names of a request with the sentinel. */
function marked(value: Json, random: Random): Json {
  if (typeof value === 'string') {
    const [own, part, kept] = [sentinel, `${value}${sentinel}`, value];
    const chance = random();
    if (chance < 0.1) return own;
    return chance < 0.2 ? part : kept;
  }
  if (typeof value === 'number') return random() < 0.3 ? sentinelNumber : value;
  if (Array.isArray(value)) return value.map((item) => marked(item, random));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      random() < 0.05 ? `${name}${sentinel}` : name,
      marked(member, random),
    ]),
  );
}

/** Makes members that the API does not have. */
function members(count: number): string {
  return Array.from({ length: count }, (_, index) => `"${sentinel}${index}":0,`).join('');
}

/** Changes of the JSON of a request. Most break a rule that no change of an object can break. */
const changes: readonly ((json: string) => string)[] = [
  (json) => json,
  (json) => json.slice(0, -1 - (json.length % 40)),
  (json) => `\uFEFF${json}`,
  (json) => json.replace('"name":"', `"name":"\\ud800${sentinel}`),
  (json) => json.replace('"name":', `"name":"${sentinel}","name":`),
  (json) => json.replace('"name":"', `"name":"\\u0301\\u0007\\u202ee\\u0301${sentinel}`),
  (json) => json.replace('{', `{"${sentinel}":${'['.repeat(40)}${']'.repeat(40)},`),
  (json) => json.replace('{', `{"${sentinel}":"${'x'.repeat(70_000)}",`),
  (json) => json.replace('{', `{${members(101)}`),
  (json) => json.replace(/"sequence":\[/, '$&{"configuration":{"identificationType":"AGENT"}},'),
  (json) => json.replace(/"sequence":\[.*\]/, '"sequence":[]'),
  (json) => json.replace(/"sequence":\[.*\]/, `"sequence":[${Array(1001).fill(1)}]`),
  (json) => json.replace(/"identification_type"/, '"identificationType"'),
  (json) => json.replace(/"country_code":"[^"]*"/, '"country_code":"351"'),
  (json) => json.replace(/"expires_in":"[^"]*"/, '"expires_in":"P1M"'),
  (json) => json.replace(/"expires_in":"[^"]*"/, '"expires_in":"PT0S"'),
  (json) => json.replace(/"language":"[^"]*"/, '"language":"JP"'),
];

/** The rules that a text body can break: not those of other parts, and not the one of bytes. */
const rulesOfBodies = [
  ...readFileSync(join(import.meta.dirname, '../../docs/rules.md'), 'utf8').matchAll(
    /^\| \[([\w-]+)\]\(#/gm,
  ),
]
  .map(([, rule]) => rule)
  .filter(
    (rule) => !['path-parameter', 'header-value', 'base-url', 'invalid-utf8'].includes(rule ?? ''),
  );

for (const [language, messages] of Object.entries(languages)) {
  it(`messages hold no value of the request: ${language}`, () => {
    const broken = new Set<string>();
    const holds = ({ message, params }: Issue) => {
      const text = message + JSON.stringify(params);
      return text.includes(sentinel) || text.includes(`${sentinelNumber}`);
    };
    fc.assert(
      fc.property(requests, fc.integer(), (request, seed) => {
        const random = randomFrom(seed);
        const body = marked(request, random);
        const json = JSON.stringify(body);
        for (const change of changes) {
          const { issues } = check('createChain', change(json), { messages });
          for (const { rule } of issues) broken.add(rule);
          assert.deepEqual(issues.filter(holds), []);
        }
        const { issues = [] } = createChainRequest['~standard'].validate(body);
        assert.ok(issues.every(({ message }) => !message.includes(sentinel)));
        const unknown = check(
          'createChain',
          { [sentinel]: 1, name: sentinel },
          { messages },
        ).issues;
        assert.deepEqual(unknown.filter(holds), []);
        const unwritable = check('createChain', { [sentinel]: Number.NaN }, { messages }).issues;
        for (const { rule } of unwritable) broken.add(rule);
        assert.deepEqual(unwritable.filter(holds), []);
      }),
      { numRuns: 1500 },
    );
    assert.deepEqual([...broken].sort(), [...rulesOfBodies].sort());
  });
}

it('the JavaScript examples of docs/rules.md break their rule or none', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/rules.md'), 'utf8');
  const examples = [...page.matchAll(/^- (bad|good): `(.*)`, in JavaScript$/gm)];
  assert.equal(examples.length, 2);
  for (const [, kind, expression] of examples) {
    const value = runInNewContext(`(${expression})`);
    const found = check('cancelChain', value).issues.map(({ rule }) => rule);
    assert.deepEqual(found, kind === 'good' ? [] : ['not-json']);
  }
});
