// Builds the console, a page without a server of its own, into pkg/dist/console.

import { join } from 'node:path';
import { build, type InlineConfig } from 'vite';

/** The build of the console in `root`. It uses the package that pkg/dist has. */
export function consoleBuild(root: string): InlineConfig {
  return {
    root: join(root, 'www/console'),
    base: './',
    configFile: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: join(root, 'pkg/dist/console'),
      emptyOutDir: true,
      target: 'es2022',
      // A strict Content-Security-Policy allows no data: URLs in styles.
      assetsInlineLimit: 0,
      // A chunk that is loaded later needs only chunks that are there already.
      modulePreload: false,
    },
  };
}

/** Builds the console. */
export async function buildConsole(root: string): Promise<void> {
  await build(consoleBuild(root));
}
