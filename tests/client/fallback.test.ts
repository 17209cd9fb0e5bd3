// The core in JavaScript says what the one in WebAssembly says, of right and of broken requests.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import * as api from 'identification-chain';
import { check, createChain } from 'identification-chain/core';
import * as fallback from 'identification-chain/fallback';
import * as fallbackCore from 'identification-chain/fallback/core';
import * as slim from 'identification-chain/slim';
import { requests } from '../schema/requests.ts';

const cases = Number(process.env['FALLBACK_CASES'] ?? 2000);

/** What a core makes of a body: every issue, and the request or why there is none. */
function told(form: typeof fallbackCore, body: string | Uint8Array, partial: boolean) {
  const { errors, warnings, issues } = form.check('createChain', body, { partial });
  const reason = form.check('cancelChain', body).issues;
  let made: unknown;
  try {
    const { url, method, headers } = form.createChain({ orgId: 'acme' }, body);
    made = [url, method, ...headers];
  } catch (error) {
    made = (error as Error).message;
  }
  return { errors, warnings, issues, reason, made };
}

/** A byte of a body that is another. */
const damage = fc.record({ at: fc.nat(2000), byte: fc.nat(255) });

it(`says the same in both languages of ${cases} made requests, whole and damaged`, () => {
  const verdicts = new Map<number, number>();
  fc.assert(
    fc.property(requests, damage, fc.boolean(), (request, { at, byte }, partial) => {
      const text = JSON.stringify(request);
      const damaged = new TextEncoder().encode(text);
      damaged[at % damaged.length] = byte;
      for (const body of [text, damaged]) {
        const expected = told({ check, createChain } as typeof fallbackCore, body, partial);
        assert.deepEqual(told(fallbackCore, body, partial), expected);
        verdicts.set(expected.errors, (verdicts.get(expected.errors) ?? 0) + 1);
      }
    }),
    { numRuns: cases },
  );
  assert.ok((verdicts.get(0) ?? 0) > cases / 10 && verdicts.size > 2, String([...verdicts]));
});

it('answers the same of large bodies, after which its memory has grown', () => {
  const text = `{${Array.from({ length: 5500 }, (_, index) => `"m${index}":0`).join()}}`;
  const { issues } = check('createChain', text);
  assert.ok(issues.length > 5000, String(issues[0]?.message));
  assert.deepEqual(fallbackCore.check('createChain', text).issues, issues);
  assert.equal(fallbackCore.check('createChain', '{}').errors, 3);
});

it('is in an entry that has what the default entry has, as the slim one does', () => {
  assert.deepEqual(Object.keys(fallback), Object.keys(api));
  assert.deepEqual(Object.keys(slim).sort(), Object.keys(api).sort());
});
