// The licences of what the package holds.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { components } from '../../tools/sbom.ts';

/** Those of deny.toml. */
const allowed = new Set(
  /^allow = \[([^\]]*)\]/m
    .exec(readFileSync(join(import.meta.dirname, '../../deny.toml'), 'utf8'))?.[1]
    ?.match(/[\w.-]+/g),
);

/** Whether one of the alternatives of an SPDX expression without nested `OR` is allowed in full. */
function isAllowed(expression: string): boolean {
  return expression
    .split(' AND ')
    .every((all) => all.split(' OR ').some((one) => allowed.has(one.replaceAll(/[()]/g, ''))));
}

it('holds nothing with a licence that was not agreed to', () => {
  const found = components();
  assert.ok(found.some(({ name }) => name === 'wasm-bindgen'));
  assert.ok(found.some(({ name }) => name === 'jose'));
  assert.deepEqual(
    found.filter(({ licenses: [{ expression }] }) => !isAllowed(expression)),
    [],
    'agree in deny.toml, or leave the component out',
  );
});

it('has the licences of the packages that are bundled', () => {
  const dist = join(import.meta.dirname, '../../pkg/dist');
  const notices = readFileSync(join(dist, 'THIRD-PARTY-LICENSES'), 'utf8');
  for (const { name, purl } of components()) {
    if (purl.startsWith('pkg:npm/')) assert.ok(notices.includes(` holds ${name}:\n`), name);
  }
});
