// What is published: the files of the tarball, their types, and their agreement with the sources.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, it } from 'node:test';
import { version } from '../../www/client/generated/rules.ts';
import { installedPackage, installPackage } from './installed.ts';

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

it('has its licences, its README and the builds for each way to load WebAssembly', () => {
  assert.deepEqual(readdirSync(installed).sort(), [
    'LICENSE-APACHE',
    'LICENSE-MIT',
    'README.md',
    'dist',
    'package.json',
  ]);
  assert.deepEqual(readdirSync(join(installed, 'dist')).sort(), [
    'THIRD-PARTY-LICENSES',
    'cjs',
    'core.wasm',
    'edge-light',
    'esm',
    'workerd',
  ]);
});

it('holds no path of the machine that built it', () => {
  const wasm = readFileSync(join(installed, 'dist/core.wasm'), 'latin1');
  assert.ok(!wasm.includes('.cargo/registry') && !wasm.includes(root));
});

for (const [name, args] of [
  ['publint', ['--strict', '--pack', 'false']],
  ['attw', ['--pack', '--quiet', '--profile', 'node16']],
] as const) {
  it(`is clean to ${name}`, () => {
    const bin = join(root, 'node_modules/.bin', name);
    const target = name === 'publint' ? [installed, ...args] : [...args];
    execFileSync(bin, target, { cwd: join(root, 'pkg'), stdio: 'pipe', encoding: 'utf8' });
  });
}
