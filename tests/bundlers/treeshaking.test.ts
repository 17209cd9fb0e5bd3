// What stays out of a bundle. Here by esbuild; by the other bundlers in the matrix.

import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { build } from 'esbuild';
import { installPackage } from '../package/installed.ts';
import { hasCore, onlyGuards, seeSmall } from './guards.ts';

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
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

it('has no WebAssembly with the error guards alone', async () => {
  seeSmall('esbuild', await bundled(onlyGuards));
});

it('has it with a client', async () => {
  const client =
    "import { createClient } from 'identification-chain'; createClient({ orgId: 'a' });";
  assert.ok(hasCore(await bundled(client)));
});
