// Builds the package again in a copy of the tree: in another folder, with nothing installed or built.
// Fails when a file differs from this tree's build by a byte.

import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { main, outputOf, run } from './run.ts';

const root = join(import.meta.dirname, '..');
/** The copy of the tree. */
export const copy = join(root, 'target/reproducible/a-copy-of-the-tree');
/** Has the commit that the copy was built from, unless it had other changes. */
const builtCommit = join(root, 'target/reproducible/built-commit');

/** Copies the files that git tracks, and those that it would add. */
function copyTree(): void {
  // Cargo's folder stays. Cargo itself decides what is current.
  for (const name of ['node_modules', 'pkg', 'src', 'tools', 'www']) {
    rmSync(join(copy, name), { recursive: true, force: true });
  }
  const files = outputOf('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  for (const file of files.split('\0').filter((name) => name !== '')) {
    cpSync(join(root, file), join(copy, file));
  }
}

/** The SHA-256 of each file below a tree's pkg/. */
function hashesOf(tree: string): ReadonlyMap<string, string> {
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

function buildCopy(): void {
  const isCommitted = outputOf('git', ['status', '--porcelain']) === '';
  const commit = outputOf('git', ['rev-parse', 'HEAD']);
  if (isCommitted && existsSync(builtCommit) && readFileSync(builtCommit, 'utf8') === commit) {
    console.log('reproducible: the copy of the tree was built from this commit already');
    return;
  }
  console.log(
    'reproducible: builds the package in a copy of the tree, which takes minutes at first',
  );
  rmSync(builtCommit, { force: true });
  copyTree();
  run('make', ['--no-print-directory', 'build'], { cwd: copy });
  if (isCommitted) writeFileSync(builtCommit, commit);
}

/**
 * Builds the package a second time, unless that was done for this commit, and compares both builds.
 *
 * @throws {Error} if a file differs.
 */
export function compareBuilds(): void {
  buildCopy();
  const here = hashesOf(root);
  const there = hashesOf(copy);
  const names = [...new Set([...here.keys(), ...there.keys()])].sort();
  const different = names.filter((name) => here.get(name) !== there.get(name));
  for (const name of different) console.error(`differs: pkg/${name}`);
  if (names.length === 0 || different.length > 0) {
    throw new Error(`${different.length} of ${names.length} files differ between two builds`);
  }
  console.log(`${names.length} files, the same in both builds`);
}

if (import.meta.main) await main('reproducible', compareBuilds);
