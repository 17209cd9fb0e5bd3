// Bundlers without a framework, by their own commands.

import type { Project } from '../support/project.ts';
import { onlyGuards } from './guards.ts';
import { byImport, byRequire, bySlim } from './sources.ts';
import type { Use } from './use.ts';

const page = (script: string) => `<!doctype html><title>-</title>${script}`;
const moduleAt = (source: string) => page(`<script type="module" src="${source}"></script>`);
const scriptAt = (source: string) => page(`<script defer src="${source}"></script>`);

const esbuild: Project = {
  name: 'esbuild',
  packages: ['esbuild@0.28'],
  sources: 'src',
  files: {
    'src/index.js': byImport,
    'src/required.js': byRequire,
    'imported/index.html': moduleAt('main.js'),
    'required/index.html': scriptAt('main.js'),
  },
};

const rollup: Project = {
  name: 'rollup',
  packages: ['rollup@4', '@rollup/plugin-node-resolve@16'],
  sources: 'src',
  files: {
    'src/index.js': byImport,
    'src/guards.js': onlyGuards,
    'dist/index.html': moduleAt('main.js'),
  },
};

const vite = (version: 7 | 8): Project => ({
  name: `vite-${version}`,
  packages: [`vite@${version}`],
  manifest: { type: 'module' },
  sources: 'src',
  files: {
    'src/index.js': byImport,
    'index.html': moduleAt('/src/index.js'),
    'guards/guards.js': onlyGuards,
    'guards/index.html': moduleAt('/guards.js'),
  },
});
const [vite8, vite7] = [vite(8), vite(7)];
const viteSlim: Project = {
  ...vite(8),
  name: 'vite-slim',
  files: {
    'src/index.js': bySlim('url', "import url from 'identification-chain/core.wasm?url';\n"),
    'index.html': moduleAt('/src/index.js'),
  },
};

/** The files that webpack and rspack bundle without a configuration. */
const src = {
  'src/index.js': byImport,
  'src/guards.js': onlyGuards,
  'src/required.js': byRequire,
  'public/index.html': scriptAt('main.js'),
  'dist/index.html': scriptAt('main.js'),
  'required/index.html': scriptAt('main.js'),
};
const webpack: Project = {
  name: 'webpack',
  packages: ['webpack@5', 'webpack-cli@7', 'webpack-dev-server@6'],
  sources: 'src',
  files: {
    ...src,
    'src/slim.js': bySlim("new URL('identification-chain/core.wasm', import.meta.url)"),
    'slim/index.html': scriptAt('main.js'),
  },
};
const rspack: Project = {
  name: 'rspack',
  packages: ['@rspack/core@2', '@rspack/cli@2', '@rspack/dev-server@2'],
  sources: 'src',
  files: src,
};

const parcel: Project = {
  name: 'parcel',
  packages: ['parcel@2'],
  sources: 'src',
  files: {
    'src/index.js': byImport,
    'src/guards.js': onlyGuards,
    'src/index.html': moduleAt('./index.js'),
  },
};
/** Parcel ignores `exports`, and takes files by their paths. */
const parcelSlim: Project = {
  ...parcel,
  name: 'parcel-slim',
  files: {
    'src/index.js': bySlim("new URL('npm:identification-chain/dist/core.wasm', import.meta.url)"),
    'src/index.html': moduleAt('./index.js'),
  },
};

const bun: Project = {
  name: 'bun',
  packages: ['bun@1'],
  sources: 'src',
  files: {
    'src/index.js': byImport,
    'src/guards.js': onlyGuards,
    'index.html': moduleAt('./src/index.js'),
  },
};

export const toolUses: readonly Use[] = [
  {
    name: 'esbuild',
    core: true,
    project: esbuild,
    build: 'esbuild src/index.js --bundle --minify --format=esm --outfile=imported/main.js',
    serve: { folder: 'imported' },
  },
  {
    name: 'esbuild',
    style: 'require',
    project: esbuild,
    build: 'esbuild src/required.js --bundle --outfile=required/main.js',
    serve: { folder: 'required' },
  },
  {
    name: 'Rollup',
    project: rollup,
    build: 'rollup src/index.js --format es --file dist/main.js --plugin node-resolve',
    serve: { folder: 'dist' },
    guards: {
      build: 'rollup src/guards.js --format es --file guards/main.js --plugin node-resolve',
      folder: 'guards',
    },
  },
  ...[vite8, vite7].flatMap((project, index) => {
    const name = `Vite ${8 - index}`;
    return [
      {
        name: `${name}, production`,
        core: project === vite8,
        project,
        build: 'vite build',
        serve: { folder: 'dist' },
        guards: { build: 'vite build guards', folder: 'guards/dist' },
      },
      {
        name: `${name}, development`,
        project,
        serve: { command: 'vite --port $PORT --strictPort' },
      },
    ];
  }),
  {
    name: 'Vite 8, production',
    style: 'import of slim, core.wasm?url',
    project: viteSlim,
    build: 'vite build',
    serve: { folder: 'dist' },
  },
  {
    name: 'Vite 8, development',
    style: 'import of slim, core.wasm?url',
    project: viteSlim,
    serve: { command: 'vite --port $PORT --strictPort' },
  },
  {
    name: 'webpack 5, production',
    core: true,
    project: webpack,
    build: 'webpack --mode production',
    serve: { folder: 'dist' },
    guards: {
      build: 'webpack ./src/guards.js --mode production --output-path guards',
      folder: 'guards',
    },
  },
  {
    name: 'webpack 5, production',
    style: 'require',
    project: webpack,
    build: 'webpack ./src/required.js --mode production --output-path required',
    serve: { folder: 'required' },
  },
  {
    name: 'webpack 5, production',
    style: 'import of slim, new URL of core.wasm',
    project: webpack,
    build: 'webpack ./src/slim.js --mode production --output-path slim',
    serve: { folder: 'slim' },
  },
  {
    name: 'webpack 5, development',
    project: webpack,
    serve: { command: 'webpack serve --mode development --port $PORT' },
  },
  {
    name: 'rspack, production',
    project: rspack,
    build: 'rspack build --mode production',
    serve: { folder: 'dist' },
    guards: {
      build: 'rspack build --mode production --entry ./src/guards.js --output-path guards',
      folder: 'guards',
    },
  },
  {
    name: 'rspack, development',
    project: rspack,
    serve: { command: 'rspack serve --mode development --port $PORT' },
  },
  {
    name: 'Parcel, production',
    project: parcel,
    build: 'parcel build src/index.html',
    serve: { folder: 'dist' },
    guards: { build: 'parcel build src/guards.js --dist-dir guards', folder: 'guards' },
  },
  {
    name: 'Parcel, development',
    project: parcel,
    serve: { command: 'parcel serve src/index.html --port $PORT' },
  },
  {
    name: 'Parcel, production',
    style: 'import of slim, new URL of dist/core.wasm',
    project: parcelSlim,
    build: 'parcel build src/index.html',
    serve: { folder: 'dist' },
  },
  {
    name: 'bun build, production',
    project: bun,
    build: 'bun build index.html --minify --outdir=dist',
    serve: { folder: 'dist' },
    guards: { build: 'bun build src/guards.js --minify --outdir=guards', folder: 'guards' },
  },
  {
    name: 'bun build, development',
    project: bun,
    serve: { command: 'bun index.html --port=$PORT' },
  },
];
