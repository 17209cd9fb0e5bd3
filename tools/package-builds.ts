// The builds of the npm package. The entries that need the core are built once for each way to load
// it, a variant. All variants share the modules that do not need the core.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';
import type { InlineConfig } from 'tsdown';

type Plugin = Exclude<Extract<InlineConfig['plugins'], readonly unknown[]>[number], unknown[]>;
type Format = 'esm' | 'cjs';

/** The variants, with the formats of each. The default variant is in the folder of its format. */
const variants: Readonly<Record<string, readonly Format[]>> = {
  default: ['esm', 'cjs'],
  workerd: ['esm'],
  'edge-light': ['esm'],
  slim: ['esm', 'cjs'],
  fallback: ['esm', 'cjs'],
};

/** The entries that need the core, by their names in `dist`. */
const coreEntries = {
  index: 'client/index.ts',
  core: 'client/core/index.ts',
  schema: 'client/forms/schema.ts',
  forms: 'client/forms/form.ts',
  gateway: 'gateway/index.ts',
  sandbox: 'sandbox/index.ts',
};
/** The entries of the slim and the fallback variant: all in one, without the gateway and the sandbox. */
const slimEntries = { index: 'client/slim.ts' };
const fallbackEntries = { index: 'client/fallback.ts' };
/** The entries that do not need the core. */
const otherEntries = {
  auth: 'client/auth/index.ts',
  'forms-en': 'client/forms/languages/en.ts',
  'forms-es': 'client/forms/languages/es.ts',
  'messages-es': 'client/issues/languages/es.ts',
  otel: 'client/otel.ts',
  'sandbox-node': 'sandbox/node.ts',
};

/**
 * The command, which only Node runs. It shares the modules of the default variant, as ES modules. It
 * imports other entries by name: an entry that it imported by path would get a chunk of its own.
 */
const command = 'cli/index.ts';

/** The source of each entry, by its name in `dist`. */
export const entrySources: Readonly<Record<string, string>> = { ...coreEntries, ...otherEntries };

/** The packages that are bundled, so that this package has no dependencies. */
export const bundledPackages = ['hono', '@hono/node-server', 'jose'];

function entriesOf(variant: string): Readonly<Record<string, string>> {
  if (variant === 'default') return { ...coreEntries, ...otherEntries };
  if (variant === 'slim') return slimEntries;
  return variant === 'fallback' ? fallbackEntries : coreEntries;
}

/** The modules of `www` that a module imports, by the specifiers, types excluded. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8').replaceAll(/^(import|export) type .*?;/gms, '');
  return [...text.matchAll(/(?:^| )from '([^']+)';/gm)].map(([, specifier = '']) => specifier);
}

const known = new Map<string, boolean>();

/** Whether a module imports the core, by itself or by others. */
function needsCore(file: string): boolean {
  const before = known.get(file);
  if (before !== undefined) return before;
  known.set(file, false);
  const needs = importsOf(file).some((specifier) =>
    specifier.startsWith('.')
      ? needsCore(join(dirname(file), specifier))
      : ['#loader', '#glue'].includes(specifier),
  );
  known.set(file, needs);
  return needs;
}

/** The id of a module in a variant. Ids end with the variant, so that each variant has its own. */
function idIn(variant: string, file: string): string {
  return variant === 'default' ? file : `${file}?${variant}`;
}

function variantOf(id: string): string {
  return /\?([a-z-]+)$/.exec(id)?.[1] ?? 'default';
}

/** Gives each variant its own copy of the modules that need the core, with its loader and glue. */
function variantPlugin(root: string, format: Format): Plugin {
  const www = join(root, 'www');
  const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const fileFor = (name: string, variant: string) =>
    join(root, imports[name][variant] ?? imports[name].default);
  const extension = format === 'esm' ? 'js' : 'cjs';
  return {
    name: 'variants',
    async resolveId(source, importer) {
      // The platform compiles this module.
      if (source.startsWith('#core.wasm')) {
        return { id: source.replace('#core.wasm', '../core.wasm'), external: true };
      }
      // tools/package.ts writes this file.
      if (source === '#core-in-js') return { id: `./core-in-js.${extension}`, external: true };
      const variant = variantOf(importer ?? source);
      if (source === '#loader') return fileFor(source, variant);
      if (source === '#glue') return idIn(variant, fileFor(source, variant));
      if (importer === undefined) return source;
      const resolved = await this.resolve(source, importer.replace(/\?.*/, ''), { skipSelf: true });
      if (!resolved?.id.startsWith(www)) return resolved;
      return needsCore(resolved.id) ? idIn(variant, resolved.id) : resolved;
    },
    load(id) {
      const file = id.replace(/\?.*/, '');
      if (variantOf(id) === 'default' || !file.startsWith(root)) return null;
      return { code: readFileSync(file, 'utf8'), moduleType: file.endsWith('.ts') ? 'ts' : 'js' };
    },
  };
}

/** Minifies the chunks of other authors' packages. Ours stay readable, for debuggers. */
const minifyPackages: Plugin = {
  name: 'minify-packages',
  async generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk') continue;
      const names = file.moduleIds.map((id) => packageOf(id));
      if (names.length === 0 || names.includes(undefined)) continue;
      const { code } = await transform(file.code, { minify: true, target: 'es2022' });
      file.code = `// ${[...new Set(names)].join(', ')}: see THIRD-PARTY-LICENSES\n${code}`;
    }
  },
};

/** The npm package that a module is from. */
export function packageOf(id: string): string | undefined {
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];
}

/** The folder of a chunk: that of its variant, or of the modules that all variants share. */
function folderOf(moduleIds: readonly string[], format: Format): string {
  const variant = moduleIds.map(variantOf).find((name) => name !== 'default');
  return variant ?? format;
}

/** Builds all variants of a format. */
function code(root: string, format: Format): InlineConfig {
  const extension = format === 'esm' ? 'js' : 'cjs';
  const entry = Object.entries(variants)
    .filter(([, formats]) => formats.includes(format))
    .flatMap(([variant]) =>
      Object.entries(entriesOf(variant)).map(([name, file]) => [
        `${variant === 'default' ? format : variant}/${name}`,
        idIn(variant, join(root, 'www', file)),
      ]),
    );
  if (format === 'esm') entry.push(['cli', join(root, 'www', command)]);
  return {
    ...shared(root),
    entry: Object.fromEntries(entry),
    format,
    dts: false,
    outDir: join(root, 'pkg/dist'),
    outputOptions: {
      entryFileNames: `[name].${extension}`,
      chunkFileNames: ({ name, moduleIds }) =>
        `${folderOf(moduleIds, format)}/chunk-${name}.${extension}`,
      codeSplitting: {
        groups: bundledPackages.map((name) => ({
          name: name.replace(/^@/, '').replace('/', '-'),
          test: new RegExp(`/node_modules/${name}/`),
        })),
      },
    },
    plugins: [variantPlugin(root, format), minifyPackages],
  };
}

/** Writes the declarations into `dist/esm`. Neither variants nor formats differ in their types. */
function declarations(root: string): InlineConfig {
  const entries = {
    ...coreEntries,
    ...otherEntries,
    slim: slimEntries.index,
    fallback: fallbackEntries.index,
  };
  return {
    ...shared(root),
    entry: Object.fromEntries(
      Object.entries(entries).map(([name, file]) => [name, join(root, 'www', file)]),
    ),
    format: 'esm',
    dts: { emitDtsOnly: true },
    outputOptions: { chunkFileNames: 'chunk-[name].ts' },
    outDir: join(root, 'pkg/dist/esm'),
  };
}

function shared(root: string) {
  return {
    config: false,
    logLevel: 'warn',
    clean: false,
    target: 'es2022',
    platform: 'neutral',
    fixedExtension: false,
    hash: false,
    // The output keeps our names and comments. A map of it would be as large as itself.
    sourcemap: false,
    tsconfig: join(root, 'tsconfig.json'),
    inputOptions: {
      resolve: { conditionNames: ['import', 'default'] },
      external: [/^node:/, /^identification-chain/],
    },
    deps: {
      alwaysBundle: bundledPackages.map((name) => new RegExp(`^${name}`)),
      onlyBundle: false,
    },
  } satisfies InlineConfig;
}

/** The builds of the package in `root`. */
export function packageBuilds(root: string): InlineConfig[] {
  return [code(root, 'esm'), code(root, 'cjs'), declarations(root)];
}
