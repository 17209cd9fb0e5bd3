// Tests the package under SES's lockdown(), which freezes the built-in objects.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { it } from 'node:test';
import { promisify } from 'node:util';
import { referenceRequest } from '../../www/demo/reference.ts';

for (const entry of ['identification-chain', 'identification-chain/fallback']) {
  it(`${entry} works under lockdown(), with two copies in one realm`, async () => {
    const script = `
import { createRequire } from 'node:module';
import 'ses';
lockdown({ errorTaming: 'safe', overrideTaming: 'moderate' });
const first = await import('${entry}');
const second = createRequire(import.meta.url)('${entry}');
const { createSandbox } = await import('identification-chain/sandbox');
const sandbox = createSandbox();
const results = [];
for (const { createClient, isConflictError, validate } of [first, second]) {
  const chains = createClient({ orgId: 'acme', fetch: sandbox.fetch });
  const { id, warnings } = await chains.createChain(${JSON.stringify(referenceRequest)});
  await chains.closeChain(id);
  const conflict = await chains.closeChain(id).catch((error) => error);
  const invalid = await chains.createChain({}).catch((error) => error);
  results.push({
    frozen: Object.isFrozen(Array.prototype),
    warnings: warnings.length,
    conflict: first.isConflictError(conflict) && second.isConflictError(conflict),
    invalid: first.isValidationError(invalid) && invalid.issues.length,
    name: invalid.name,
  });
}
console.log(JSON.stringify(results));
`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      script,
    ]);
    const expected = {
      frozen: true,
      warnings: 2,
      conflict: true,
      invalid: 3,
      name: 'ValidationError',
    };
    assert.deepEqual(JSON.parse(stdout), [expected, expected]);
  });
}
