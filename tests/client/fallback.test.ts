// Compares the core in JavaScript with the core in WebAssembly, for valid and invalid requests. It also
// passes the tests of the other: see tests/support/fallback-hooks.ts.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { Rules, Severity } from 'identification-chain';
import * as api from 'identification-chain';
import * as core from 'identification-chain/core';
import * as fallback from 'identification-chain/fallback';
import * as forms from 'identification-chain/forms';
import * as schema from 'identification-chain/schema';
import * as slim from 'identification-chain/slim';
import { rules as ruleBook } from '../../www/client/generated/rules.ts';
import { requests } from '../schema/requests.ts';

const cases = Number(process.env['FALLBACK_CASES'] ?? 2000);

/** Returns the result of a call, or the message of the error that it throws. */
function resultOf(call: () => unknown): unknown {
  try {
    const result = call();
    return result instanceof Request
      ? [result.url, result.method, ...result.headers]
      : (result ?? null);
  } catch (error) {
    return (error as Error).message;
  }
}

type Body = string | Uint8Array;
type Options = { readonly partial: boolean; readonly rules: Rules };

/** Returns the issues that a core finds in a body, and the requests that it builds. */
function resultsOf(form: typeof core, body: Body, { partial, rules }: Options) {
  const { errors, warnings, issues } = form.check('createChain', body, { partial, rules });
  const options = { orgId: 'acme', rules };
  return {
    errors,
    warnings,
    issues,
    reason: form.check('cancelChain', body, { rules }).issues,
    created: resultOf(() => form.createChain(options, body)),
    cancelled: resultOf(() => form.cancelChain(options, '42', body)),
  };
}

/** A change of one byte of a body. */
const damage = fc.record({ at: fc.nat(2000), byte: fc.nat(255) });

const ids = Object.entries(ruleBook).flatMap(([id, { locked }]) => (locked ? [] : [id]));
const options = fc.record({
  partial: fc.boolean(),
  rules: fc.dictionary(
    fc.constantFrom(...ids),
    fc.constantFrom<Severity | 'off'>('off', 'warning', 'error'),
  ),
});

it(`has the same results as WebAssembly for ${cases} generated requests, valid and damaged`, () => {
  const verdicts = new Map<number, number>();
  fc.assert(
    fc.property(requests, damage, options, (request, { at, byte }, options) => {
      const text = JSON.stringify(request);
      const damaged = new TextEncoder().encode(text);
      damaged[at % damaged.length] = byte;
      for (const body of [text, damaged]) {
        const expected = resultsOf(core, body, options);
        assert.deepEqual(resultsOf(fallback, body, options), expected);
        verdicts.set(expected.errors, (verdicts.get(expected.errors) ?? 0) + 1);
      }
    }),
    { numRuns: cases },
  );
  assert.ok((verdicts.get(0) ?? 0) > cases / 10 && verdicts.size > 2, String([...verdicts]));
});

const device = { installationId: 'i', fingerprint: 'f', forwardedFor: '192.0.2.1' };
const response = (status: number, body: string, headers = {}) => ({
  status,
  headers: new Headers(headers),
  body: new TextEncoder().encode(body),
});

/** Calls that the generated requests do not cover, with a part of their results. */
const calls: readonly [(form: typeof core) => unknown, RegExp][] = [
  [({ closeChain }) => closeChain({ orgId: '..' }, '42'), /is not a valid path segment/],
  [({ closeChain }) => closeChain({ orgId: 'acme', token: 't' }, 'é'), /"POST".*"Bearer t"/],
  [({ cancelChain }) => cancelChain({ orgId: 'acme', userAgent: 'x/1' }, '42'), /"x\/1"/],
  [({ getChain }) => getChain({ orgId: 'acme' }, '42'), /\/42","GET"/],
  [
    ({ getChain }) => getChain({ orgId: 'acme', baseUrl: 'nowhere' }, '42'),
    /is not a valid base URL/,
  ],
  [({ validateChain }) => validateChain({ orgId: 'acme' }, '42', device), /192\.0\.2\.1/],
  [
    ({ validateChain }) => validateChain({ orgId: 'acme' }, '', { ...device, fingerprint: 'a\nb' }),
    /is not a valid header value/,
  ],
  [({ readResponse }) => readResponse('createChain', response(201, '{"id":"é"}')), /"created".*é/],
  [
    ({ readResponse }) =>
      readResponse('createChain', response(201, '', { Location: '/v1/orgs/acme/chain/7' })),
    /"id":"7"/,
  ],
  [
    ({ readResponse }) => readResponse('createChain', response(201, '{"key":5}'), 'key'),
    /"id":"5"/,
  ],
  [
    ({ readResponse }) =>
      readResponse('closeChain', response(409, '{"errors":[{"code":"c","title":"t"}]}')),
    /"failed".*"code":"c"/,
  ],
  [({ readResponse }) => readResponse('closeChain', response(302, 'moved')), /"unexpected"/],
  [({ compileRules }) => [...compileRules({ 'check-letter': 'off' })], /255,0,255/],
  [({ compileRules }) => compileRules(JSON.parse('{"chek-letter":"off"}')), /mean check-letter\?/],
  [({ compileRules }) => compileRules(JSON.parse('{"type-o":"off"}')), /unknown rule type-o/],
];

for (const [call, expected] of calls) {
  it(`has the same result as WebAssembly: ${call}`, () => {
    const result = resultOf(() => call(fallback));
    assert.match(JSON.stringify(result), expected);
    assert.deepEqual(
      result,
      resultOf(() => call(core)),
    );
  });
}

it('has the same results for large bodies, after its memory has grown', () => {
  // Each name is remembered, to find duplicates.
  const members = Array.from({ length: 4500 }, (_, index) => `"\\u0061${index.toString(36)}":0`);
  const text = `{${members.join()},"a5":1}`;
  const { issues } = core.check('createChain', text);
  assert.ok(
    issues.some(({ rule, path }) => rule === 'duplicate-key' && path === '/a5'),
    String(issues.length),
  );
  assert.deepEqual(fallback.check('createChain', text).issues, issues);
  assert.equal(fallback.check('createChain', '{}').errors, 3);
});

it('has the exports of the default entry, core, forms and schema, like slim', () => {
  const all = Object.keys({ ...api, ...core, ...forms, ...schema }).sort();
  assert.deepEqual(Object.keys(fallback).sort(), all);
  assert.deepEqual(Object.keys(slim).sort(), all);
});

it('has the same error classes as the default entry, like slim', () => {
  assert.equal(fallback.ValidationError, api.ValidationError);
  assert.equal(slim.ValidationError, api.ValidationError);
});
