// Copies of the package, one for each test, because a loaded core stays loaded.

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Slim = typeof import('identification-chain/slim');

const slim = fileURLToPath(import.meta.resolve('identification-chain/slim'));
const dist = join(dirname(slim), '..');
const folder = mkdtempSync(join(tmpdir(), 'slim-'));
process.once('exit', () => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
let copies = 0;

/** Imports the slim entry of a new copy, without a loaded core. */
export async function copyOfSlim(style: 'import' | 'require' = 'import'): Promise<Slim> {
  copies += 1;
  const copy = join(folder, String(copies));
  cpSync(dist, copy, { recursive: true });
  return style === 'import'
    ? import(join(copy, 'slim/index.js'))
    : createRequire(import.meta.url)(join(copy, 'slim/index.cjs'));
}
