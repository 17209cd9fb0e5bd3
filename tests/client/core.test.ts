// Tests the entry `core`, which builds requests without sending them, and the instance of the core.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { isCoreError, validate } from 'identification-chain';
import { check, closeChain, createChain, readResponse } from 'identification-chain/core';
import { referenceRequest } from '../../www/demo/reference.ts';

const options = { orgId: 'acme' };
it("builds a web-standard Request to the provider's server by default", async () => {
  const request = createChain(options, referenceRequest);
  assert.ok(request instanceof Request);
  assert.equal(request.url, 'https://documents.masstack.com/v1/orgs/acme/identifications/chain');
  assert.equal(request.redirect, 'manual');
  assert.equal(await request.text(), JSON.stringify(referenceRequest));
  assert.equal(closeChain(options, '42').body, null);
});

it('lists the issues when they are first read', () => {
  const report = check('cancelChain', '{"reason":7}');
  assert.deepEqual([report.valid, report.errors, report.warnings], [false, 1, 0]);
  check('createChain', 'something else');
  assert.equal(report.issues[0]?.message, 'must be a string, not a number');
  assert.equal(report.issues, report.issues);
  assert.deepEqual(validate(referenceRequest, { rules: { 'check-letter': 'off' } }).warnings, 1);
});

it('can be called from a messages function, and still sends the checked body', async () => {
  const messages = () => {
    check('createChain', '{"something":"else","that":"is","longer":"than","nothing":1}');
    return 'odd';
  };
  const warnings: string[] = [];
  const request = createChain(
    {
      ...options,
      messages,
      onWarnings: (found) => warnings.push(...found.map((i) => i.message)),
    },
    referenceRequest,
  );
  assert.deepEqual(warnings, ['odd', 'odd']);
  assert.equal(await request.text(), JSON.stringify(referenceRequest));
  const thrown = new Error('no message');
  const failing = () => {
    throw thrown;
  };
  const of = { ...options, messages: failing, onWarnings: () => {} };
  assert.throws(() => createChain(of, referenceRequest), thrown);
});

it('can be called from onWarnings and from getters of options', async () => {
  const warnings: string[] = [];
  const request = createChain(
    {
      get orgId() {
        check('createChain', '{}');
        return 'acme';
      },
      onWarnings(found) {
        check('createChain', '{"something":"else"}');
        warnings.push(...found.map(({ rule }) => rule));
      },
    },
    referenceRequest,
  );
  assert.deepEqual(warnings, ['check-letter', 'phone-length']);
  assert.equal(await request.text(), JSON.stringify(referenceRequest));
});

it('reads responses', () => {
  const response = (status: number, body: string) => ({
    status,
    headers: new Headers(),
    body: new TextEncoder().encode(body),
  });
  assert.deepEqual(readResponse('createChain', response(201, '{"id":"x","n":1}')), {
    type: 'created',
    status: 201,
    id: 'x',
    body: { id: 'x', n: 1 },
  });
  assert.deepEqual(readResponse('closeChain', response(204, '')), {
    type: 'done',
    status: 204,
    body: undefined,
  });
  assert.deepEqual(readResponse('closeChain', response(500, 'oops')), {
    type: 'failed',
    status: 500,
    errors: [],
    body: 'oops',
  });
});

it('throws for an unknown operation', () => {
  assert.throws(() => check('creatChain' as 'createChain', '{}'), TypeError);
});

it('accepts any buffer or view', () => {
  const bytes = new TextEncoder().encode(`xx${JSON.stringify(referenceRequest)}`);
  for (const body of [
    bytes.subarray(2),
    new DataView(bytes.buffer, 2),
    bytes.slice(2).buffer,
    runInNewContext('Uint8Array.from(bytes)', { bytes: [...bytes.subarray(2)] }),
    runInNewContext('Uint8Array.from(bytes).buffer', { bytes: [...bytes.subarray(2)] }),
  ]) {
    assert.ok(check('createChain', body).valid);
  }
});

it('works after a stack overflow of its caller', () => {
  const fill = (): void => {
    try {
      validate(referenceRequest);
    } finally {
      fill();
    }
  };
  assert.throws(fill, RangeError);
  assert.ok(validate(referenceRequest).valid);
});

it('limits the length of messages', () => {
  const text = `{"${'k'.repeat(32_000)}":{${Array(5500).fill('"a":0').join()}}}`;
  assert.throws(
    () => createChain(options, text),
    (error: Error) => error.message.length < 10_000,
  );
});

it('starts a new instance after a crash', () => {
  // Larger than any memory of WebAssembly.
  const rules = new Uint8Array(2 ** 31);
  assert.throws(
    () => check('createChain', '{}', { rules }),
    (error) => {
      assert.ok(isCoreError(error) && /please report/.test(error.message), String(error));
      return true;
    },
  );
  assert.equal(check('createChain', '{}').errors, 3);
});
