// What each source file costs in a bundle. The package's chunks join modules, so the bundle is made from
// the sources, for an application that uses the client.

import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, transform } from 'esbuild';

/** What a source file costs, in bytes. */
export interface Part {
  readonly file: string;
  /** Its minified code. */
  readonly minified: number;
  /** How much smaller the compressed bundle is without it. */
  readonly brotli: number;
}

/** The parts of a bundle, and its sizes. */
export interface Parts {
  readonly parts: readonly Part[];
  readonly minified: number;
  readonly brotli: number;
}

const root = join(import.meta.dirname, '..');

/** The line with which esbuild begins the code of a file. */
const begins = /^\/\/ (\S+)\n/m;

/** Returns what the files of a bundle cost. `condition` is the variant of the package. */
export async function partsOf(source: string, condition?: string): Promise<Parts> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    // Whitespace stays, and with it the lines that name the files.
    minifyIdentifiers: true,
    minifySyntax: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    ...(condition !== undefined && { conditions: [condition] }),
  });
  const [head = '', ...named] = (outputFiles[0]?.text ?? '').split(begins);
  // A file can have several pieces.
  const codes = [{ file: 'imports', code: await minified(head) }];
  for (let index = 0; index < named.length; index += 2) {
    codes.push({ file: named[index] ?? '', code: await minified(named[index + 1] ?? '') });
  }
  const files = Map.groupBy(codes, ({ file }) => file);
  const size = (skipped?: string) => {
    const kept = codes.filter(({ file }) => file !== skipped);
    return brotliCompressSync(kept.map(({ code }) => code).join('')).length;
  };
  const brotli = size();
  const parts = Array.from(files, ([file, pieces]) => ({
    file,
    minified: pieces.reduce((sum, { code }) => sum + code.length, 0),
    brotli: brotli - size(file),
  })).sort((a, b) => b.brotli - a.brotli);
  return { parts, minified: parts.reduce((sum, part) => sum + part.minified, 0), brotli };
}

/** Removes the whitespace of a part of a bundle. Its names stay as they are. */
async function minified(code: string): Promise<string> {
  return (await transform(code, { minifyWhitespace: true })).code.trim();
}
