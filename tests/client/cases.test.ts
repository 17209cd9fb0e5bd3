// Runs the cases of tests/check.rs with the built package. `cargo test --test check` runs them natively,
// and writes their bodies and issues to target/tmp/check-cases.jsonl.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { check } from 'identification-chain/core';

interface Case {
  readonly operation: Parameters<typeof check>[0];
  /** The bytes of the body. */
  readonly body: readonly number[];
  readonly partial: boolean;
  /** Rule, severity, path, offset and message of each issue. */
  readonly issues: readonly (readonly unknown[])[];
}

const file = join(import.meta.dirname, '../../target/tmp/check-cases.jsonl');

function readCases(): readonly Case[] {
  try {
    return readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  } catch (cause) {
    throw new Error('The cases are missing: run `cargo test --features client --test check`', {
      cause,
    });
  }
}

const cases = readCases();

it(`reports the issues that tests/check.rs expects for ${cases.length} bodies`, () => {
  assert.ok(cases.length > 280, 'Some cases are missing: run all tests of tests/check.rs');
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
