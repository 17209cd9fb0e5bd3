// Checks the examples of docs/rules.md with the built package: each bad one breaks only its own rule,
// and each good one breaks none. tests/rules/messages.test.ts has the two that need JavaScript.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { isValidationError } from 'identification-chain';
import { check, createChain } from 'identification-chain/core';
import { referenceRequest } from '../../www/demo/reference.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/rules.md'), 'utf8');

/** The reference's request, changed so that it has no warnings. */
const request = {
  ...referenceRequest,
  actor: {
    ...referenceRequest.actor,
    identity_document: {
      ...referenceRequest.actor.identity_document,
      document_number: '12345678Z',
    },
    msisdn: { ...referenceRequest.actor.msisdn, phone_number: 612345678 },
  },
};

/** Returns the request with another value at a JSON pointer, or without the value. */
function changed(pointer: string, value: unknown): object {
  const whole = structuredClone(request);
  const names = pointer.slice(1).split('/');
  const last = names.pop() ?? '';
  const parent = names.reduce<Record<string, unknown>>(
    (at, name) => at[name] as Record<string, unknown>,
    whole,
  );
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return whole;
}

const created = (body: object) => check('createChain', body).issues.map(({ rule }) => rule);
const cancelled = (body: string | Uint8Array) =>
  check('cancelChain', body).issues.map(({ rule }) => rule);

function built(option: string, value: string): string[] {
  try {
    createChain({ orgId: 'acme', [option]: value }, request);
    return [];
  } catch (error) {
    if (!isValidationError(error)) throw error;
    return error.issues.map(({ rule }) => rule);
  }
}

/** Returns the bytes of a text in which `\xff` stands for a byte that is not ASCII. */
function bytesOf(escaped: string): Uint8Array {
  const text = escaped.replaceAll(/\\(?:x(..)|(.))/g, (_, hex, other) =>
    hex === undefined ? other : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(text, 'latin1');
}

/** Makes the members `x1`, `x2` and so on. */
function members(last: number): [string, number][] {
  return Array.from({ length: last }, (_, index) => [`x${index + 1}`, 1]);
}

/** The forms of examples, and how to get the rules that an example breaks. */
const forms: readonly [RegExp, (...parts: string[]) => string[]][] = [
  [
    /^`(\/.*?)` is `(.*)`$/,
    (pointer = '', json = '') => created(changed(pointer, JSON.parse(json))),
  ],
  [
    /^the item `1`, (\d+) times, in `\/sequence`$/,
    (times) => created(changed('/sequence', Array(Number(times)).fill(1))),
  ],
  [
    /^the members `x1` to `x(\d+)`$/,
    (last) => cancelled(JSON.stringify(Object.fromEntries(members(Number(last))))),
  ],
  [/^`(.*)` is missing$/, (pointer = '') => created(changed(pointer, undefined))],
  [/^the bytes `(.*)`$/, (escaped = '') => cancelled(bytesOf(escaped))],
  [/^`(.*)`, (\d+) times$/, (text = '', times) => cancelled(text.repeat(Number(times)))],
  [/^`(\w+)` is `(.*)`$/, (option = '', text) => built(option, JSON.parse(`"${text}"`))],
  [/^`(.*)`$/, (text = '') => cancelled(text)],
];

/** The rules that an example breaks in addition to its own. */
const besides: Readonly<Record<string, readonly string[]>> = {
  // The API has no value of that depth.
  'too-deep': ['type'],
  // The first fifty unknown fields are reported individually.
  'unknown-fields': Array<string>(50).fill('unknown-field'),
  // So are the first hundred issues.
  'more-issues': Array<string>(100).fill('type'),
};

const examples = [...page.matchAll(/^## ([a-z0-9-]+)\n\n(?:.+\n+)+?- bad: (.+)\n- good: (.+)$/gm)];

it('every rule has an example', () => {
  assert.equal(examples.length, [...page.matchAll(/^\| \[[a-z0-9-]+\]\(#/gm)].length);
});

for (const [, rule = '', bad = '', good = ''] of examples) {
  if (bad.endsWith(', in JavaScript')) continue;
  const broken = [...(besides[rule] ?? []), rule];
  for (const [example, expected] of [
    [bad, broken],
    [good, []],
  ] as const) {
    it(`${rule}: ${example}`, () => {
      const [form, rulesOf] = forms.find(([pattern]) => pattern.test(example)) ?? assert.fail();
      assert.deepEqual(rulesOf(...(form.exec(example) ?? []).slice(1)), expected);
    });
  }
}
