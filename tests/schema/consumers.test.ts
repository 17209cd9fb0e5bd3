// Tests the schemas with the libraries that read Standard Schema.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sValidator } from '@hono/standard-validator';
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { FormApi } from '@tanstack/form-core';
import { initTRPC, TRPCError } from '@trpc/server';
import { Hono } from 'hono';
import type { CreateChainRequest } from 'identification-chain';
import { es } from 'identification-chain/messages/es';
import { cancelChainRequest, createChainRequest, requestSchema } from 'identification-chain/schema';
import { createFormControl } from 'react-hook-form';
import { referenceRequest } from '../../www/demo/reference.ts';

const valid: CreateChainRequest = referenceRequest;
const invalid: CreateChainRequest = {
  ...valid,
  expires_in: '15',
  sequence: [{ identification_type: 'AGENT' }, { identification_type: '' }],
};
const duration = 'is not an ISO 8601 duration, such as PT15M or P1DT12H';

describe('react-hook-form', () => {
  async function submitted(values: CreateChainRequest) {
    const form = createFormControl<CreateChainRequest>({
      defaultValues: values,
      resolver: standardSchemaResolver(createChainRequest),
    });
    let accepted: CreateChainRequest | undefined;
    let errors: unknown;
    const submit = form.handleSubmit(
      (data) => {
        accepted = data;
      },
      (found) => {
        errors = JSON.parse(JSON.stringify(found));
      },
    );
    await submit();
    return { accepted, errors };
  }

  it('submits a valid request', async () => {
    assert.deepEqual((await submitted(valid)).accepted, valid);
  });

  it('reports the issue of each invalid field', async () => {
    const { accepted, errors } = await submitted(invalid);
    assert.equal(accepted, undefined);
    assert.deepEqual(errors, {
      expires_in: { message: duration, type: '' },
      sequence: [null, { identification_type: { message: 'is blank', type: '' } }],
    });
  });
});

describe('TanStack Form', () => {
  async function submitted(defaultValues: CreateChainRequest) {
    let accepted: CreateChainRequest | undefined;
    const form = new FormApi({
      defaultValues,
      validators: { onSubmit: createChainRequest },
      onSubmit: ({ value }) => {
        accepted = value;
      },
    });
    form.mount();
    await form.handleSubmit();
    return { accepted, errors: form.state.errors };
  }

  it('submits a valid request', async () => {
    assert.deepEqual((await submitted(valid)).accepted, valid);
  });

  it('reports the issue of each invalid field', async () => {
    const { accepted, errors } = await submitted(invalid);
    assert.equal(accepted, undefined);
    const [found] = errors as Record<string, { message: string }[]>[];
    const messages = Object.entries(found ?? {}).map(([name, [first]]) => [name, first?.message]);
    assert.deepEqual(messages, [
      ['expires_in', duration],
      ['sequence[1].identification_type', 'is blank'],
    ]);
  });
});

describe("Hono's standard validator", () => {
  const app = new Hono().post('/chain', sValidator('json', createChainRequest), (context) =>
    context.json(context.req.valid('json').sequence.length, 201),
  );
  const post = (body: unknown) =>
    app.request('/chain', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('accepts a valid request', async () => {
    const response = await post(valid);
    assert.deepEqual([response.status, await response.json()], [201, valid.sequence.length]);
  });

  it('rejects an invalid request with its issues', async () => {
    const response = await post(invalid);
    const { error } = (await response.json()) as { error: unknown };
    assert.equal(response.status, 400);
    assert.deepEqual(error, [
      { message: duration, path: ['expires_in'] },
      { message: 'is blank', path: ['sequence', 1, 'identification_type'] },
    ]);
  });
});

describe('tRPC', () => {
  const trpc = initTRPC.create();
  const router = trpc.router({
    cancel: trpc.procedure.input(cancelChainRequest).mutation(({ input }) => input.reason ?? ''),
  });
  const caller = router.createCaller({});

  it('accepts a valid request, with its type', async () => {
    const reason: string = await caller.cancel({ reason: 'late' });
    assert.deepEqual([reason, await caller.cancel({})], ['late', '']);
  });

  it('rejects an invalid request with its issues', async () => {
    await assert.rejects(caller.cancel({ reason: 7 } as never), (error) => {
      assert.ok(error instanceof TRPCError);
      const { issues } = error.cause as unknown as { issues: unknown };
      assert.deepEqual(
        [error.code, issues],
        ['BAD_REQUEST', [{ message: 'must be a string, not a number', path: ['reason'] }]],
      );
      return true;
    });
  });
});

describe('requestSchema', () => {
  const validate = (value: unknown) => createChainRequest['~standard'].validate(value);

  it('returns a valid value unchanged', () => {
    assert.deepEqual(validate(valid), { value: valid });
    const result = validate(valid);
    assert.equal('value' in result && result.value, valid);
  });

  it('treats an undefined member as absent', () => {
    const { email, ...actor } = valid.actor;
    const absent = { ...valid, actor: { ...actor, email: email && undefined } };
    // The returned value can be sent as it is.
    assert.deepEqual(validate(absent), { value: { ...valid, actor: { ...actor } } });
    assert.deepEqual(validate({ ...valid, expires_in: undefined }).issues, [
      { message: 'is missing', path: ['expires_in'] },
    ]);
  });

  it('reports the paths of values that JSON cannot represent', () => {
    const holder: typeof valid & { self?: unknown } = { ...valid };
    holder.self = holder;
    for (const [value, path, message] of [
      [{ ...valid, expires_in: 15n }, ['expires_in'], 'is a BigInt, which JSON cannot represent'],
      [
        { ...valid, sequence: [Number.NaN] },
        ['sequence', 0],
        'is NaN, which JSON cannot represent',
      ],
      [holder, ['self'], 'is an object that contains itself, which JSON cannot represent'],
      [undefined, [], 'is undefined, which JSON cannot represent'],
      [JSON.stringify(valid), [], 'must be an object, not a string'],
      [null, [], 'must be an object, not null'],
      [[], [], 'must be an object, not an array'],
      [new Map(), [], 'is an object such as a Map or a Promise, which JSON cannot represent'],
      [
        new Uint8Array(2),
        [],
        'is an object such as a Map or a Promise, which JSON cannot represent',
      ],
    ] as const) {
      assert.deepEqual(validate(value).issues, [{ path, message }]);
    }
  });

  it('takes rules, messages and partial', () => {
    const strict = requestSchema('createChain', {
      rules: { 'check-letter': 'error' },
      messages: es,
    });
    assert.deepEqual(strict['~standard'].validate(valid).issues, [
      {
        message: 'no tiene la letra o cifra de control correcta de un número de documento español',
        path: ['actor', 'identity_document', 'document_number'],
      },
    ]);
    const partial = requestSchema('createChain', { partial: true });
    assert.equal(partial['~standard'].validate({ actor: { name: '' } }).issues, undefined);
    assert.throws(
      () => requestSchema('createChain', { rules: { 'chek-letter': 'off' } as never }),
      /unknown rule chek-letter; did you mean check-letter\?/,
    );
  });

  it('reports the full name of a member with a long name', () => {
    const strict = requestSchema('cancelChain', { rules: { 'unknown-field': 'error' } });
    const name = 'n'.repeat(70);
    const { issues } = strict['~standard'].validate({ [name]: 1 });
    assert.deepEqual(issues?.[0]?.path, [name]);
  });

  it('has the JSON Schemas of the Standard JSON Schema', () => {
    const { jsonSchema } = createChainRequest['~standard'];
    assert.equal(
      jsonSchema.input({ target: 'draft-2020-12' })['$schema'],
      'https://json-schema.org/draft/2020-12/schema',
    );
    assert.equal(
      jsonSchema.output({ target: 'draft-07' })['$schema'],
      'http://json-schema.org/draft-07/schema#',
    );
    assert.throws(() => jsonSchema.input({ target: 'openapi-3.0' }), TypeError);
  });
});
