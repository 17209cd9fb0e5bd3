// What is published: the files of the tarball, their types, and their agreement with the sources.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

for (const moduleResolution of ['bundler', 'nodenext'] as const) {
  for (const extension of ['mts', 'cts'] as const) {
    it(`has types for a strict consumer: ${moduleResolution}, ${extension}`, () => {
      const file = join(project, `consumer.${extension}`);
      writeFileSync(file, consumer);
      const compilerOptions = {
        module: moduleResolution === 'bundler' ? 'preserve' : moduleResolution,
        moduleResolution,
        noEmit: true,
        strict: true,
        exactOptionalPropertyTypes: true,
        target: 'es2022',
        lib: ['es2022', 'dom'],
        types: [],
      };
      const config = join(project, `tsconfig.${moduleResolution}.${extension}.json`);
      writeFileSync(config, JSON.stringify({ compilerOptions, files: [file] }));
      const tsc = join(root, 'node_modules/.bin/tsc');
      const { status, stdout } = spawnSync(tsc, ['-p', config], { encoding: 'utf8' });
      assert.equal(status, 0, stdout);
    });
  }
}

/** Uses every entry, and fails to compile where a type is looser or stricter than it should be. */
const consumer = `
import { createClient, isValidationError, validate, type Issue, type RuleId } from 'identification-chain';
import { check, createChain, readResponse, type Outcome, type Report } from 'identification-chain/core';
import { createSandbox, type LedgerEntry } from 'identification-chain/sandbox';
import { serve } from 'identification-chain/sandbox/node';

const sandbox = createSandbox({ token: 't', now: () => 0 });
const chains = createClient({ orgId: 'acme', fetch: sandbox.fetch, rules: { 'check-letter': 'off' } });
const request = {
  actor: {
    name: 'A',
    last_name: 'B',
    identity_document: { document_number: '1', document_type: 'NEW', country: 'ES' },
  },
  expires_in: 'PT15M',
  sequence: [{ identification_type: 'AGENT' }],
};
export const id: Promise<string> = chains.createChain(request).then((chain) => chain.id);
export const done: Promise<readonly Issue[]> = chains.closeChain('x').then(({ warnings }) => warnings);
export const report: Report = check('cancelChain', '{}');
export const also: Report = validate(new Uint8Array());
export const built: Request = createChain({ orgId: 'acme' }, request);
export const outcome: Outcome = readResponse('closeChain', { status: 204, headers: new Headers(), body: new Uint8Array() });
export const ledger: readonly LedgerEntry[] = sandbox.ledger;
export const url: Promise<string> = serve(sandbox.fetch).then((server) => server.url);
export function rulesOf(error: unknown): RuleId[] {
  return isValidationError(error) ? error.issues.map(({ rule }) => rule) : [];
}
// @ts-expect-error a required member is missing
chains.createChain({ expires_in: 'PT15M', sequence: [] });
// @ts-expect-error there is no such rule
createClient({ orgId: 'acme', rules: { 'chek-letter': 'off' } });
// @ts-expect-error an organization is required
createClient({});
`;

for (const [name, args] of [
  ['publint', ['--strict', '--pack', 'false']],
  ['attw', ['--pack', '--quiet']],
] as const) {
  it(`is clean to ${name}`, () => {
    const bin = join(root, 'node_modules/.bin', name);
    const target = name === 'publint' ? [installed, ...args] : [...args];
    execFileSync(bin, target, { cwd: join(root, 'pkg'), stdio: 'pipe', encoding: 'utf8' });
  });
}
