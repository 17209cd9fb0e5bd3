// Tests the contents of the crate.

import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { outputOf } from '../../tools/run.ts';

const root = join(import.meta.dirname, '../..');

it('has the sources of the core, the licences and the documents, and no other files', () => {
  const packed = outputOf('cargo', ['package', '--list', '--allow-dirty', '--quiet'])
    .split('\n')
    // What cargo adds.
    .filter(
      (file) => !['', '.cargo_vcs_info.json', 'Cargo.lock', 'Cargo.toml.orig'].includes(file),
    );
  const documents = ['CHANGELOG.md', 'Cargo.toml', 'LICENSE-APACHE', 'LICENSE-MIT', 'README.md'];
  const sources = globSync('src/**/*.*', { cwd: root });
  assert.deepEqual(packed.sort(), [...documents, ...sources].sort());
});
