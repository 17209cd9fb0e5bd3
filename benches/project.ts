// The project in which runtimes and packages are installed for the benchmarks, as a user has them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packPackage } from '../tests/support/installed.ts';
import { execute } from '../tests/support/program.ts';
import { write } from '../tests/support/project.ts';
import { dependencies } from '../tests/support/versions.ts';

const root = join(import.meta.dirname, '..');

/** The packages beside which ours is measured. */
const peers = ['ky', 'zod'];

/** Installs the project under target/, and returns its folder. */
export async function installProject(name: string): Promise<string> {
  const tarball = packPackage(name);
  const folder = join(root, 'target', name);
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const runtimes = dependencies(['deno@2', 'bun@1']);
  write(folder, {
    'package.json': JSON.stringify({
      private: true,
      type: 'module',
      dependencies: {
        'identification-chain': `file:${tarball}`,
        ...Object.fromEntries(peers.map((peer) => [peer, devDependencies[peer]])),
      },
      // npm continues without them if they cannot be installed.
      optionalDependencies: runtimes,
      allowScripts: Object.fromEntries(Object.keys(runtimes).map((tool) => [tool, true])),
    }),
  });
  const npm =
    'npm install --prefer-offline --no-package-lock --no-audit --no-fund --loglevel=error';
  await execute(npm.split(' '), { cwd: folder });
  return folder;
}
