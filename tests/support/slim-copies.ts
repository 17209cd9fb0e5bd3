// Copies of the slim entry, one for each test, because a core that is loaded stays.

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Slim = typeof import('identification-chain/slim');

const slim = dirname(fileURLToPath(import.meta.resolve('identification-chain/slim')));
const folder = mkdtempSync(join(tmpdir(), 'slim-'));
process.once('exit', () => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
let copies = 0;

/** A copy of its own, with no core in it. */
export async function copyOfSlim(style: 'import' | 'require' = 'import'): Promise<Slim> {
  copies += 1;
  const copy = join(folder, String(copies));
  cpSync(slim, copy, { recursive: true });
  return style === 'import'
    ? import(join(copy, 'index.js'))
    : createRequire(import.meta.url)(join(copy, 'index.cjs'));
}
