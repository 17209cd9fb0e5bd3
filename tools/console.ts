// Builds the console, a page without a server of its own, into pkg/dist/console. Its URLs are relative, so
// that any folder of any server can have it.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type InlineConfig, type Plugin } from 'vite';
import { notices } from './components.ts';
import { consoleConstants } from './console-contract.ts';
import { packageOf } from './package-builds.ts';

/** Names the packages of each chunk in its first line, after it was minified. */
const namePackages: Plugin = {
  name: 'name-packages',
  enforce: 'post',
  generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk') continue;
      const names = new Set(file.moduleIds.flatMap((id) => packageOf(id) ?? []));
      if (names.size === 0) continue;
      file.code = `// ${[...names].sort().join(', ')}: see THIRD-PARTY-LICENSES\n${file.code}`;
    }
  },
};

/** The build of the console in `root`. It uses the package that pkg/dist has. */
export function consoleBuild(root: string): InlineConfig {
  return {
    root: join(root, 'www/console'),
    base: './',
    configFile: false,
    logLevel: 'warn',
    define: consoleConstants(root),
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    plugins: [namePackages],
    build: {
      outDir: join(root, 'pkg/dist/console'),
      emptyOutDir: true,
      target: 'es2022',
      // A strict Content-Security-Policy allows no data: URLs in styles.
      assetsInlineLimit: 0,
      // The chunks that are loaded later are few and small.
      modulePreload: false,
      cssCodeSplit: false,
    },
  };
}

/** Builds the console, and writes the notices again, which then have its packages. */
export async function buildConsole(root: string): Promise<void> {
  await build(consoleBuild(root));
  writeFileSync(join(root, 'pkg/dist/THIRD-PARTY-LICENSES'), notices());
}
