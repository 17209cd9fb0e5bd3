// Builds the package once more, in a copy of the tree that is in another folder and has nothing
// installed or built, and fails where a file is not, byte for byte, what this tree's build has.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const copy = join(root, 'target/reproducible/a-copy-of-the-tree');

/** Copies what git knows, and what it would be told of. */
function copyTree(): void {
  // What cargo has built stays: it asks itself whether that is current.
  for (const name of ['node_modules', 'pkg', 'src', 'tools', 'www']) {
    rmSync(join(copy, name), { recursive: true, force: true });
  }
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' });
  for (const file of files.split('\0').filter((name) => name !== '')) {
    cpSync(join(root, file), join(copy, file));
  }
}

/** The SHA-256 of each file that `npm pack` takes of a tree. */
function packed(tree: string): ReadonlyMap<string, string> {
  const folder = join(tree, 'pkg');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    files.map((file) => [
      relative(folder, file),
      createHash('sha256').update(readFileSync(file)).digest('hex'),
    ]),
  );
}

console.log('reproducible: builds the package in a copy of the tree; the first time takes minutes');
copyTree();
execFileSync('make', ['--no-print-directory', 'build'], { cwd: copy, stdio: 'inherit' });
const here = packed(root);
const there = packed(copy);
const names = [...new Set([...here.keys(), ...there.keys()])].sort();
const different = names.filter((name) => here.get(name) !== there.get(name));
for (const name of different) console.error(`differs: pkg/${name}`);
console.log(`${names.length} files built twice, ${different.length} of them different`);
process.exitCode = different.length > 0 || names.length === 0 ? 1 : 0;
