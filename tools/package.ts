// The last step of the build: www/ and target/npm/ become pkg/dist/.

import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'tsdown';
import { packageBuilds } from './package-builds.ts';

/** The packages that are bundled: the entry that holds each, and its licence. */
export const bundled = [
  { entry: 'sandbox', name: 'hono', licence: 'LICENSE' },
  { entry: 'sandbox', name: '@hono/node-server', licence: 'LICENSE' },
  { entry: 'auth', name: 'jose', licence: 'LICENSE.md' },
] as const;

/** Writes what is published beside package.json and the README. */
export async function buildPackage(root: string): Promise<void> {
  rmSync(join(root, 'pkg/dist'), { recursive: true, force: true });
  for (const config of packageBuilds(root)) await build(config);
  dropNamesOfMaps(join(root, 'pkg/dist'));
  cpSync(join(root, 'target/npm/core.wasm'), join(root, 'pkg/dist/core.wasm'));
  for (const file of ['LICENSE-MIT', 'LICENSE-APACHE', 'openapi.json']) {
    cpSync(join(root, file), join(root, 'pkg', file));
  }
  const notices = bundled.map(({ entry, name, licence }) => {
    const text = readFileSync(join(root, 'node_modules', name, licence), 'utf8');
    return `identification-chain/${entry} holds ${name}:\n\n${text}`;
  });
  writeFileSync(join(root, 'pkg/dist/THIRD-PARTY-LICENSES'), notices.join('\n\n'));
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
