// The check and the emitted schemas are one truth: on made requests the check and ajv, which reads
// the schemas, give the same verdict.

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

/** Whether a schema can say an issue: docs/rules.md, "What the schemas say". */
function inSchema(request: Json, { rule, severity, path }: Issue): boolean {
  if (severity !== 'error' || rule === 'older-contract') return false;
  if (rule !== 'duplicate-step') return true;
  const [, , index] = path.split('/');
  const { sequence } = request as { sequence: { identification_type: string }[] };
  return listedTypes.includes(sequence[Number(index)]?.identification_type ?? '');
}

const alone = new Ajv2020({ strict: true, strictRequired: false }).compile(
  jsonSchemaOf('createChain', 'draft-2020-12'),
);

/** The schema in the OpenAPI document, whose other keywords ajv is told. */
function inOpenapi(): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(openapi, 'openapi.json');
  const name = 'openapi.json#/components/schemas/CreateChainIdentificationRequest';
  const compiled = ajv.getSchema(name);
  assert.ok(compiled);
  return (value) => compiled(value) === true;
}

it(`agrees with ajv on ${cases} made requests`, () => {
  const openapiTakes = inOpenapi();
  const verdicts = { valid: 0, invalid: 0 };
  const rules = new Set<string>();
  fc.assert(
    fc.property(requests, (request) => {
      const { issues } = check('createChain', JSON.stringify(request));
      const told = issues.filter((issue) => inSchema(request, issue));
      for (const { rule } of told) rules.add(rule);
      const valid = told.length === 0;
      verdicts[valid ? 'valid' : 'invalid'] += 1;
      assert.equal(alone(request), valid, `${JSON.stringify([told, alone.errors])}`);
      assert.equal(openapiTakes(request), valid, 'openapi.json');
    }),
    { numRuns: cases },
  );
  // Each verdict came often, and each rule that a schema can say was broken by some request.
  assert.ok(Math.min(verdicts.valid, verdicts.invalid) > cases / 10, JSON.stringify(verdicts));
  const page = readFileSync(join(import.meta.dirname, '../../docs/rules.md'), 'utf8');
  const [, beyond = ''] = page.split('## What the schemas say');
  const sayable = [...page.matchAll(/^\| \[([\w-]+)\]\(#.*\) \| error \|/gm)]
    .flatMap(([, rule]) => rule ?? [])
    .filter((rule) => !beyond.includes(`- \`${rule}\`\n`));
  assert.deepEqual([...rules].sort(), sayable.sort());
});

it('says it in draft-07 too, but that steps stand once', () => {
  const older = new Ajv({ strict: true }).compile(jsonSchemaOf('createChain', 'draft-07'));
  fc.assert(
    fc.property(requests, (request) => {
      const { issues } = check('createChain', JSON.stringify(request));
      const told = issues.filter(
        (issue) => inSchema(request, issue) && issue.rule !== 'duplicate-step',
      );
      assert.equal(older(request), told.length === 0);
    }),
    { numRuns: cases / 10 },
  );
});

it('takes the examples of the reference', () => {
  assert.ok(alone(referenceRequest) && validate(referenceRequest).valid);
  const cancel = new Ajv2020().compile(jsonSchemaOf('cancelChain', 'draft-2020-12'));
  assert.ok(cancel(referenceReason) && cancel({}) && !cancel({ reason: 1 }));
});

it('knows no other version of JSON Schema', () => {
  assert.throws(() => jsonSchemaOf('createChain', 'draft-04'), /no JSON Schema for .* draft-04/);
});
