// Tests that the core can be built without an unstable flag of the compiler, and works like the
// package's. The compiler refuses such a flag, because it is a stable one.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { check } from 'identification-chain/core';
import { writeWebAssembly } from '../../tools/webassembly.ts';

const root = join(import.meta.dirname, '../..');
const out = join(root, 'target/stable');

it('the core without unstable flags finds the same issues', async () => {
  delete process.env['RUSTC_BOOTSTRAP'];
  writeWebAssembly(out, true);
  const core = await import(join(out, 'glue.js'));
  const module = new WebAssembly.Module(readFileSync(join(out, 'core.wasm')));
  const memory = core.start((imports: WebAssembly.Imports) => {
    return new WebAssembly.Instance(module, imports).exports;
  });
  for (const [text, errors, warnings] of [
    ['{"reason": "late"}', 0, 0],
    ['{"reason": 7, "raeson": "late"}', 1, 1],
    ['{"reason": "Jose\u0301"}', 0, 1],
    ["{'reason': 'late'}", 1, 0],
  ] as const) {
    const body = new TextEncoder().encode(text);
    const address = core.input();
    new Uint8Array(memory.buffer, address, body.length).set(body);
    const counts = core.check(1, body.length, undefined, false);
    assert.deepEqual([counts >>> 16, counts & 0xffff], [errors, warnings], text);
    const report = check('cancelChain', body);
    assert.deepEqual([report.errors, report.warnings], [errors, warnings], text);
  }
});
