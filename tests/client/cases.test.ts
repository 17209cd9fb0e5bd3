// The cases of tests/check.rs, whose expectations are of the core as it is natively, put to the core
// that the package has.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { check } from 'identification-chain/core';

interface Case {
  readonly operation: Parameters<typeof check>[0];
  /** The bytes. */
  readonly body: readonly number[];
  readonly partial: boolean;
  /** Rule, severity, path, offset and message of each. */
  readonly issues: readonly (readonly unknown[])[];
}

const root = join(import.meta.dirname, '../..');
const file = join(root, `target/check-cases-${process.pid}.jsonl`);
execFileSync('cargo', ['test', '--quiet', '--features', 'client', '--test', 'check'], {
  cwd: root,
  env: { ...process.env, CHECK_CASES: file },
});
const cases: readonly Case[] = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

it(`says of ${cases.length} bodies what tests/check.rs expects, in the same words`, () => {
  assert.ok(cases.length > 280);
  for (const { operation, body, partial, issues } of cases) {
    const bytes = Uint8Array.from(body);
    const found = check(operation, bytes, { partial }).issues.map((issue) => [
      issue.rule,
      issue.severity,
      issue.path,
      issue.offset,
      issue.message,
    ]);
    assert.deepEqual(found, issues, Buffer.from(bytes).toString());
  }
});
