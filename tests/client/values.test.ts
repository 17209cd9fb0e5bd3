// What becomes of JavaScript values that JSON cannot represent: where they are, and what they are
// taken for.

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

/** The request with a member of the actor replaced. */
function withEmail(email: unknown): CreateChainRequest {
  return { ...referenceRequest, actor: { ...actor, email } } as CreateChainRequest;
}

/** The rules and paths of the errors of a request. */
function errorsOf(request: unknown): string[] {
  return check('createChain', request)
    .issues.filter(({ severity }) => severity === 'error')
    .map(({ rule, path, params }) => `${rule} ${path} ${params['found'] ?? ''}`.trim());
}

describe('a member that is undefined is absent', () => {
  const absent = JSON.stringify(withEmail(undefined));
  it('in every function', async () => {
    const request = withEmail(undefined);
    assert.equal(await createChain(options, request).text(), absent);
    assert.ok(validate(request).valid);
    const result = createChainRequest['~standard'].validate(request);
    assert.ok(!('issues' in result) || result.issues === undefined);
    let sent = '';
    const fetch = async (given: Request) => {
      sent = await given.text();
      return Response.json({ id: 'x' }, { status: 201 });
    };
    await createClient({ orgId: 'acme', fetch }).createChain(request);
    assert.equal(sent, absent);
  });

  it('of a class, too, and below one', () => {
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

  it('and reported as missing where it is required', () => {
    const errors = errorsOf({ ...referenceRequest, expires_in: undefined });
    assert.deepEqual(errors, ['required /expires_in']);
  });

  it('but not as an item, or as what toJSON returns', () => {
    const nothing = { toJSON: () => undefined };
    assert.deepEqual(errorsOf({ ...referenceRequest, sequence: [undefined] }), [
      'not-json /sequence/0 undefined',
    ]);
    assert.deepEqual(errorsOf(withEmail(nothing)), ['not-json /actor/email undefined']);
    assert.deepEqual(errorsOf(nothing).slice(0, 1), ['not-json  undefined']);
  });
});

describe('what JSON would drop or change is an error at its place', () => {
  const cases: [string, unknown, string][] = [
    ['NaN', Number.NaN, 'nan'],
    ['a boxed NaN', Object(Number.NaN), 'nan'],
    ['an infinity', Number.NEGATIVE_INFINITY, 'infinity'],
    ['a function', () => 1, 'function'],
    ['a symbol', Symbol('x'), 'symbol'],
    ['a boxed symbol', Object(Symbol('x')), 'symbol'],
    ['a BigInt', 1n, 'bigint'],
    ['a boxed BigInt', Object(1n), 'bigint'],
    ['a BigInt of toJSON', { toJSON: () => 1n }, 'bigint'],
    ['a Map', new Map([['a', 1]]), 'not-plain'],
    ['a Set', new Set([1]), 'not-plain'],
    ['an Error', new Error('late'), 'not-plain'],
    ['an Error of another realm', runInNewContext('new TypeError("late")'), 'not-plain'],
    ['a Map of another realm', runInNewContext('new Map()'), 'not-plain'],
    ['a Promise', Promise.resolve(1), 'not-plain'],
    ['a RegExp', /x/, 'not-plain'],
    ['a Blob', new Blob(['x']), 'not-plain'],
  ];
  for (const [name, value, found] of cases) {
    it(name, () => {
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

  it('unless it writes itself', () => {
    const when = { ...referenceRequest, at: new Date(0), url: new URL('https://a.example') };
    assert.equal(check('createChain', when).errors, 0);
  });
});

describe('issues found before writing', () => {
  const document = { document_number: '1', document_type: () => 'NIF', country: 'Spain' };
  const request = {
    actor: { name: ' ', identity_document: document, é: 1n },
    expires_in: Number.NaN,
  };
  const { issues } = check('createChain', request);

  it('stand in document order with the others', () => {
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

  it('have their offset in the text that was checked, in bytes', () => {
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

it('an operation without a body has nothing to check, as in a call', () => {
  for (const [operation, body] of [
    ['closeChain', undefined],
    ['closeChain', { reason: 5 }],
    ['getChain', 'no JSON'],
    ['validateChain', new Map()],
    ['cancelChain', undefined],
  ] as const) {
    const { valid, issues } = check(operation, body);
    assert.deepEqual([valid, issues], [true, []], operation);
  }
  assert.equal(check('cancelChain', { reason: 5 }).errors, 1);
  assert.equal(check('createChain', undefined).errors, 1);
});

it('a report as JSON has the verdict, the counts and the issues', () => {
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

it('the schema has the true path of an issue under a long unknown name', () => {
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

it('a validation error has the frame of its caller', async () => {
  async function callingFunction() {
    const chains = createClient({ orgId: 'acme', token: async () => 'x' });
    await chains.createChain({} as CreateChainRequest);
  }
  await assert.rejects(callingFunction, (error: Error) => {
    assert.match(error.stack ?? '', /at (async )?callingFunction/);
    return true;
  });
});

it('says that an empty or wrong header value is empty or no text', () => {
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
