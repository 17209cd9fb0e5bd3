// Frameworks that bundle for browsers and servers.

import type { Project } from '../support/project.ts';
import { answersBy, byImport } from './sources.ts';
import type { Use } from './use.ts';

/** A project for each of Next's bundlers, because their builds use the same folder. */
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
import { job } from './job.mjs';

export default function Page() {
  useEffect(() => {
    // In development React runs effects twice.
    globalThis.report ??= job(api);
  }, []);
  return api.createClient({ orgId: 'acme' }) && 'ready';
}
`,
    'app/node/route.js': answersBy("\nexport const runtime = 'nodejs';\n"),
    'app/edge/route.js': answersBy("\nexport const runtime = 'edge';\n"),
  },
});

/** Where an application does the job: in the page, or in a route. */
type Place = Pick<Use, 'style' | 'answers'>;

/** The uses of an application, in production and in development. */
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
  ).map((use) => ({
    ...use,
    // The only one that takes the package's build for edge runtimes.
    core: use.name === 'Next, Turbopack, production' && use.answers === '/edge',
  }));
});

const astro = (name: string, files: Project['files']): Project => ({
  name,
  packages: ['astro@7'],
  sources: 'src',
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
/** A separate project, because a build runs the endpoints. */
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
const astroEdge: Project = {
  ...astro('astro-edge', {
    'src/pages/job.json.js': answersBy(),
    'astro.config.mjs': `import cloudflare from '@astrojs/cloudflare';
import { defineConfig } from 'astro/config';

export default defineConfig({ output: 'server', adapter: cloudflare() });
`,
  }),
  packages: ['astro@7', '@astrojs/cloudflare@14', 'wrangler@4'],
};
const astroEdgeUses = application(
  'Astro, for Cloudflare',
  astroEdge,
  { build: 'astro build', serve: { command: 'wrangler dev --port $PORT' } },
  'astro dev --port $PORT',
  [{ style: 'endpoint', answers: '/job.json' }],
);

const svelteKit: Project = {
  name: 'sveltekit',
  packages: [
    '@sveltejs/kit@3',
    '@sveltejs/adapter-node@6',
    '@sveltejs/vite-plugin-svelte@7',
    'svelte@5',
    'vite@8',
  ],
  sources: 'src',
  manifest: { type: 'module' },
  files: {
    // As its scaffolding writes it, with the adapter for Node.
    'vite.config.js': `import adapter from '@sveltejs/adapter-node';
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
  import { job } from '../job.mjs';

  const chains = api.createClient({ orgId: 'acme' });
  onMount(() => {
    globalThis.report = job(api);
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
  { build: 'vite build', serve: { command: 'node build' } },
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
import { job } from '#shared/job.mjs';

const chains = api.createClient({ orgId: 'acme' });
onMounted(() => {
  globalThis.report = job(api);
});
</script>

<template>{{ typeof chains.createChain }}</template>
`,
    'server/api/job.js': `import * as api from 'identification-chain';
import { job } from '#shared/job.mjs';

export default defineEventHandler(() => job(api));
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

/** Nuxt built by nitro for Cloudflare, where the package imports its core as a module. */
const nuxtEdge: Project = {
  ...nuxt,
  name: 'nuxt-edge',
  packages: ['nuxt@4', 'vue@3', 'wrangler@4'],
  files: {
    ...nuxt.files,
    'nuxt.config.js': `export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  nitro: {
    preset: 'cloudflare_module',
    cloudflare: { deployConfig: true, nodeCompat: true },
    experimental: { wasm: true },
  },
});
`,
  },
};
const nuxtEdgeUse: Use = {
  name: 'Nuxt, for Cloudflare, production',
  style: 'server route, with nitro.experimental.wasm',
  project: nuxtEdge,
  build: 'nuxt build',
  serve: { command: 'wrangler dev --port $PORT' },
  answers: '/api/job',
};

export const frameworkUses: readonly Use[] = [
  ...nextUses,
  ...astroUses,
  ...astroEdgeUses,
  ...svelteKitUses,
  ...nuxtUses,
  nuxtEdgeUse,
];
