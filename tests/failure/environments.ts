// Where the copy of the package whose core crashes is run: every loader, every runtime of the machine, and
// the output of bundlers. Each returns the report of crashes.js.

import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { serve } from 'identification-chain/sandbox/node';
import type { Page } from 'playwright-core';
import { build as viteBuild } from 'vite';
import { referenceRequest } from '../../www/demo/reference.ts';
import { type Browser, launchChromium, launchFirefox } from '../support/browser.ts';
import { execute } from '../support/program.ts';
import { install, write } from '../support/project.ts';
import { staticFile } from '../support/static.ts';
import { jsonFromWorkerd } from '../support/workerd.ts';
import { packTrapping, trapAt } from './trapping.ts';

const folder = join(import.meta.dirname, '../../target/package-tests/failure');

/** How the calls of one way to crash ended, and what they did. */
export interface Crash {
  readonly ends: readonly unknown[];
  readonly sent: number;
  readonly started: number;
  readonly isSame: boolean;
  readonly holdsBody: boolean;
}

export type Report = Readonly<Record<string, Crash>>;

/** Installs the copy of the package beside Deno and Bun. Returns the folder of the project. */
export async function installTrapping(): Promise<string> {
  const tarball = packTrapping(join(folder, 'packed'));
  const project = await install(
    { tarball, baseUrl: '', folder },
    { name: 'project', packages: ['deno@2', 'bun@1'], files: {} },
  );
  const crashes = readFileSync(join(import.meta.dirname, 'crashes.js'), 'utf8');
  const args = `${JSON.stringify(trapAt)}, ${JSON.stringify(referenceRequest)}`;
  const crash = `const crash = (api) => crashReport(api, ${args});\n`;
  write(project, {
    'crashes.mjs': `${crashes}${crash}export { crash };\n`,
    'crashes.cjs': `${crashes.replace('export ', '')}${crash}module.exports = { crash };\n`,
  });
  return project;
}

/** The lines before the report: they import the entry and start the core. */
const imported = (entry: string, start = '') => `import * as api from '${entry}';
import { crash } from './crashes.mjs';
${start}`;
const required = (entry: string) => `const api = require('${entry}');
const { crash } = require('./crashes.cjs');
`;
const print = "crash(api).then((report) => console.log('«' + JSON.stringify(report) + '»'));\n";

const entry = 'identification-chain';
const fallback = 'identification-chain/fallback';
const preload = 'await api.preload();\n';

/** Writes a program, runs it by a command and returns what it reports. */
async function output(project: string, name: string, text: string, command: string) {
  write(project, { [name]: text });
  const printed = await execute([...command.split(' '), name], { cwd: project });
  const [, report] = /«(\{.*\})»/.exec(printed) ?? [];
  if (report === undefined) throw new Error(`the program printed no report:\n${printed}`);
  return JSON.parse(report);
}

/** Bundles a worker by esbuild, for a platform that compiles the module. Returns the folder. */
async function bundled(project: string, condition: string, text: string, plugins: Plugin[] = []) {
  const name = `${condition}.mjs`;
  const out = join(project, 'built', condition);
  write(project, { [name]: text });
  await build({
    entryPoints: [join(project, name)],
    outdir: out,
    bundle: true,
    format: plugins.length > 0 ? 'iife' : 'esm',
    conditions: [condition, 'worker'],
    loader: { '.wasm': 'copy' },
    plugins,
    logLevel: 'silent',
  });
  return out;
}

async function inWorkerd(project: string): Promise<Report> {
  const worker = `${imported(entry)}export default {
  fetch: async () => Response.json(await crash(api)),
};
`;
  const out = await bundled(project, 'workerd', worker);
  return (await jsonFromWorkerd(out, 'workerd.js')) as Report;
}

/** Replaces `import wasm from 'x.wasm?module'` with a global of the worker, as Vercel's tools do. */
const asGlobal: Plugin = {
  name: 'wasm-module',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, namespace: 'wasm-module' }));
    onLoad({ filter: /.*/, namespace: 'wasm-module' }, ({ path }) => ({
      contents: `export default globalThis['${basename(path).replace('?module', '')}'];`,
    }));
  },
};

async function inEdgeRuntime(project: string): Promise<Report> {
  const worker = `${imported(entry)}addEventListener('fetch', (event) => {
  event.respondWith(crash(api).then((report) => Response.json(report)));
});
`;
  await bundled(project, 'edge-light', worker, [asGlobal]);
  const host = `const { readFileSync } = require('node:fs');
const { EdgeRuntime } = require('edge-runtime');
const wasm = readFileSync('node_modules/identification-chain/dist/core.wasm');
const runtime = new EdgeRuntime({
  codeGeneration: { strings: false, wasm: false },
  initialCode: readFileSync('built/edge-light/edge-light.js', 'utf8'),
  extend: (context) => Object.assign(context, { 'core.wasm': new WebAssembly.Module(wasm) }),
});
runtime.dispatchFetch('http://edge.test/').then((response) => response.json())
  .then((report) => console.log('«' + JSON.stringify(report) + '»'));
`;
  return output(project, 'host.cjs', host, 'node');
}

/** Bundles a program by esbuild, without any setting for WebAssembly, and runs it in Node. */
async function byEsbuild(project: string): Promise<Report> {
  write(project, { 'esbuild.mjs': imported(entry) + print });
  await build({
    entryPoints: [join(project, 'esbuild.mjs')],
    outfile: join(project, 'built/esbuild/main.mjs'),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  });
  const copied = readFileSync(join(project, 'built/esbuild/main.mjs'), 'utf8');
  return output(project, 'built/esbuild/run.mjs', copied, 'node');
}

/** The name of the browser's variable that gets the report. */
const visible = (start: string) => `${imported(entry, start)}
globalThis.report = crash(api);
`;
const dist = '/node_modules/identification-chain/dist';

/** Opens a page that runs a module, and returns its report. */
async function onPage(browser: Browser, site: string, module: string): Promise<Report> {
  const importMap = JSON.stringify({
    imports: { [entry]: `${dist}/esm/index.js`, [`${entry}/slim`]: `${dist}/slim/index.js` },
  });
  write(site, {
    [`${module}.html`]: `<!doctype html><title>-</title><script type="importmap">${importMap}</script>
<script type="module" src="/${module}.js"></script>`,
  });
  return served(browser, site, `${module}.html`);
}

async function served(browser: Browser, site: string, path: string): Promise<Report> {
  const server = await serve((request) => staticFile(site, new URL(request.url).pathname));
  let page: Page | undefined;
  try {
    page = await browser.open(`${server.url}/${path}`);
    await page.waitForFunction('globalThis.report');
    return await page.evaluate('globalThis.report');
  } finally {
    await page?.close();
    await server.close();
  }
}

/** Builds a page by Vite, and opens it. */
async function byVite(project: string, browser: Browser): Promise<Report> {
  const site = join(project, 'vite');
  mkdirSync(site, { recursive: true });
  write(project, {
    'vite/index.html':
      '<!doctype html><title>-</title><script type="module" src="/main.js"></script>',
    'vite/main.js': visible('').replace('./crashes', '../crashes'),
  });
  await viteBuild({ root: site, logLevel: 'silent', configFile: false });
  return served(browser, join(site, 'dist'), '');
}

/** The browsers that were started, by their names. */
const browsers = new Map<string, Promise<Browser>>();

function browserOf(name: 'Chromium' | 'Firefox'): Promise<Browser> {
  const browser = browsers.get(name) ?? (name === 'Chromium' ? launchChromium() : launchFirefox());
  browsers.set(name, browser);
  return browser;
}

/** Closes the browsers. */
export async function closeBrowsers(): Promise<void> {
  for (const browser of browsers.values()) await (await browser)[Symbol.asyncDispose]();
}

function inBrowser(name: 'Chromium' | 'Firefox', file: string, start: string, from = entry) {
  return async (project: string): Promise<Report> => {
    write(project, { [`${file}.js`]: visible(start).replace(`'${entry}'`, `'${from}'`) });
    return onPage(await browserOf(name), project, file);
  };
}

/** How many bytes of the JavaScript heap are held after many crashes that hold a list of issues each. */
export async function heldByFallback(project: string): Promise<number> {
  const program = `import { validate } from '${fallback}';
const members = Array.from({ length: 300 }, (_, index) => '"m' + index + '":0');
const body = ('{' + members.join() + '}').padEnd(${trapAt.issues});
const used = () => { globalThis.gc(); return process.memoryUsage().heapUsed; };
let before;
for (let round = 0; round < 160; round++) {
  if (round === 10) before = used();
  const report = validate(body);
  try { report.issues; throw new Error('no crash'); } catch (error) { if (!error.cause) throw error; }
}
console.log('«{"bytes":' + (used() - before) + '}»');
`;
  return (await output(project, 'held.mjs', program, 'node --expose-gc')).bytes;
}

const readCore = `import { readFileSync } from 'node:fs';
await api.preload(readFileSync('node_modules/identification-chain/dist/core.wasm'));
`;

/** The environments, each with a function that runs the copy in the folder of the project. */
export const environments: Readonly<Record<string, (project: string) => Promise<Report>>> = {
  'Node, import': (project) => output(project, 'main.mjs', imported(entry) + print, 'node'),
  'Node, require': (project) => output(project, 'main.cjs', required(entry) + print, 'node'),
  'Node, import, after preload()': (project) =>
    output(project, 'preload.mjs', imported(entry, preload) + print, 'node'),
  'Deno, import': (project) =>
    output(project, 'deno.mjs', imported(entry) + print, 'node_modules/.bin/deno run --no-prompt'),
  'Bun, import': (project) =>
    output(project, 'bun.mjs', imported(entry) + print, 'node_modules/.bin/bun run'),
  'workerd, a bundle with core.wasm': inWorkerd,
  'edge-light, a bundle with core.wasm?module': inEdgeRuntime,
  'Node, a bundle by esbuild': byEsbuild,
  'Chromium, import': inBrowser('Chromium', 'page', ''),
  'Chromium, import, after preload()': inBrowser('Chromium', 'page-preload', preload),
  'Chromium, a page built by Vite': async (project) => byVite(project, await browserOf('Chromium')),
  'Chromium, slim with the URL of core.wasm': inBrowser(
    'Chromium',
    'page-slim',
    `await api.preload('${dist}/core.wasm');\n`,
    `${entry}/slim`,
  ),
  'Firefox, import': inBrowser('Firefox', 'page', ''),
  'slim in Node, with bytes': (project) =>
    output(project, 'slim.mjs', imported(`${entry}/slim`, readCore) + print, 'node'),
  'fallback in Node, import': (project) =>
    output(project, 'fallback.mjs', imported(fallback) + print, 'node'),
  'fallback in Node, require': (project) =>
    output(project, 'fallback.cjs', required(fallback) + print, 'node'),
};
