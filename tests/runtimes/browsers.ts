// Real browsers of Debian's, headless: from the package's files as they are, in a page and in each
// kind of worker, and from a build of Vite's. What runs posts its report back.

import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from 'identification-chain/sandbox/node';
import { chromiumFlags, findChromium } from '../browser.ts';
import { type Environment, type MatrixContext, NotRun } from '../matrix/environment.ts';
import { command, execute, install, jobText, launch, loads, reported } from '../matrix/project.ts';

/** How long a browser may take to report, in milliseconds. */
const patience = 60_000;

/** A browser that opens a page. */
interface Browser {
  readonly name: string;
  /** Where it is. */
  readonly executable: () => string | undefined;
  /** What asks it for its version. */
  readonly version: (executable: string) => readonly string[];
  /** Opens a page with a profile folder of its own. */
  readonly open: (executable: string, profile: string, url: string) => readonly string[];
}

/** A screen and a session bus, for a browser that has no headless mode. */
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

/** The module that does the job and posts the report. */
function reporting(context: MatrixContext, load: string): string {
  const post = "fetch('/report', { method: 'POST', body: JSON.stringify(report) })";
  const failure = "(error) => ({ error: error + ' ' + error?.stack })";
  return `${load}${jobText(context)}.catch(${failure}).then((report) => ${post});\n`;
}

const page = (head: string) => `<!doctype html><title>-</title>${head}`;
const moduleScript = (text: string) => page(`<script type="module">${text}</script>`);

/** What the modules of workers, which have no import map, begin with. */
const byUrl = `import * as api from '/node_modules/identification-chain/dist/esm/index.js';
import { timedJob } from '/job.mjs';
`;
const importMap = JSON.stringify({
  imports: { 'identification-chain': '/node_modules/identification-chain/dist/esm/index.js' },
});

/** Writes what a browser loads; the folder to serve. */
interface Site {
  readonly name: string;
  readonly style: string;
  /** The browsers of which `make test` runs it. */
  readonly core?: string;
  readonly write: (context: MatrixContext, project: string) => Promise<string>;
}

/** The package's files as they are, a page, and the module that does the job. */
function unbundled(html: string, load: string): Site['write'] {
  return async (context, name) => {
    const project = await install(context, name);
    writeFileSync(join(project, 'main.js'), reporting(context, load));
    writeFileSync(join(project, 'index.html'), html);
    return project;
  };
}

const linked = '<script type="module" src="/main.js"></script>';

const sites: readonly Site[] = [
  {
    name: 'page',
    style: 'script type=module, import map',
    write: unbundled(page(`<script type="importmap">${importMap}</script>${linked}`), loads.import),
  },
  {
    name: 'web worker',
    style: 'import of a URL',
    write: unbundled(moduleScript("new Worker('/main.js', { type: 'module' })"), byUrl),
  },
  {
    name: 'SharedWorker',
    style: 'import of a URL',
    write: unbundled(moduleScript("new SharedWorker('/main.js', { type: 'module' })"), byUrl),
  },
  {
    name: 'service worker',
    style: 'import of a URL',
    core: 'Chromium',
    write: unbundled(
      moduleScript("navigator.serviceWorker.register('/main.js', { type: 'module' })"),
      byUrl,
    ),
  },
  {
    name: 'page built by Vite',
    style: 'import',
    async write(context, name) {
      const project = await install(context, name, ['vite@8']);
      writeFileSync(join(project, 'main.js'), reporting(context, loads.import));
      writeFileSync(join(project, 'index.html'), page(linked));
      await execute([command(project, 'vite'), 'build'], { cwd: project });
      return join(project, 'dist');
    },
  },
];

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
};

/** Opens a site in a browser, and waits for its report. */
async function visit(folder: string, browser: Browser, executable: string) {
  const { promise, resolve } = Promise.withResolvers<string>();
  const server = await serve(async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/report') {
      resolve(await request.text());
      return new Response();
    }
    const file = join(folder, pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(file)) return new Response(null, { status: 404 });
    const type = types[extname(file)] ?? 'application/octet-stream';
    return new Response(readFileSync(file), { headers: { 'Content-Type': type } });
  });
  const profile = mkdtempSync(join(tmpdir(), 'browser-'));
  const env = { HOME: profile, WEBKIT_DISABLE_COMPOSITING_MODE: '1' };
  const said = await execute(browser.version(executable), { cwd: profile, env });
  try {
    using _running = launch(browser.open(executable, profile, server.url), { cwd: profile, env });
    const report = await Promise.race([
      promise,
      sleep(patience, undefined, { ref: false }).then(() => {
        throw new Error(`${browser.name} reported nothing in ${patience} ms`);
      }),
    ]);
    const [, version = ''] = /(?:Chromium|Chrome|Firefox|WebKitGTK) (\d[\d.]*)/.exec(said) ?? [];
    return { version, ...reported(`«${report}»`) };
  } finally {
    await server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

export const browsers: readonly Environment[] = browserTable.flatMap((browser) =>
  sites.map(({ name, style, core, write }) => ({
    name: `${browser.name}, ${name}`,
    style,
    core: core === browser.name,
    async run(context) {
      const executable = browser.executable();
      if (executable === undefined) throw new NotRun(`${browser.name} is not installed`);
      const folder = await write(context, `${browser.name}, ${name}`);
      return visit(folder, browser, executable);
    },
  })),
);
