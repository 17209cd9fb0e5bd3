// Tests the published package: its files, its types, and that it matches the sources.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, it } from 'node:test';
import { version } from '../../www/client/generated/rules.ts';
import { installedPackage, installPackage } from '../support/installed.ts';

const root = join(import.meta.dirname, '../..');
let project: string;
let installed: string;

before(() => {
  project = installPackage('published');
  installed = installedPackage(project);
});

it('has the version of the crate and no dependencies', () => {
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  assert.equal(manifest.version, version);
  assert.equal(manifest.dependencies, undefined);
});

it('has its licences, its README and a build of each variant', () => {
  assert.deepEqual(readdirSync(installed).sort(), [
    'LICENSE-APACHE',
    'LICENSE-MIT',
    'README.md',
    'RULES.md',
    'auth',
    'core',
    'dist',
    'fallback',
    'forms',
    'gateway',
    'gateway.openapi.json',
    'messages',
    'openapi.json',
    'otel',
    'package.json',
    'sandbox',
    'schema',
    'slim',
  ]);
  assert.deepEqual(readdirSync(join(installed, 'dist')).sort(), [
    'THIRD-PARTY-LICENSES',
    'cjs',
    'cli.js',
    'console',
    'core.wasm',
    'edge-light',
    'esm',
    'fallback',
    'slim',
    'workerd',
  ]);
});

it('contains no path of the machine that built it', () => {
  const wasm = readFileSync(join(installed, 'dist/core.wasm'), 'latin1');
  assert.ok(!wasm.includes('.cargo/registry') && !wasm.includes(root));
});

it('has a use in types/uses.ts for every entry', () => {
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const entries = Object.keys(exports).filter((entry) => typeof exports[entry] === 'object');
  const uses = readFileSync(join(import.meta.dirname, 'types/uses.ts'), 'utf8');
  assert.deepEqual(
    [...uses.matchAll(/ from 'identification-chain(.*)';$/gm)].map(([, path]) => `.${path}`).sort(),
    entries.sort(),
  );
});

/** The module resolution of consumers, with the types of a page or of Node. */
const consumers = {
  'a page, bundler': { module: 'preserve', lib: ['es2022', 'dom'], types: [] },
  'a page, nodenext': { module: 'nodenext', lib: ['es2022', 'dom'], types: [] },
  'Node, nodenext': { module: 'nodenext', lib: ['es2022'], types: ['node'] },
} as const;

for (const [consumer, surroundings] of Object.entries(consumers)) {
  for (const extension of ['mts', 'cts'] as const) {
    it(`has types that compile in strict mode: ${consumer}, ${extension}`, () => {
      const folder = join(import.meta.dirname, 'types');
      const files = readdirSync(folder).map((file) => {
        const copy = join(project, file.replace(/ts$/, extension));
        copyFileSync(join(folder, file), copy);
        return copy;
      });
      const compilerOptions = {
        ...surroundings,
        noEmit: true,
        strict: true,
        exactOptionalPropertyTypes: true,
        target: 'es2022',
      };
      const config = join(project, `tsconfig.${consumer}.${extension}.json`);
      writeFileSync(config, JSON.stringify({ compilerOptions, files }));
      const tsc = join(root, 'node_modules/.bin/tsc');
      const { status, stdout } = spawnSync(tsc, ['-p', config], { encoding: 'utf8' });
      assert.equal(status, 0, stdout);
    });
  }
}

for (const [name, args] of [
  ['publint', ['--strict', '--pack', 'false']],
  // core.wasm has no types.
  ['attw', ['--pack', '--quiet', '--exclude-entrypoints', 'core.wasm']],
] as const) {
  it(`passes ${name}`, () => {
    const bin = join(root, 'node_modules/.bin', name);
    const target = name === 'publint' ? [installed, ...args] : [...args];
    execFileSync(bin, target, { cwd: join(root, 'pkg'), stdio: 'pipe', encoding: 'utf8' });
  });
}
