// Debian's browsers, headless. They load the package's files as they are, in a page and in each kind
// of worker, and a build by Vite. The script that does the job posts its report back.

import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from 'identification-chain/sandbox/node';
import { chromiumFlags, findChromium } from '../support/browser.ts';
import { type Environment, NotRun } from '../support/environment.ts';
import { begin, execute } from '../support/program.ts';
import { install, loads, type Project } from '../support/project.ts';
import { staticFile } from '../support/static.ts';

/** The time limit for a report, in milliseconds. */
const patience = 60_000;

/** A browser that opens a page. */
interface Browser {
  readonly name: string;
  /** Its path, if it is installed. */
  readonly executable: () => string | undefined;
  /** The command that prints its version. */
  readonly version: (executable: string) => readonly string[];
  /** The command that opens a page with a new profile folder. */
  readonly open: (executable: string, profile: string, url: string) => readonly string[];
}

/** A screen and a session bus, for a browser without a headless mode. */
const onScreen = ['dbus-run-session', '--', 'xvfb-run', '--auto-servernum'];

const browserTable: readonly Browser[] = [
  {
    name: 'Chromium',
    executable: findChromium,
    version: (executable) => [executable, '--version'],
    open: (executable, profile, url) => [
      executable,
      '--headless',
      ...chromiumFlags,
      `--user-data-dir=${profile}`,
      url,
    ],
  },
  {
    name: 'Firefox ESR',
    executable: () => ['/usr/bin/firefox-esr'].find(existsSync),
    version: (executable) => [executable, '--version'],
    open: (executable, profile, url) => [
      executable,
      '--headless',
      '--no-remote',
      '--profile',
      profile,
      url,
    ],
  },
  {
    name: 'WebKitGTK',
    executable: () =>
      ['/usr/bin/xvfb-run', '/usr/bin/dbus-run-session'].every(existsSync)
        ? globSync('/usr/lib/*/webkit2gtk-4.1/MiniBrowser')[0]
        : undefined,
    version: (executable) => [...onScreen, executable, '--version'],
    open: (executable, _profile, url) => [...onScreen, executable, '--private', url],
  },
];

/** A module that waits for `before`, does the job, and posts the report. */
const reporting = (load: string, before = 'Promise.resolve()') => `${load}${before}
  .then(() => job(api))
  .catch((error) => ({ error: error + ' ' + error?.stack }))
  .then((report) => fetch('/report', { method: 'POST', body: JSON.stringify(report) }));
`;

const page = (head: string) => `<!doctype html><title>-</title>${head}`;
const moduleScript = (text: string) => page(`<script type="module">${text}</script>`);

/** The imports of a worker's module. Workers have no import map. */
const byUrl = `import * as api from '/node_modules/identification-chain/dist/esm/index.js';
import { job } from '/job.mjs';
`;
const importMap = JSON.stringify({
  imports: { 'identification-chain': '/node_modules/identification-chain/dist/esm/index.js' },
});

/** Checks that the default entry fails, in `validate` and in `preload`, and names the directive. */
const refused = `import * as other from '/node_modules/identification-chain/dist/esm/index.js';
async function refused() {
  for (const use of [() => other.validate({}), () => other.preload()]) {
    const message = await Promise.resolve().then(use).then(() => 'nothing', (error) => error.message);
    if (!message.includes("'wasm-unsafe-eval' to the script-src")) throw new Error(message);
  }
}
`;

/** A site that a browser opens. */
interface Site extends Pick<Project, 'packages' | 'files'> {
  readonly name: string;
  readonly style: string;
  /** The browser in which `make test` runs it. */
  readonly core?: string;
  /** The Content-Security-Policy. */
  readonly policy?: string;
  /** The command that builds it, and the folder of the build. */
  readonly build?: readonly [command: string, folder: string];
}

/** A page that loads the package's files as they are, and the module that does the job. */
const unbundled = (html: string, load: string): Pick<Site, 'packages' | 'files'> => ({
  packages: [],
  files: { 'index.html': html, 'main.js': reporting(load) },
});

const linked = '<script type="module" src="/main.js"></script>';

const sites: readonly Site[] = [
  {
    name: 'page',
    style: 'script type=module, import map',
    ...unbundled(page(`<script type="importmap">${importMap}</script>${linked}`), loads.import),
  },
  {
    name: 'web worker',
    style: 'import of a URL',
    ...unbundled(moduleScript("new Worker('/main.js', { type: 'module' })"), byUrl),
  },
  {
    name: 'SharedWorker',
    style: 'import of a URL',
    ...unbundled(moduleScript("new SharedWorker('/main.js', { type: 'module' })"), byUrl),
  },
  {
    name: 'service worker',
    style: 'import of a URL',
    core: 'Chromium',
    ...unbundled(
      moduleScript("navigator.serviceWorker.register('/main.js', { type: 'module' })"),
      byUrl,
    ),
  },
  {
    name: "page whose policy is script-src 'self'",
    style: 'import of the URL of fallback',
    policy: "script-src 'self'",
    packages: [],
    files: {
      'index.html': page(linked),
      'main.js': reporting(byUrl.replace('/esm/', '/fallback/') + refused, 'refused()'),
    },
  },
  {
    name: 'page built by Vite',
    style: 'import',
    packages: ['vite@8'],
    files: { 'index.html': page(linked), 'main.js': reporting(loads.import) },
    build: ['vite build', 'dist'],
  },
];

/** Opens a site in a browser, and returns its report. */
async function visit(folder: string, browser: Browser, executable: string, policy = '') {
  const { promise, resolve } = Promise.withResolvers<string>();
  const server = await serve(async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname !== '/report') {
      const file = staticFile(folder, pathname);
      file.headers.set('Content-Security-Policy', policy);
      return file;
    }
    resolve(await request.text());
    return new Response();
  });
  const profile = mkdtempSync(join(tmpdir(), 'browser-'));
  const env = { HOME: profile, WEBKIT_DISABLE_COMPOSITING_MODE: '1' };
  const said = await execute(browser.version(executable), { cwd: profile, env });
  const [, version = ''] = /(?:Chromium|Chrome|Firefox|WebKitGTK) (\d[\d.]*)/.exec(said) ?? [];
  try {
    await using _running = begin(browser.open(executable, profile, server.url), {
      cwd: profile,
      env,
    });
    const text = await Promise.race([
      promise,
      sleep(patience, undefined, { ref: false }).then(() => {
        throw new Error(`${browser.name} reported nothing in ${patience} ms`);
      }),
    ]);
    const { error, ...report } = JSON.parse(text);
    if (error !== undefined) throw new Error(error);
    return { version, ...report };
  } finally {
    await server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

export const browsers: readonly Environment[] = browserTable.flatMap((browser) =>
  sites.map(({ name, style, core, policy, build, ...site }) => ({
    name: `${browser.name}, ${name}`,
    style,
    core: core === browser.name,
    async run(context) {
      const executable = browser.executable();
      if (executable === undefined) throw new NotRun(`${browser.name} is not installed`);
      const folder = await install(context, { name: `${browser.name}, ${name}`, ...site });
      if (build === undefined) return visit(folder, browser, executable, policy);
      const [command, built] = build;
      await execute(command.split(' '), { cwd: folder });
      return visit(join(folder, built), browser, executable);
    },
  })),
);
