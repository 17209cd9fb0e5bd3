// Compares the blank characters of the package with the Unicode properties of the JavaScript engine.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { check } from 'identification-chain/core';
import { jsonSchemaOf } from 'identification-chain/schema';
import { referenceRequest } from '../../www/demo/reference.ts';

const invisible = /^[\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]$/u;

/** Returns the pattern of `actor.name` in the JSON Schema, without and with the flag `u`. */
function patterns(): RegExp[] {
  const schema = jsonSchemaOf('createChain', 'draft-2020-12') as {
    $defs: { IdentificationActorChain: { properties: { name: { pattern: string } } } };
  };
  const { pattern } = schema.$defs.IdentificationActorChain.properties.name;
  return [new RegExp(pattern), new RegExp(pattern, 'u')];
}

it('exactly the invisible characters are blank', () => {
  const [plain, unicode] = patterns();
  const { actor } = referenceRequest;
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const name = String.fromCodePoint(code);
    const blank = invisible.test(name);
    // Of the many visible characters, a sample is enough.
    if (!blank && code % 61 > 0) continue;
    const { issues } = check('createChain', { ...referenceRequest, actor: { ...actor, name } });
    const found = issues.some(({ rule, path }) => rule === 'blank' && path === '/actor/name');
    assert.equal(found, blank, code.toString(16));
    const blankToSchema = blank && code <= 0xffff;
    assert.equal(!plain?.test(name), blankToSchema, `${code.toString(16)}, without u`);
    assert.equal(!unicode?.test(name), blankToSchema, `${code.toString(16)}, with u`);
  }
});
