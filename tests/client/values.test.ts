// Tests JavaScript values that JSON cannot represent: which issues they cause, and at which paths.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import {
  type CreateChainRequest,
  createClient,
  isValidationError,
  validate,
} from 'identification-chain';
import { cancelChain, check, createChain } from 'identification-chain/core';
import { createChainRequest, requestSchema } from 'identification-chain/schema';
import { referenceRequest } from '../../www/demo/reference.ts';

const options = { orgId: 'acme' };
const { actor } = referenceRequest;

/** Returns the request with another email. */
function withEmail(email: unknown): CreateChainRequest {
  return { ...referenceRequest, actor: { ...actor, email } } as CreateChainRequest;
}

/** Returns the rules and paths of the errors of a request. */
function errorsOf(request: unknown): string[] {
  return check('createChain', request)
    .issues.filter(({ severity }) => severity === 'error')
    .map(({ rule, path, params }) => `${rule} ${path} ${params['found'] ?? ''}`.trim());
}

describe('an undefined member', () => {
  const absent = JSON.stringify(withEmail(undefined));
  it('is absent in every function', async () => {
    const request = withEmail(undefined);
    assert.equal(await createChain(options, request).text(), absent);
    assert.ok(validate(request).valid);
    const result = createChainRequest['~standard'].validate(request);
    assert.ok(!('issues' in result) || result.issues === undefined);
    let sent = '';
    const fetch = async (request: Request) => {
      sent = await request.text();
      return Response.json({ id: 'x' }, { status: 201 });
    };
    await createClient({ orgId: 'acme', fetch }).createChain(request);
    assert.equal(sent, absent);
  });

  it('is absent in and below an instance of a class', () => {
    class Reason {
      reason = 'late';
      detail = undefined;
    }
    assert.ok(cancelChain(options, 'x', new Reason()).body);
    assert.ok(
      validate({
        ...withEmail(undefined),
        actor: Object.assign(Object.create({}), withEmail(undefined).actor),
      }).valid,
    );
  });

  it('is reported as missing if it is required', () => {
    const errors = errorsOf({ ...referenceRequest, expires_in: undefined });
    assert.deepEqual(errors, ['required /expires_in']);
  });

  it('is an error as an item of an array, and as the result of toJSON', () => {
    const nothing = { toJSON: () => undefined };
    assert.deepEqual(errorsOf({ ...referenceRequest, sequence: [undefined] }), [
      'not-json /sequence/0 undefined',
    ]);
    assert.deepEqual(errorsOf(withEmail(nothing)), ['not-json /actor/email undefined']);
    assert.deepEqual(errorsOf(nothing).slice(0, 1), ['not-json  undefined']);
  });
});

describe('a value that JSON would drop or change', () => {
  const cases: [string, unknown, string][] = [
    ['NaN', Number.NaN, 'nan'],
    ['a boxed NaN', Object(Number.NaN), 'nan'],
    ['an infinity', Number.NEGATIVE_INFINITY, 'infinity'],
    ['a function', () => 1, 'function'],
    ['a symbol', Symbol('x'), 'symbol'],
    ['a boxed symbol', Object(Symbol('x')), 'symbol'],
    ['a BigInt', 1n, 'bigint'],
    ['a boxed BigInt', Object(1n), 'bigint'],
    ['a BigInt from toJSON', { toJSON: () => 1n }, 'bigint'],
    ['a Map', new Map([['a', 1]]), 'not-plain'],
    ['a Set', new Set([1]), 'not-plain'],
    ['an Error', new Error('late'), 'not-plain'],
    ['an Error from another realm', runInNewContext('new TypeError("late")'), 'not-plain'],
    ['a Map from another realm', runInNewContext('new Map()'), 'not-plain'],
    ['a Promise', Promise.resolve(1), 'not-plain'],
    ['a RegExp', /x/, 'not-plain'],
    ['a Blob', new Blob(['x']), 'not-plain'],
  ];
  for (const [name, value, found] of cases) {
    it(`is an error at its path: ${name}`, () => {
      for (const [request, place] of [
        [withEmail(value), '/actor/email'],
        [{ ...referenceRequest, extra: { deep: [value] } }, '/extra/deep/0'],
      ] as const) {
        const issue = check('createChain', request).issues.find(({ rule }) => rule === 'not-json');
        assert.deepEqual([issue?.path, issue?.params['found']], [place, found]);
      }
      assert.throws(() => cancelChain(options, 'x', value), isValidationError);
    });
  }

  it('is valid if it has a toJSON', () => {
    const when = { ...referenceRequest, at: new Date(0), url: new URL('https://a.example') };
    assert.equal(check('createChain', when).errors, 0);
  });
});

describe('the issues of values that cannot be written', () => {
  const document = { document_number: '1', document_type: () => 'NIF', country: 'Spain' };
  const request = {
    actor: { name: ' ', identity_document: document, é: 1n },
    expires_in: Number.NaN,
  };
  const { issues } = check('createChain', request);

  it('are in document order with the other issues', () => {
    const offsets = issues.map(({ offset }) => offset);
    assert.deepEqual(
      offsets,
      offsets.toSorted((a, b) => a - b),
    );
    assert.deepEqual(
      issues
        .filter(({ severity }) => severity === 'error')
        .map(({ rule, path }) => `${rule} ${path}`),
      [
        'required /sequence',
        'required /actor/last_name',
        'blank /actor/name',
        'not-json /actor/identity_document/document_type',
        'country /actor/identity_document/country',
        'not-json /actor/é',
        'not-json /expires_in',
      ],
    );
  });

  it('have their byte offset in the checked text', () => {
    const text = JSON.stringify(request, (_, value) =>
      ['bigint', 'function'].includes(typeof value) ? null : value,
    );
    const bytes = new TextEncoder().encode(text);
    for (const [path, name] of [
      ['/actor/identity_document/document_type', '"document_type":'],
      ['/actor/é', '"é":'],
      ['/expires_in', '"expires_in":'],
    ] as const) {
      const { offset = 0 } =
        issues.find((issue) => issue.path === path && issue.rule === 'not-json') ?? {};
      const before = new TextDecoder().decode(bytes.slice(0, offset));
      assert.ok(before.endsWith(name), `${path}: …${before.slice(-20)}`);
    }
  });
});

it('check ignores the body of an operation without a body', () => {
  for (const [operation, body] of [
    ['closeChain', undefined],
    ['closeChain', { reason: 5 }],
    ['getChain', 'not JSON'],
    ['validateChain', new Map()],
    ['cancelChain', undefined],
  ] as const) {
    const { valid, issues } = check(operation, body);
    assert.deepEqual([valid, issues], [true, []], operation);
  }
  assert.equal(check('cancelChain', { reason: 5 }).errors, 1);
  assert.equal(check('createChain', undefined).errors, 1);
});

it('a report as JSON has its validity, counts and issues', () => {
  const report = validate({ ...referenceRequest, expires_in: '15' });
  const json = JSON.parse(JSON.stringify(report));
  assert.deepEqual(json, {
    valid: false,
    errors: 1,
    warnings: 2,
    issues: JSON.parse(JSON.stringify(report.issues)),
  });
  assert.equal(json.issues.length, 3);
});

it('a schema reports the full path of an issue with a long unknown name', () => {
  const start = 'n'.repeat(64);
  const schema = requestSchema('createChain', { rules: { 'unknown-field': 'error' } });
  for (const [name, other] of [
    [`${start}b`, `${start}a`],
    [`${start}/b`, `${start}/a`],
    [`${start}…`, start],
  ] as const) {
    const value = { ...referenceRequest, [other]: 1, [name]: Number.NaN };
    const { issues = [] } = schema['~standard'].validate(value);
    assert.deepEqual(
      issues.map(({ path }) => path),
      [[other], [name], [name]],
    );
  }
});

it('the stack of a ValidationError contains the calling function', async () => {
  async function callingFunction() {
    const chains = createClient({ orgId: 'acme', token: async () => 'x' });
    await chains.createChain({} as CreateChainRequest);
  }
  await assert.rejects(callingFunction, (error: Error) => {
    assert.match(error.stack ?? '', /at (async )?callingFunction/);
    return true;
  });
});

it('an empty header value and one that is not a string are different problems', () => {
  for (const [option, value, problem] of [
    ['userAgent', '', 'empty'],
    ['token', '', 'empty'],
    ['token', 5, 'not-text'],
    ['userAgent', null, 'not-text'],
  ] as const) {
    assert.throws(
      () => createChain({ ...options, [option]: value }, referenceRequest),
      (error) => isValidationError(error) && error.issues[0]?.params['problem'] === problem,
    );
  }
  const chains = createClient({ ...options, userAgent: '' });
  return assert.rejects(
    chains.closeChain('x'),
    (error) => isValidationError(error) && error.issues[0]?.params['problem'] === 'empty',
  );
});
