// What is published: the files of the tarball, their types, and their agreement with the sources.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, it } from 'node:test';
import { build } from 'esbuild';
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
    'auth',
    'core',
    'dist',
    'fallback',
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
    'core.wasm',
    'edge-light',
    'esm',
    'fallback',
    'slim',
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
import { checkField, createClient, isValidationError, preload, validate, type Issue, type Messages, type RuleId } from 'identification-chain';
import { check, createChain, readResponse, type Outcome, type Report } from 'identification-chain/core';
import { validate as validateInJavaScript } from 'identification-chain/fallback';
import { check as checkInJavaScript } from 'identification-chain/fallback/core';
import { createChainRequest as inJavaScript } from 'identification-chain/fallback/schema';
import * as slim from 'identification-chain/slim';
import { serviceAccount, type TokenSource } from 'identification-chain/auth';
import { es } from 'identification-chain/messages/es';
import { openTelemetry, type MeterLike, type TracerLike } from 'identification-chain/otel';
import { createChainRequest, requestSchema, type RequestSchema } from 'identification-chain/schema';
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
export const reports: Report[] = [validateInJavaScript(''), checkInJavaScript('cancelChain', '{}')];
export const schema: typeof createChainRequest = inJavaScript;
export const sources: slim.CoreSource[] = ['/core.wasm', new Uint8Array()];
export const loading: Promise<void>[] = [slim.preload(fetch('/core.wasm')), preload()];
export const streamed: boolean = slim.validate(new Uint8Array()).valid;
export const built: Request = createChain({ orgId: 'acme' }, request);
export const outcome: Outcome = readResponse('closeChain', { status: 204, headers: new Headers(), body: new Uint8Array() });
export const ledger: readonly LedgerEntry[] = sandbox.ledger;
export const url: Promise<string> = serve(sandbox.fetch).then((server) => server.url);
export const tokens: TokenSource = serviceAccount('{}', { tokenUrl: 'https://auth.example/token', scope: ['a'] });
export const inSpanish: Messages = es;
export const partly: Report = validate({ actor: {} }, { partial: true, messages: es });
export const field: readonly Issue[] = checkField(['actor', 'email'], 'x', { rules: { email: 'warning' } });
type Input = NonNullable<typeof createChainRequest['~standard']['types']>['input'];
export const typed: Input = request;
export const cancel: RequestSchema<{ reason?: string }> = requestSchema('cancelChain', { messages: es });
declare const tracer: TracerLike;
declare const meter: MeterLike | undefined;
export const hooks = openTelemetry({ tracer, meter });
export function rulesOf(error: unknown): RuleId[] {
  return isValidationError(error) ? error.issues.map(({ rule }) => rule) : [];
}
// @ts-expect-error a required member is missing
chains.createChain({ expires_in: 'PT15M', sequence: [] });
// @ts-expect-error a form that is half filled is checked as one
validate({ actor: {} });
// @ts-expect-error there is no such rule
createClient({ orgId: 'acme', rules: { 'chek-letter': 'off' } });
// @ts-expect-error nobody knows the token endpoint but the user
serviceAccount('{}', { scope: 'a' });
// @ts-expect-error an organization is required
createClient({});
// @ts-expect-error nobody knows where the application has the core
slim.preload();
// @ts-expect-error neither a tracer nor a meter
openTelemetry({ meter });
`;

it('leaves out of a bundle what is not used', async () => {
  const bundled = async (contents: string) => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: project },
      bundle: true,
      format: 'esm',
      platform: 'browser',
      charset: 'utf8',
      write: false,
    });
    return outputFiles[0]?.text ?? '';
  };
  const english = await bundled(
    "import { createClient } from 'identification-chain'; createClient({ orgId: 'acme' });",
  );
  assert.match(english, /is not an ISO 8601 duration/);
  assert.doesNotMatch(english, /no es una duración|\$defs/);
  // The core is in hexadecimal, in JavaScript, or nowhere.
  const core = /WebAssembly|[\da-f]{1000}|Math\.imul|ISO 8601 duration/;
  for (const entry of ['', '/fallback', '/slim']) {
    const guards = await bundled(
      `import { isConflictError } from 'identification-chain${entry}'; console.log(isConflictError);`,
    );
    assert.match(guards, /ConflictError/);
    assert.doesNotMatch(guards, core);
    assert.ok(guards.length < 10_000, `${entry} ${guards.length}`);
  }
  const client = await bundled(
    "import { createClient } from 'identification-chain/slim'; console.log(createClient);",
  );
  assert.doesNotMatch(client, /[\da-f]{1000}|Math\.imul/);
  const spanish = await bundled(
    "import { es } from 'identification-chain/messages/es'; console.log(es);",
  );
  assert.match(spanish, /no es una duración/);
  assert.doesNotMatch(spanish, /WebAssembly|ISO 8601 duration/);
  const auth = await bundled(
    "import { serviceAccount } from 'identification-chain/auth'; console.log(serviceAccount);",
  );
  assert.match(auth, /jwt-bearer/);
  assert.doesNotMatch(auth, /WebAssembly|ISO 8601 duration/);
  const telemetry = await bundled(
    "import { openTelemetry } from 'identification-chain/otel'; console.log(openTelemetry);",
  );
  assert.match(telemetry, /http\.client\.request\.duration/);
  assert.doesNotMatch(telemetry, /WebAssembly|ISO 8601 duration/);
});

for (const [name, args] of [
  ['publint', ['--strict', '--pack', 'false']],
  // A file to load, of which TypeScript knows nothing.
  ['attw', ['--pack', '--quiet', '--exclude-entrypoints', 'core.wasm']],
] as const) {
  it(`is clean to ${name}`, () => {
    const bin = join(root, 'node_modules/.bin', name);
    const target = name === 'publint' ? [installed, ...args] : [...args];
    execFileSync(bin, target, { cwd: join(root, 'pkg'), stdio: 'pipe', encoding: 'utf8' });
  });
}
