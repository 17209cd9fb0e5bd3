// Builds the npm package twice from the same core, and fails where the bytes of a file differ.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackage } from './package.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'pkg/dist');

/** The SHA-256 of each file of pkg/dist. */
async function built(): Promise<ReadonlyMap<string, string>> {
  await buildPackage(root);
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    files.map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

const first = await built();
const second = await built();
const names = [...new Set([...first.keys(), ...second.keys()])].sort();
const different = names.filter((name) => first.get(name) !== second.get(name));
for (const name of different) console.error(`differs: ${name.slice(root.length + 1)}`);
console.log(`${names.length} files built twice, ${different.length} of them different`);
process.exitCode = different.length > 0 || names.length === 0 ? 1 : 0;
