// Node's `inspect` shows nothing of the server's answer in an error. Node 20 would show it in `errors`.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { promisify } from 'node:util';
import { installPackage } from '../support/installed.ts';

const root = join(import.meta.dirname, '../..');
const project = installPackage('inspect');
const script = join(project, 'main.mjs');
writeFileSync(
  script,
  `import { inspect } from 'node:util';
import { createClient } from 'identification-chain';
const fetch = async () => Response.json({ errors: [{ details: 'SeCrEt' }] }, { status: 400 });
const error = await createClient({ orgId: 'acme', fetch }).closeChain('x').catch((e) => e);
console.log(process.version, inspect(error, { depth: 9 }));
console.log(error);
`,
);

for (const [node, version] of [
  ['node20', 'v20'],
  ['node', 'v24'],
] as const) {
  it(`Node ${version} shows an error without what the server wrote`, async () => {
    const bin = join(root, 'node_modules', node, 'bin/node');
    const { stdout } = await promisify(execFile)(bin, [script]);
    assert.ok(stdout.startsWith(`${version}.`), stdout);
    assert.equal(
      stdout.match(/BadRequestError: .*\n[^{]*{ status: 400, requestId: undefined }/g)?.length,
      2,
    );
    assert.doesNotMatch(stdout, /SeCrEt/);
  });
}
