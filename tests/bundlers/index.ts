// The bundlers: for each a project as small as its users could have it, without configuration.

import type { Environment } from '../matrix/environment.ts';
import { onlyGuards } from './guards.ts';
import { environmentOf, type Project, type Use } from './project.ts';

/** Does the job, and leaves the result to whoever opens the page. */
const doesTheJob = `
import { doTheJob } from './job.js';
import { baseUrl, request } from './input.js';

globalThis.result = doTheJob(api, baseUrl, request);
`;
const byImport = `import * as api from 'identification-chain';${doesTheJob}`;
const byRequire = `const api = require('identification-chain');
const { doTheJob } = require('./job.js');
const { baseUrl, request } = require('./input.js');

globalThis.result = doTheJob(api, baseUrl, request);
`;

const page = (script: string) => `<!doctype html><title>-</title>${script}`;
const moduleAt = (source: string) => page(`<script type="module" src="${source}"></script>`);
const scriptAt = (source: string) => page(`<script defer src="${source}"></script>`);

const esbuild: Project = {
  name: 'esbuild',
  packages: ['esbuild@0.28'],
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
  files: {
    'src/index.js': byImport,
    'src/guards.js': onlyGuards,
    'dist/index.html': moduleAt('main.js'),
  },
};

const vite = (version: number): Project => ({
  name: `vite-${version}`,
  packages: [`vite@${version}`],
  manifest: { type: 'module' },
  files: {
    'src/index.js': byImport,
    'index.html': moduleAt('/src/index.js'),
    'guards/guards.js': onlyGuards,
    'guards/index.html': moduleAt('/guards.js'),
  },
});
const [vite8, vite7] = [vite(8), vite(7)];

/** What webpack and rspack take without a configuration. */
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
  files: src,
};
const rspack: Project = {
  name: 'rspack',
  packages: ['@rspack/core@2', '@rspack/cli@2', '@rspack/dev-server@2'],
  files: src,
};

const parcel: Project = {
  name: 'parcel',
  packages: ['parcel@2'],
  files: {
    'src/index.js': byImport,
    'src/guards.js': onlyGuards,
    'src/index.html': moduleAt('./index.js'),
  },
};

const bun: Project = {
  name: 'bun',
  packages: ['bun@1'],
  files: {
    'src/index.js': byImport,
    'src/guards.js': onlyGuards,
    'index.html': moduleAt('./src/index.js'),
  },
};

const answersBy = (more = '') => `import * as api from 'identification-chain';
import { doTheJob } from '../job.js';
import { baseUrl, request } from '../input.js';
${more}
export async function GET() {
  return Response.json(await doTheJob(api, baseUrl, request));
}
`;
/** A project for each of Next's bundlers, because their builds share a folder. */
const next = (bundler: string): Project => ({
  name: `next-${bundler}`,
  packages: ['next@16', 'react@19', 'react-dom@19'],
  sources: 'app',
  files: {
    'app/layout.js': `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
`,
    'app/page.js': `'use client';

import * as api from 'identification-chain';
import { useEffect } from 'react';
import { doTheJob } from './job.js';
import { baseUrl, request } from './input.js';

export default function Page() {
  useEffect(() => {
    // In development React runs effects twice.
    globalThis.result ??= doTheJob(api, baseUrl, request);
  }, []);
  return api.createClient({ orgId: 'acme' }) && 'ready';
}
`,
    'app/node/route.js': answersBy("\nexport const runtime = 'nodejs';\n"),
    'app/edge/route.js': answersBy("\nexport const runtime = 'edge';\n"),
  },
});
/** Where the job is done in an application: in the page, or by what answers at a path. */
type Place = Pick<Use, 'style' | 'answers'>;

/** What an application is in production and in development. */
function application(
  name: string,
  project: Project,
  production: Pick<Use, 'build' | 'serve'>,
  development: string,
  places: readonly Place[],
): Use[] {
  const modes = { production, development: { serve: { command: development } } };
  return Object.entries(modes).flatMap(([mode, how]) =>
    places.map((place) => ({ name: `${name}, ${mode}`, project, ...how, ...place })),
  );
}

const nextUses = ['Turbopack', 'webpack'].flatMap((bundler) => {
  const flag = `--${bundler.toLowerCase()}`;
  return application(
    `Next, ${bundler}`,
    next(bundler.toLowerCase()),
    { build: `next build ${flag}`, serve: { command: 'next start --port $PORT' } },
    `next dev ${flag} --port $PORT`,
    [
      { style: 'client component' },
      { style: 'route handler, Node', answers: '/node' },
      { style: 'route handler, edge', answers: '/edge' },
    ],
  );
});

const astro = (name: string, files: Project['files']): Project => ({
  name,
  packages: ['astro@7'],
  manifest: { type: 'module' },
  files,
});
const astroScript = astro('astro-script', {
  'src/pages/index.astro': `<!doctype html>
<title>-</title>
<script>
${byImport.replaceAll('./', '../')}</script>
`,
});
/** Its own project, because a build does what its endpoints do. */
const astroEndpoint = astro('astro-endpoint', {
  'src/pages/job.json.js': answersBy(),
});
const astroUses = [
  { project: astroScript, place: { style: 'script' } },
  { project: astroEndpoint, place: { style: 'endpoint', answers: '/job.json' } },
].flatMap(({ project, place }) =>
  application(
    'Astro',
    project,
    { build: 'astro build', serve: { folder: 'dist' } },
    'astro dev --port $PORT',
    [place],
  ),
);

const svelteKit: Project = {
  name: 'sveltekit',
  packages: [
    '@sveltejs/kit@3',
    '@sveltejs/adapter-auto',
    '@sveltejs/vite-plugin-svelte@7',
    'svelte@5',
    'vite@8',
  ],
  manifest: { type: 'module' },
  files: {
    // As its scaffolding writes it.
    'vite.config.js': `import adapter from '@sveltejs/adapter-auto';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({ plugins: [sveltekit({ adapter: adapter() })] });
`,
    'src/app.html': `<!doctype html>
<html lang="en">
  <head>%sveltekit.head%</head>
  <body>%sveltekit.body%</body>
</html>
`,
    'src/routes/+page.svelte': `<script>
  import * as api from 'identification-chain';
  import { onMount } from 'svelte';
  import { doTheJob } from '../job.js';
  import { baseUrl, request } from '../input.js';

  const chains = api.createClient({ orgId: 'acme' });
  onMount(() => {
    globalThis.result = doTheJob(api, baseUrl, request);
  });
</script>

{typeof chains.createChain}
`,
    'src/routes/job/+server.js': answersBy().replaceAll('../', '../../'),
  },
};
const svelteKitUses = application(
  'SvelteKit',
  svelteKit,
  { build: 'vite build', serve: { command: 'vite preview --port $PORT' } },
  'vite dev --port $PORT',
  [{ style: 'page, rendered on the server' }, { style: 'server route', answers: '/job' }],
);

const nuxt: Project = {
  name: 'nuxt',
  packages: ['nuxt@4', 'vue@3'],
  manifest: { type: 'module' },
  sources: 'shared',
  files: {
    'app/app.vue': `<script setup>
import * as api from 'identification-chain';
import { doTheJob } from '#shared/job.js';
import { baseUrl, request } from '#shared/input.js';

const chains = api.createClient({ orgId: 'acme' });
onMounted(() => {
  globalThis.result = doTheJob(api, baseUrl, request);
});
</script>

<template>{{ typeof chains.createChain }}</template>
`,
    'server/api/job.js': `import * as api from 'identification-chain';
import { doTheJob } from '#shared/job.js';
import { baseUrl, request } from '#shared/input.js';

export default defineEventHandler(() => doTheJob(api, baseUrl, request));
`,
  },
};
const nuxtUses = application(
  'Nuxt',
  nuxt,
  { build: 'nuxt build', serve: { command: 'node .output/server/index.mjs' } },
  'nuxt dev --port $PORT',
  [{ style: 'page, rendered on the server' }, { style: 'server route', answers: '/api/job' }],
);

const uses: readonly Use[] = [
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
  ...nextUses,
  ...astroUses,
  ...svelteKitUses,
  ...nuxtUses,
];

export const environments: readonly Environment[] = uses.map(environmentOf);
