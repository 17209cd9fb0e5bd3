// Bundles programs as applications do: from sources in this folder and the built package.

import { type BuildOptions, build } from 'esbuild';

/** A bundle for a runtime that runs one file. `options` are esbuild's. */
export async function bundle(
  source: string,
  options: BuildOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const [file] = await files(source, { platform: 'browser', ...options });
  if (file === undefined) throw new Error('esbuild wrote nothing');
  return new Uint8Array(file.contents);
}

/** A bundle for workerd, which compiles the core itself: the modules in Miniflare's form. */
export async function workerModules(source: string) {
  const written = await files(source, {
    conditions: ['workerd', 'worker'],
    loader: { '.wasm': 'copy' },
    assetNames: '[name]',
  });
  return written
    .map(({ path, contents }) => ({
      type: path.endsWith('.wasm') ? ('CompiledWasm' as const) : ('ESModule' as const),
      path,
      contents,
    }))
    .sort((a, b) => (a.type < b.type ? 1 : -1));
}

async function files(source: string, options: BuildOptions) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    outdir: '/',
    write: false,
    ...options,
  });
  return outputFiles ?? [];
}
