// Tests the list of third-party components of the package, with their licences and notices.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { components } from '../../tools/components.ts';
import { sbom } from '../../tools/sbom.ts';

const root = join(import.meta.dirname, '../..');
const found = components();

/** The licences that deny.toml allows. */
const allowed = new Set(
  /^allow = \[([^\]]*)\]/m
    .exec(readFileSync(join(root, 'deny.toml'), 'utf8'))?.[1]
    ?.match(/[\w.-]+/g),
);

/** Whether the licences of an SPDX expression without nested `OR` are allowed. */
function isAllowed(expression: string): boolean {
  return expression
    .split(' AND ')
    .every((all) => all.split(' OR ').some((one) => allowed.has(one.replaceAll(/[()]/g, ''))));
}

it('finds the crates of the core and the bundled packages', () => {
  const names = found.map(({ name }) => name);
  for (const name of ['wasm-bindgen', 'talc', 'rust-std', 'hono', 'jose']) {
    assert.ok(names.includes(name), name);
  }
  // Procedural macros and the crates of tests are not in the package.
  for (const name of ['syn', 'serde_derive', 'proptest']) assert.ok(!names.includes(name), name);
});

it('lists exactly the bundled npm packages', () => {
  const dist = join(root, 'pkg/dist');
  const bundled = readdirSync(dist, { recursive: true, encoding: 'utf8' }).flatMap((file) => {
    if (!/\.c?js$/.test(file)) return [];
    const text = readFileSync(join(dist, file), 'utf8');
    // The first line of a minified chunk names its packages. Other chunks name each source.
    const names = /^\/\/ (.*): see THIRD-PARTY-LICENSES$/m.exec(text)?.[1]?.split(', ') ?? [];
    const sources = text.match(/^\/\/#region .*node_modules\/.*/gm) ?? [];
    return [...names, ...sources];
  });
  const listed = found.filter(({ kind }) => kind === 'npm').map(({ name }) => name);
  assert.deepEqual([...new Set(bundled)].sort(), listed.sort());
});

/** The packages in a module and in those that it imports. */
function packagesIn(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  const names = /^\/\/ (.*): see THIRD-PARTY-LICENSES$/m.exec(text)?.[1]?.split(', ') ?? [];
  const imported = [...text.matchAll(/(?:from|import)\s*\(?["'](\.[^"']+\.js)["']/g)];
  return [
    ...names,
    ...imported.flatMap(([, path = '']) => packagesIn(join(file, '..', path), seen)),
  ];
}

it('has no third-party code in the client, the checks and the gateway', () => {
  for (const [entry, packages] of [
    ...['index', 'core', 'schema', 'forms', 'gateway', 'otel'].map((name) => [name, []] as const),
    ['auth', ['jose']],
    ['sandbox', ['hono']],
    ['sandbox-node', ['@hono/node-server', 'hono']],
  ] as const) {
    const found = packagesIn(join(root, `pkg/dist/esm/${entry}.js`));
    assert.deepEqual(found.sort(), packages, entry);
  }
});

it('lists only components with an allowed licence', () => {
  assert.deepEqual(
    found.filter(({ license }) => !isAllowed(license)).map(({ name }) => name),
    [],
    'Allow the licence in deny.toml, or remove the component.',
  );
});

it('has a notice for each component, with the text of its licence unless it is Apache-2.0', () => {
  const notices = readFileSync(join(root, 'pkg/dist/THIRD-PARTY-LICENSES'), 'utf8');
  for (const { name, version, license, texts } of found) {
    assert.ok(notices.includes(`${name} ${version}`), name);
    if (license.includes('Apache-2.0') && !license.includes('AND')) continue;
    assert.ok(texts.length > 0 && texts.every((text) => notices.includes(text)), name);
  }
});

it('is a valid CycloneDX list, with the hashes of the lock files', async () => {
  const list = JSON.parse(sbom());
  assert.equal(list.components.length, found.length);
  for (const { name, hashes } of list.components) {
    assert.ok(name === 'rust-std' || hashes?.[0]?.content.match(/^[0-9a-f]{64,128}$/), name);
  }
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  assert.equal(await validator.validate(JSON.stringify(list)), null);
  const wrong = { ...list, components: [{ ...list.components[0], type: 'thing' }] };
  assert.notEqual(await validator.validate(JSON.stringify(wrong)), null);
});
