// Compares the check with the JSON Schemas, which ajv evaluates: both accept and reject the same
// generated requests.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { type Issue, validate } from 'identification-chain';
import { check } from 'identification-chain/core';
import openapi from 'identification-chain/openapi.json' with { type: 'json' };
import { jsonSchemaOf } from 'identification-chain/schema';
import { referenceReason, referenceRequest } from '../../www/demo/reference.ts';
import { type Json, requests } from './requests.ts';

const cases = Number(process.env['SCHEMA_CASES'] ?? 10_000);

const listedTypes = ['OTP', 'AGENT', 'IDENTITY_DOCUMENT'];

/** Whether a schema can express an issue: docs/rules.md, "What the schemas say". */
function inSchema(request: Json, { rule, severity, path }: Issue): boolean {
  if (severity !== 'error' || rule === 'older-contract') return false;
  if (rule !== 'duplicate-step') return true;
  const [, , index] = path.split('/');
  const { sequence } = request as { sequence: { identification_type: string }[] };
  return listedTypes.includes(sequence[Number(index)]?.identification_type ?? '');
}

const standalone = new Ajv2020({ strict: true, strictRequired: false }).compile(
  jsonSchemaOf('createChain', 'draft-2020-12'),
);

/** Compiles the schema in the OpenAPI document. */
function openapiSchema(): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(openapi, 'openapi.json');
  const name = 'openapi.json#/components/schemas/CreateChainIdentificationRequest';
  const compiled = ajv.getSchema(name);
  assert.ok(compiled);
  return (value) => compiled(value) === true;
}

it(`the check agrees with ajv on ${cases} generated requests`, () => {
  const isValidInOpenapi = openapiSchema();
  const verdicts = { valid: 0, invalid: 0 };
  const rules = new Set<string>();
  fc.assert(
    fc.property(requests, (request) => {
      const { issues } = check('createChain', JSON.stringify(request));
      const expected = issues.filter((issue) => inSchema(request, issue));
      for (const { rule } of expected) rules.add(rule);
      const valid = expected.length === 0;
      verdicts[valid ? 'valid' : 'invalid'] += 1;
      assert.equal(standalone(request), valid, `${JSON.stringify([expected, standalone.errors])}`);
      assert.equal(isValidInOpenapi(request), valid, 'openapi.json');
    }),
    { numRuns: cases },
  );
  // Many requests were valid and many invalid, and they broke each rule that a schema can express.
  assert.ok(Math.min(verdicts.valid, verdicts.invalid) > cases / 10, JSON.stringify(verdicts));
  const page = readFileSync(join(import.meta.dirname, '../../docs/rules.md'), 'utf8');
  const [, beyond = ''] = page.split('## What the schemas say');
  const expressible = [...page.matchAll(/^\| \[([\w-]+)\]\(#.*\) \| error \|/gm)]
    .flatMap(([, rule]) => rule ?? [])
    .filter((rule) => !beyond.includes(`- \`${rule}\`\n`));
  assert.deepEqual([...rules].sort(), expressible.sort());
});

it('the schema in draft-07 agrees too, except for duplicate steps', () => {
  const older = new Ajv({ strict: true }).compile(jsonSchemaOf('createChain', 'draft-07'));
  fc.assert(
    fc.property(requests, (request) => {
      const { issues } = check('createChain', JSON.stringify(request));
      const expected = issues.filter(
        (issue) => inSchema(request, issue) && issue.rule !== 'duplicate-step',
      );
      assert.equal(older(request), expected.length === 0);
    }),
    { numRuns: cases / 10 },
  );
});

it('the schemas accept the examples of the API reference', () => {
  assert.ok(standalone(referenceRequest) && validate(referenceRequest).valid);
  const cancel = new Ajv2020().compile(jsonSchemaOf('cancelChain', 'draft-2020-12'));
  assert.ok(cancel(referenceReason) && cancel({}) && !cancel({ reason: 1 }));
});

it('jsonSchemaOf throws for another version of JSON Schema', () => {
  assert.throws(() => jsonSchemaOf('createChain', 'draft-04'), /no JSON Schema for .* draft-04/);
});
