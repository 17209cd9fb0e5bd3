// Runs a bundle in workerd.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Miniflare } from 'miniflare';

/** Runs the modules of a folder as a worker that starts with `main`. Returns the JSON that it answers. */
export async function jsonFromWorkerd(folder: string, main: string): Promise<unknown> {
  const files = readdirSync(folder).sort((a) => (a === main ? -1 : 1));
  const worker = new Miniflare({
    modulesRoot: folder,
    compatibilityDate: '2026-01-01',
    modules: files.map((file) => ({
      type: file.endsWith('.wasm') ? 'CompiledWasm' : 'ESModule',
      path: join(folder, file),
    })),
  });
  try {
    const response = await worker.dispatchFetch('http://worker.test/');
    return await response.json();
  } finally {
    await worker.dispose();
  }
}
