// The last step of the build: www/ and target/npm/ become pkg/dist/.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { transform } from 'esbuild';
import { build, type InlineConfig } from 'tsdown';
import { notices } from './components.ts';
import { packageBuilds } from './package-builds.ts';

/** Writes the files that are published beside package.json and the README. */
export async function buildPackage(root: string): Promise<void> {
  const pkg = join(root, 'pkg');
  const dist = join(pkg, 'dist');
  // Every folder of pkg/ is built. An entry that is gone leaves one behind.
  for (const entry of readdirSync(pkg, { withFileTypes: true })) {
    if (entry.isDirectory()) rmSync(join(pkg, entry.name), { recursive: true });
  }
  for (const config of packageBuilds(root)) await bundle(config);
  await writeCoreInJavaScript(root, join(dist, 'fallback'));
  writeDeclarationsOfCommonJs(dist);
  cpSync(join(root, 'target/npm/core.wasm'), join(dist, 'core.wasm'));
  for (const file of ['LICENSE-MIT', 'LICENSE-APACHE', 'openapi.json', 'gateway.openapi.json']) {
    cpSync(join(root, file), join(pkg, file));
  }
  cpSync(join(root, 'docs/rules.md'), join(pkg, 'RULES.md'));
  writeFileSync(join(dist, 'THIRD-PARTY-LICENSES'), notices());
  writeStubs(pkg);
}

/**
 * Builds one folder of the package.
 *
 * @throws {Error} when the bundler fails. Its own output comes before that.
 */
async function bundle(config: InlineConfig): Promise<void> {
  try {
    await build(config);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    throw new Error(
      `tsdown failed (${config.format}, into ${relative('.', String(config.outDir))})`,
    );
  }
}

/** Writes the core in JavaScript. It is minified already, and a bundler would print it again. */
async function writeCoreInJavaScript(root: string, folder: string): Promise<void> {
  const text = readFileSync(join(root, 'target/npm/core-in-js.js'), 'utf8');
  writeFileSync(join(folder, 'core-in-js.js'), text);
  const { code } = await transform(text, { format: 'cjs', minify: true });
  writeFileSync(join(folder, 'core-in-js.cjs'), code);
}

/** Copies the declarations for CommonJS. They differ in the names of the files that they import. */
function writeDeclarationsOfCommonJs(dist: string): void {
  for (const file of readdirSync(join(dist, 'esm'))) {
    if (!file.endsWith('.d.ts')) continue;
    const text = readFileSync(join(dist, 'esm', file), 'utf8');
    const target = join(dist, 'cjs', file.replace(/\.d\.ts$/, '.d.cts'));
    writeFileSync(target, text.replaceAll(/(?<= from "\.\/[^"]+)\.js(?=")/g, '.cjs'));
  }
}

/**
 * Writes a folder with a package.json for each entry. Tools that ignore `exports` look there: Parcel,
 * TypeScript's old resolution, and Metro as soon as such a folder exists.
 */
function writeStubs(pkg: string): void {
  const { exports } = JSON.parse(readFileSync(join(pkg, 'package.json'), 'utf8'));
  for (const [entry, target] of Object.entries<string | Conditions>(exports)) {
    if (entry === '.' || typeof target === 'string') continue;
    const folder = join(pkg, entry);
    const here = (path: string | undefined) => path && relative(folder, join(pkg, path));
    const stub = {
      main: here(target.require.default),
      module: here(target.default.default),
      'react-native': here(target['react-native']?.default.default),
      types: here(target.require.types),
    };
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(stub, undefined, 2)}\n`);
  }
}

interface Target {
  readonly types: string;
  readonly default: string;
}

/** The conditions of an entry of `exports` that the stubs repeat. */
export interface Conditions {
  readonly require: Target;
  readonly default: Target;
  readonly 'react-native'?: { readonly default: Target };
}
