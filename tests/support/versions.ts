// The exact versions that the environments install, so that a run does not depend on its day.

/** The versions of packages by name and release line, as the environments name them. */
export const versions = {
  '@astrojs/cloudflare@14': '14.3.3',
  '@cloudflare/vitest-plugin@1': '1.5.0',
  '@cloudflare/vitest-pool-workers@0.23': '0.23.0',
  '@rollup/plugin-node-resolve@16': '16.0.3',
  '@rspack/cli@2': '2.2.8',
  '@rspack/core@2': '2.3.2',
  '@rspack/dev-server@2': '2.2.2',
  '@sveltejs/adapter-node@6': '6.0.1',
  '@sveltejs/kit@3': '3.2.0',
  '@sveltejs/vite-plugin-svelte@7': '7.3.1',
  '@vitest/browser-playwright@5': '5.1.1',
  '@yarnpkg/cli-dist@4': '4.18.1',
  'astro@7': '7.3.5',
  'bun@1': '1.4.5',
  'deno@2': '2.9.6',
  'edge-runtime@4': '4.0.1',
  'esbuild@0.28': '0.28.2',
  'happy-dom@21': '21.0.4',
  'jest@30': '30.5.2',
  'jest-environment-jsdom@30': '30.5.2',
  'jest-fixed-jsdom@0.0': '0.0.11',
  'jsdom@31': '31.0.1',
  'next@16': '16.4.6',
  'node@20': '20.20.0',
  'node@22': '22.23.3',
  'node@24': '24.21.0',
  'node@26': '26.9.0',
  'nuxt@4': '4.5.2',
  'parcel@2': '2.16.4',
  'playwright@1': '1.65.1',
  'pnpm@12': '12.21.0',
  'react@19': '19.3.1',
  'react-dom@19': '19.3.1',
  'rollup@4': '4.68.7',
  'svelte@5': '5.57.3',
  'typescript@5.0': '5.0.4',
  'typescript@5.9': '5.9.3',
  'typescript@6': '6.0.3',
  'typescript@7': '7.0.2',
  'vite@7': '7.3.8',
  'vite@8': '8.3.8',
  'vitest@4': '4.1.0',
  'vitest@5': '5.1.1',
  'vue@3': '3.5.45',
  'webpack@5': '5.112.2',
  'webpack-cli@7': '7.3.1',
  'webpack-dev-server@6': '6.1.0',
  'whatwg-fetch@3': '3.6.20',
  'wrangler@4': '4.164.0',
} as const;

/** A package of a release line. */
export type Tool = keyof typeof versions;

/** The name of a package: `@rspack/core` of `@rspack/core@2`. */
export function nameOf(tool: Tool): string {
  return tool.slice(0, tool.lastIndexOf('@'));
}

/** The dependencies for package.json. */
export function dependencies(tools: readonly Tool[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tools.map((tool) => [nameOf(tool), versions[tool]]));
}
