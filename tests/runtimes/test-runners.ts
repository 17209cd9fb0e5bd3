// Test runners: the job is a test in a user's project.

import { chromiumFlags, findChromium } from '../support/browser.ts';
import { type Environment, NotRun } from '../support/environment.ts';
import { loads, print, runProject, type Style } from '../support/project.ts';
import type { Tool } from '../support/versions.ts';

/** A runner, and the files of a new project that uses it. */
interface Runner {
  readonly name: string;
  readonly style: Style;
  readonly core?: true;
  /** The packages to install. The first is the runner. */
  readonly packages: readonly Tool[];
  /** The file of the test, and the lines before its imports. */
  readonly test: readonly [file: string, head: string];
  /** The runner's own files. None of them names the package. */
  readonly files?: () => Readonly<Record<string, string>>;
  readonly command: string;
  readonly env?: Readonly<Record<string, string>>;
}

const fromVitest = "import { test } from 'vitest';\n";

/** A worker's project, with the first configuration of the runner's manual. */
const cloudflare = (runner: string) => () => ({
  'wrangler.json': JSON.stringify({
    name: 'worker',
    main: 'worker.js',
    compatibility_date: '2026-01-01',
  }),
  'worker.js': 'export default { fetch: () => new Response() };\n',
  'vitest.config.mjs': `import { cloudflareTest } from '${runner}';
import { defineConfig } from 'vitest/config';
export default defineConfig({
  plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.json' } })],
});
`,
});

const runners: readonly Runner[] = [
  {
    name: 'vitest',
    style: 'import',
    core: true,
    packages: ['vitest@5'],
    test: ['job.test.js', fromVitest],
    command: 'vitest run',
  },
  {
    name: 'vitest, environment jsdom',
    style: 'import',
    packages: ['vitest@5', 'jsdom@31'],
    test: ['job.test.js', `// @vitest-environment jsdom\n${fromVitest}`],
    command: 'vitest run',
  },
  {
    name: 'vitest, environment happy-dom',
    style: 'import',
    packages: ['vitest@5', 'happy-dom@21'],
    test: ['job.test.js', `// @vitest-environment happy-dom\n${fromVitest}`],
    command: 'vitest run',
  },
  {
    name: 'vitest, browser mode with Chromium',
    style: 'import',
    packages: ['vitest@5', '@vitest/browser-playwright@5', 'playwright@1'],
    test: ['job.test.js', fromVitest],
    files() {
      const executablePath = findChromium();
      if (executablePath === undefined) throw new NotRun('Chromium is not installed');
      const launchOptions = { executablePath, args: chromiumFlags };
      return {
        'vitest.config.mjs': `import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
export default defineConfig({
  test: {
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: ${JSON.stringify(launchOptions)} }),
      instances: [{ browser: 'chromium' }],
    },
  },
});
`,
      };
    },
    command: 'vitest run',
  },
  {
    name: '@cloudflare/vitest-plugin',
    style: 'import',
    packages: ['@cloudflare/vitest-plugin@1', 'vitest@5'],
    test: ['job.test.js', fromVitest],
    files: cloudflare('@cloudflare/vitest-plugin'),
    command: 'vitest run',
  },
  {
    name: '@cloudflare/vitest-pool-workers',
    style: 'import',
    packages: ['@cloudflare/vitest-pool-workers@0.23', 'vitest@4'],
    test: ['job.test.js', fromVitest],
    files: cloudflare('@cloudflare/vitest-pool-workers'),
    command: 'vitest run',
  },
  {
    name: 'jest',
    style: 'require',
    core: true,
    packages: ['jest@30'],
    test: ['job.test.js', ''],
    command: 'jest',
  },
  {
    name: 'jest',
    style: 'import',
    packages: ['jest@30'],
    test: ['job.test.mjs', ''],
    command: 'jest --testMatch **/*.test.mjs',
    env: { NODE_OPTIONS: '--experimental-vm-modules' },
  },
  {
    name: 'jest, environment jsdom with whatwg-fetch',
    style: 'require',
    packages: ['jest@30', 'jest-environment-jsdom@30', 'whatwg-fetch@3'],
    test: ['job.test.js', "/** @jest-environment jsdom */\nrequire('whatwg-fetch');\n"],
    command: 'jest',
  },
  {
    name: 'jest, environment jest-fixed-jsdom',
    style: 'require',
    packages: ['jest@30', 'jest-environment-jsdom@30', 'jest-fixed-jsdom@0.0'],
    test: ['job.test.js', '/** @jest-environment jest-fixed-jsdom */\n'],
    command: 'jest',
  },
  {
    name: 'node:test',
    style: 'import',
    packages: [],
    test: ['job.test.mjs', "import test from 'node:test';\n"],
    command: 'node --test',
  },
  {
    name: 'node:test',
    style: 'require',
    packages: [],
    test: ['job.test.cjs', "const test = require('node:test');\n"],
    command: 'node --test',
  },
];

export const testRunners: readonly Environment[] = runners.map((runner) => {
  const { name, style, core = false, packages, files, command, env } = runner;
  const [file, head] = runner.test;
  const test = `${head}${loads[style]}test('the job', () => job(api)${print}, 30_000);\n`;
  return {
    name,
    style,
    core,
    async run(context) {
      const project = {
        name: `${name}, ${style}`,
        packages,
        files: { ...files?.(), [file]: test },
      };
      return runProject(context, project, [command], env);
    },
  };
});
