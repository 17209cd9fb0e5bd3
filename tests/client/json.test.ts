// Compares the JSON parser of the core with JSON.parse, for requests with a few changed bytes.
// JSON_CASES sets the number of requests; JSON_SEED repeats a run.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { check } from 'identification-chain/core';
import { referenceRequest } from '../../www/demo/reference.ts';

const cases = Number(process.env['JSON_CASES'] ?? 20_000);
const seed = Number(process.env['JSON_SEED'] ?? Math.floor(Math.random() * 2 ** 32));

const syntaxRules = [
  'json-syntax',
  'byte-order-mark',
  'invalid-utf8',
  'lone-surrogate',
  'too-large',
  'too-deep',
] as const;

const compact = JSON.stringify(referenceRequest);

/** The valid bodies that are changed. */
const bodies = [
  compact,
  JSON.stringify(referenceRequest, null, 2),
  JSON.stringify(referenceRequest, null, '\t').replaceAll('\n', ' \r\n').replaceAll(':', '\r:'),
  compact.replace('James', String.raw`J\u00e1\"\\\/\b\f\n\r\t\uD83D\ude00`),
  compact.replace('James', 'José 李明 😀').replace('actor', String.raw`\u0061ctor`),
  compact.replace('6123456789', '-0.5e+10').replace('{', '{"x":[0,-1,2.50,3E4,5e-6,70e0],'),
  compact.replace('{', '{"x":{"y":[{"":[[],{},[[null]]]},true,false]},"é":"\u2028\x7f",'),
  '{"reason":"changed my mind"}',
  ' [ null , true , false , "a" , 1.5 , { "b" : [ ] } ] ',
].map((text) => Buffer.from(text));

/** The inserted pieces: tokens of JSON, texts that look like JSON, and parts of characters. */
const pieces = [
  ...['{', '}', '[', ']', ',', ':', '"', '\\', '-', '+', '.', '0', '1', 'e', 'E', '/', "'"],
  ...[' ', '\t', '\n', '\r', '\v', '\f', '\0', '\x1f', '\x7f', '\u00a0', '\u2028', '\ufeff'],
  ...[',]', ',}', '[]', '{}', '""', '":', '","', '1e', '1.', '-0', '01', '1E+2', '//', '/**/'],
  ...['\\u', '\\u00', '\\u0041', '\\n', '\\x', '\\"', '\\\\', '\\ud800', '\\udc00', '\\uD83D'],
  ...['null', 'true', 'NaN', 'nul', '"a":1,', ',"a":1', '[1,2],', '"\\ud800"', 'é', '李', '😀'],
]
  .map((text) => Buffer.from(text))
  .concat(
    ['c3', 'a9', 'e69d', 'f09f98', '80', 'ff', 'c0af', 'eda080', 'f4908080', 'efbb'].map((hex) =>
      Buffer.from(hex, 'hex'),
    ),
  );

let state = seed;

/** Returns a random number from 0 up to but not including `bound` (mulberry32). */
function below(bound: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let bits = Math.imul(state ^ (state >>> 15), state | 1);
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
  return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * bound);
}

function pick<T>(from: readonly T[]): T {
  return from[below(from.length)] as T;
}

/** Replacements for a slice of up to eight bytes. */
const changes: ((slice: Buffer) => Buffer[])[] = [
  () => [],
  () => [pick(pieces)],
  (slice) => [slice, pick(pieces)],
  (slice) => [slice, slice],
  (slice) => [slice, Buffer.of(below(256))],
  (slice) => [slice.subarray(1), Buffer.of(below(256))],
  (slice) => [slice.subarray(slice.length / 2), slice.subarray(0, slice.length / 2)],
];

function change(body: Buffer): Buffer {
  const start = below(body.length + 1);
  const end = start + below(9);
  const put = pick(changes)(body.subarray(start, end));
  return Buffer.concat([body.subarray(0, start), ...put, body.subarray(end)]);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Returns the text if JSON.parse accepts it. */
function jsonOf(body: Buffer): string | undefined {
  try {
    const text = decoder.decode(body);
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

/** Whether JSON escapes half of a surrogate pair: without the other escapes, a backslash remains. */
function hasLoneHalf(json: string): boolean {
  const others = /\\(?:u(?!d[89a-f])|ud[89ab]..\\ud[c-f]|[^u])/gi;
  return json.replaceAll(others, '').includes('\\');
}

it('accepts what JSON.parse accepts, except halves of surrogate pairs', () => {
  let accepted = 0;
  for (let index = 0; index < cases; index++) {
    let body: Buffer = pick(bodies);
    for (let left = 1 + below(4); left > 0; left--) body = change(body);
    const { issues } = check(pick(['createChain', 'cancelChain']), body);
    const broken = new Set(issues.map(({ rule }) => rule));
    const found = syntaxRules.filter((rule) => broken.has(rule));

    const bytes = JSON.stringify(body.toString('latin1'));
    const details = `JSON_SEED=${seed}, case ${index}, [${found}] for ${bytes}`;
    const json = jsonOf(body);
    if (json === undefined) {
      assert.notDeepEqual(found, [], details);
    } else {
      accepted++;
      assert.deepEqual(found, hasLoneHalf(json) ? ['lone-surrogate'] : [], details);
    }
  }
  // If all or none were JSON, the test would compare nothing.
  const share = `JSON.parse accepted ${accepted} of ${cases}`;
  assert.ok(accepted > cases / 10 && accepted < cases * 0.9, share);
});
