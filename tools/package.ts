// The last step of the build: www/ and target/npm/ become pkg/dist/.

import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'tsdown';
import { notices } from './components.ts';
import { packageBuilds } from './package-builds.ts';

/** Writes what is published beside package.json and the README. */
export async function buildPackage(root: string): Promise<void> {
  rmSync(join(root, 'pkg/dist'), { recursive: true, force: true });
  for (const config of packageBuilds(root)) await build(config);
  dropNamesOfMaps(join(root, 'pkg/dist'));
  cpSync(join(root, 'target/npm/core.wasm'), join(root, 'pkg/dist/core.wasm'));
  for (const file of ['LICENSE-MIT', 'LICENSE-APACHE', 'openapi.json']) {
    cpSync(join(root, file), join(root, 'pkg', file));
  }
  writeFileSync(join(root, 'pkg/dist/THIRD-PARTY-LICENSES'), notices());
}

/** Declarations name maps that tsdown does not write, for which a debugger would look in vain. */
function dropNamesOfMaps(dist: string): void {
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (!/\.d\.c?ts$/.test(file)) continue;
    const path = join(dist, file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'));
  }
}
