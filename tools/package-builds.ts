// The builds of the npm package: the same sources, and for each way to load WebAssembly its loader.
// package.json's `imports` says which loader is which condition's.

import { join } from 'node:path';
import type { InlineConfig } from 'tsdown';

export function packageBuilds(root: string): InlineConfig[] {
  const www = join(root, 'www');
  const shared = {
    config: false,
    logLevel: 'warn',
    clean: false,
    target: 'es2022',
    fixedExtension: false,
    hash: false,
    sourcemap: true,
    tsconfig: join(root, 'tsconfig.json'),
    // Bundled, so that the package depends on nothing.
    deps: { alwaysBundle: [/^hono/, /^@hono/, /^jose/], onlyBundle: false },
  } satisfies InlineConfig;

  /** Leaves the import of the compiled module to the platform. */
  const compiledModule = {
    name: 'compiled-module',
    resolveId: (id: string) =>
      id.startsWith('#core.wasm')
        ? { id: id.replace('#core.wasm', '../core.wasm'), external: true }
        : undefined,
  };
  /** What has the core in it. What the entries share is written to core.js. */
  const withCore = {
    index: join(www, 'client/index.ts'),
    'core-entry': join(www, 'client/core/index.ts'),
    schema: join(www, 'client/forms/schema.ts'),
  };
  const withRuntime = {
    ...withCore,
    auth: join(www, 'client/auth/index.ts'),
    sandbox: join(www, 'sandbox/index.ts'),
  };
  const all = {
    ...withRuntime,
    'messages-es': join(www, 'client/issues/languages/es.ts'),
    otel: join(www, 'client/otel.ts'),
  };
  const anywhere = (condition: string, rest: InlineConfig): InlineConfig => ({
    ...shared,
    platform: 'neutral',
    outDir: join(root, 'pkg/dist', condition),
    inputOptions: { resolve: { conditionNames: [condition, 'import', 'default'] } },
    plugins: [compiledModule],
    ...rest,
  });
  const node = (name: string, rest: InlineConfig): InlineConfig => ({
    ...shared,
    entry: { 'sandbox-node': join(www, 'sandbox/node.ts') },
    platform: 'node',
    outDir: join(root, 'pkg/dist', name),
    ...rest,
  });
  // The others are typed as those of the default core.
  const dts = { entry: ['www/client/slim.ts'] };
  const slim = { entry: { ...withCore, index: join(www, 'client/slim.ts') }, dts };
  // Its sources are the default entry's, and what a tool wrote.
  const fallback = { entry: withCore, dts: false, sourcemap: false };
  return [
    anywhere('esm', { entry: all, format: 'esm', dts: true }),
    anywhere('cjs', { entry: all, format: 'cjs', dts: true }),
    anywhere('workerd', { entry: withRuntime, format: 'esm', dts: false }),
    anywhere('edge-light', { entry: withRuntime, format: 'esm', dts: false }),
    anywhere('slim', { ...slim, format: 'esm' }),
    anywhere('slim', { ...slim, format: 'cjs' }),
    anywhere('fallback', { ...fallback, format: 'esm' }),
    anywhere('fallback', { ...fallback, format: 'cjs' }),
    node('esm', { format: 'esm', dts: true }),
    node('cjs', { format: 'cjs', dts: true }),
  ];
}
