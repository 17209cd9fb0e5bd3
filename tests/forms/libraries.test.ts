// Tests the schema of a form with the libraries that forms are written with.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { FormApi } from '@tanstack/form-core';
import type { CreateChainRequest } from 'identification-chain';
import { type CreateChainForm, checkForm, formSchema } from 'identification-chain/forms';
import { en } from 'identification-chain/forms/en';
import { createFormControl, type FieldPath } from 'react-hook-form';
import { filled, request } from './filled.ts';

const schema = formSchema('createChain', { messages: en });
const wrong: CreateChainForm = {
  ...filled,
  actor: { ...filled.actor, name: '', msisdn: { country_code: '34', phone_number: '' } },
};

describe('react-hook-form', () => {
  // One phone field, or two: both compile.
  const names: readonly FieldPath<CreateChainForm>[] = [
    'actor.name',
    'actor.msisdn',
    'actor.msisdn.phone_number',
    'sequence.0.otp_step.channel.type',
  ];

  async function submitted(defaultValues: CreateChainForm) {
    const form = createFormControl<CreateChainForm, unknown, CreateChainRequest>({
      defaultValues,
      resolver: standardSchemaResolver(schema),
    });
    for (const name of names) form.getFieldState(name);
    let sent: CreateChainRequest | undefined;
    await form.handleSubmit((made) => {
      sent = made;
    })();
    return {
      sent,
      error: (name: FieldPath<CreateChainForm>) => form.getFieldState(name).error,
    };
  }

  it('submits the request', async () => {
    assert.deepEqual((await submitted(filled)).sent, request);
  });

  it('has each error at its field', async () => {
    const { sent, error } = await submitted(wrong);
    assert.equal(sent, undefined);
    assert.equal(error('actor.name')?.message, 'Enter your first name.');
    assert.equal(
      error('actor.msisdn.phone_number')?.message,
      'Enter your phone number: a code is sent to it.',
    );
    assert.equal(error('actor.email'), undefined);
  });
});

describe('TanStack Form', () => {
  async function submitted(defaultValues: CreateChainForm) {
    let sent: CreateChainRequest | undefined;
    const form = new FormApi({
      defaultValues,
      validators: { onSubmit: schema },
      // The form has its own values. The request is made of them.
      onSubmit: ({ value }) => {
        sent = checkForm('createChain', value, { messages: en }).request;
      },
    });
    form.mount();
    await form.handleSubmit();
    return { sent, errors: form.state.errors };
  }

  it('submits the request', async () => {
    assert.deepEqual((await submitted(filled)).sent, request);
  });

  it('has each error at its field', async () => {
    const { sent, errors } = await submitted(wrong);
    assert.equal(sent, undefined);
    const [found = {}] = errors as Record<string, { message: string }[]>[];
    assert.deepEqual(
      Object.entries(found).map(([name, [first]]) => [name, first?.message]),
      [
        ['actor.name', 'Enter your first name.'],
        ['actor.msisdn.phone_number', 'Enter your phone number: a code is sent to it.'],
      ],
    );
  });
});
