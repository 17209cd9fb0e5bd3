// Tests that a tool with a failing step prints the output of the step and one sentence.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, it } from 'node:test';

const root = join(import.meta.dirname, '../..');
const bin = mkdtempSync(join(tmpdir(), 'failing-'));
after(() => rmSync(bin, { recursive: true }));

/** Each tool, with the program that fails in it and the start of its sentence. */
const tools: readonly (readonly [tool: string, program: string, sentence: string])[] = [
  ['build', 'cargo', 'build: `cargo rustc --quiet --release'],
  ['sbom', 'cargo', 'sbom: `cargo tree'],
  ['reproducible', 'git', 'reproducible: `git status'],
];

for (const [tool, program, sentence] of tools) {
  it(`${tool}: prints the output of a failing ${program}, one sentence and no stack`, () => {
    const output = 'error: could not compile `identification-chain`';
    writeFileSync(join(bin, program), `#!/bin/sh\necho '${output}' >&2\nexit 101\n`, {
      mode: 0o755,
    });
    const result = spawnSync(process.execPath, [join(root, 'tools', `${tool}.ts`)], {
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH']}` },
      encoding: 'utf8',
    });
    rmSync(join(bin, program));
    const [first, last, ...more] = result.stderr.trimEnd().split('\n');
    assert.equal(first, output);
    assert.ok(last?.startsWith(sentence), last);
    assert.match(last ?? '', /` failed \(exit status 101\)$/);
    assert.deepEqual(more, []);
    assert.doesNotMatch(result.stdout, /^ {4}at /m);
    assert.equal(result.status, 1);
  });
}

it('build: names a program that is missing', () => {
  const result = spawnSync(process.execPath, [join(root, 'tools/build.ts')], {
    env: { ...process.env, PATH: bin },
    encoding: 'utf8',
  });
  assert.match(result.stderr, /^build: `rustc .*` could not be started \(ENOENT\)\n$/);
  assert.equal(result.status, 1);
});

it('requirements: says what to run if rustup refuses to install a part', () => {
  const programs = {
    // The toolchain is there, and its target is not.
    rustup: '[ "$1" = which ] || { echo "error: no network" >&2; exit 1; }',
    rustc: 'echo /there-is-no-such-folder',
  };
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const result = spawnSync(join(root, 'tools/requirements'), {
    cwd: root,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH']}` },
    encoding: 'utf8',
  });
  const [first, last, ...more] = result.stderr.trimEnd().split('\n');
  assert.equal(first, 'error: no network');
  assert.match(
    last ?? '',
    /^Rust is not complete: run `rustup target add --toolchain [\d.]+ wasm32-unknown-unknown`, then /,
  );
  assert.deepEqual(more, []);
  assert.equal(result.status, 1);
});
