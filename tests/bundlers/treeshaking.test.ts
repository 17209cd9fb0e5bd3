// Tests with esbuild that a bundle contains only the used parts of the package. The matrix also bundles
// the error guards alone with the other bundlers.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { build } from 'esbuild';
import { installPackage } from '../support/installed.ts';
import { assertSmall, onlyGuards } from './guards.ts';

/** The optional parts of the package, with a pattern that identifies each. */
const parts = {
  'the core, as text': /[\da-f]{184}/,
  'the core, in JavaScript': /Math\.imul/,
  'the messages in English': /is not an ISO 8601 duration/,
  'the messages in Spanish': /no es una duración/,
  'the sentences in English': /Enter your first name/,
  'the sentences in Spanish': /Falta el nombre/,
  'the JSON Schemas': /\$defs/,
  'the signing of assertions': /jwt-bearer/,
  'the durations of requests': /http\.client\.request\.duration/,
  'a server': /Context is not finalized/,
} as const;

/** Imports with their entries, and the parts that they need. */
const bundles: readonly [name: string, entry: string, parts: readonly (keyof typeof parts)[]][] = [
  ['isConflictError', '', []],
  ['isConflictError', '/fallback', []],
  ['isConflictError', '/slim', []],
  ['isTokenError', '/auth', []],
  ['createClient', '', ['the core, as text', 'the messages in English']],
  ['createClient', '/slim', ['the messages in English']],
  ['createClient', '/fallback', ['the core, in JavaScript', 'the messages in English']],
  ['check', '/core', ['the core, as text', 'the messages in English']],
  ['check', '/fallback', ['the core, in JavaScript', 'the messages in English']],
  ['jsonSchemaOf', '/fallback', ['the JSON Schemas']],
  ['createGateway', '/gateway', ['the core, as text', 'the messages in English']],
  ['createSandbox', '/sandbox', ['the core, as text', 'the messages in English', 'a server']],
  ['es', '/messages/es', ['the messages in Spanish']],
  ['formSchema', '/forms', ['the core, as text', 'the messages in English']],
  ['en', '/forms/en', ['the sentences in English']],
  ['es', '/forms/es', ['the sentences in Spanish']],
  ['serviceAccount', '/auth', ['the signing of assertions']],
  ['openTelemetry', '/otel', ['the durations of requests']],
];

let project: string;

before(() => {
  project = installPackage('treeshaking');
});

async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: project },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    charset: 'utf8',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

describe('a bundle', () => {
  for (const [name, entry, expected] of bundles) {
    it(`of ${name} from identification-chain${entry} has ${expected.join(', ') || 'no optional part'}`, async () => {
      const bundle = await bundled(
        `import { ${name} } from 'identification-chain${entry}'; console.log(${name});`,
      );
      const found = Object.entries(parts).filter(([, sign]) => sign.test(bundle));
      assert.deepEqual(
        found.map(([part]) => part),
        expected,
      );
    });
  }

  it('of the error guards is small', async () => {
    assertSmall('esbuild', await bundled(onlyGuards));
  });
});
