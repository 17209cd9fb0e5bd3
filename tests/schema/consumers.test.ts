// The schemas in the hands of those who read Standard Schema, installed from the registry.

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

const right: CreateChainRequest = referenceRequest;
const wrong: CreateChainRequest = {
  ...right,
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
    let taken: CreateChainRequest | undefined;
    let errors: unknown;
    const submit = form.handleSubmit(
      (data) => {
        taken = data;
      },
      (found) => {
        errors = JSON.parse(JSON.stringify(found));
      },
    );
    await submit();
    return { taken, errors };
  }

  it('submits what is right', async () => {
    assert.deepEqual((await submitted(right)).taken, right);
  });

  it('knows each field that is wrong', async () => {
    const { taken, errors } = await submitted(wrong);
    assert.equal(taken, undefined);
    assert.deepEqual(errors, {
      expires_in: { message: duration, type: '' },
      sequence: [null, { identification_type: { message: 'is blank', type: '' } }],
    });
  });
});

describe('TanStack Form', () => {
  async function submitted(defaultValues: CreateChainRequest) {
    let taken: CreateChainRequest | undefined;
    const form = new FormApi({
      defaultValues,
      validators: { onSubmit: createChainRequest },
      onSubmit: ({ value }) => {
        taken = value;
      },
    });
    form.mount();
    await form.handleSubmit();
    return { taken, errors: form.state.errors };
  }

  it('submits what is right', async () => {
    assert.deepEqual((await submitted(right)).taken, right);
  });

  it('knows each field that is wrong', async () => {
    const { taken, errors } = await submitted(wrong);
    assert.equal(taken, undefined);
    const [found] = errors as Record<string, { message: string }[]>[];
    const told = Object.entries(found ?? {}).map(([name, [first]]) => [name, first?.message]);
    assert.deepEqual(told, [
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

  it('lets through what is right', async () => {
    const response = await post(right);
    assert.deepEqual([response.status, await response.json()], [201, right.sequence.length]);
  });

  it('refuses what is wrong, and says why', async () => {
    const response = await post(wrong);
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

  it('lets through what is right, with its type', async () => {
    const reason: string = await caller.cancel({ reason: 'late' });
    assert.deepEqual([reason, await caller.cancel({})], ['late', '']);
  });

  it('refuses what is wrong, and says why', async () => {
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

describe('a schema', () => {
  const validate = (value: unknown) => createChainRequest['~standard'].validate(value);

  it('gives a right value back as it is', () => {
    assert.deepEqual(validate(right), { value: right });
    const result = validate(right);
    assert.equal('value' in result && result.value, right);
  });

  it('takes a member that is undefined for one that is not there', () => {
    const { email, ...actor } = right.actor;
    const absent = { ...right, actor: { ...actor, email: email && undefined } };
    // What is given back is what may be sent.
    assert.deepEqual(validate(absent), { value: { ...right, actor: { ...actor } } });
    assert.deepEqual(validate({ ...right, expires_in: undefined }).issues, [
      { message: 'is missing', path: ['expires_in'] },
    ]);
  });

  it('says what JSON cannot, and where', () => {
    const holder: typeof right & { self?: unknown } = { ...right };
    holder.self = holder;
    for (const [value, path, message] of [
      [{ ...right, expires_in: 15n }, ['expires_in'], 'is a BigInt, which JSON cannot represent'],
      [
        { ...right, sequence: [Number.NaN] },
        ['sequence', 0],
        'is NaN, which JSON cannot represent',
      ],
      [holder, ['self'], 'is an object that contains itself, which JSON cannot represent'],
      [undefined, [], 'is undefined, which JSON cannot represent'],
      [JSON.stringify(right), [], 'must be an object, not a string'],
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

  it('is of other rules, in another language, or of a request that is filled in', () => {
    const strict = requestSchema('createChain', {
      rules: { 'check-letter': 'error' },
      messages: es,
    });
    assert.deepEqual(strict['~standard'].validate(right).issues, [
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

  it('names a member by all of its name', () => {
    const strict = requestSchema('cancelChain', { rules: { 'unknown-field': 'error' } });
    const name = 'n'.repeat(70);
    const { issues } = strict['~standard'].validate({ [name]: 1 });
    assert.deepEqual(issues?.[0]?.path, [name]);
  });

  it('is a Standard JSON Schema', () => {
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
