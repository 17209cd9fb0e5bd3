// Projects as users of a bundler have them: installed by npm, built or served by the tool's own
// commands, and opened in Chromium.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { serve } from 'identification-chain/sandbox/node';
import { referenceRequest } from '../../www/demo/reference.ts';
import { launchChromium } from '../browser.ts';
import type { Environment, EnvironmentResult, MatrixContext } from '../matrix/environment.ts';
import { dependencies, nameOf, type Tool } from '../matrix/versions.ts';
import { seeSmall } from './guards.ts';

/** A project: environments that share one are installed once. */
export interface Project {
  readonly name: string;
  /** What a user installs. The first is the tool whose version is told. */
  readonly packages: readonly [Tool, ...Tool[]];
  readonly files: Readonly<Record<string, string>>;
  /** What the tool's scaffolding writes into package.json. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Where `job.js` and `input.js` go. */
  readonly sources?: string;
}

/** One way to build or serve a project, and where the job is done in it. */
export interface Use {
  readonly name: string;
  readonly style?: string;
  readonly core?: boolean;
  readonly project: Project;
  /** The command that builds. */
  readonly build?: string;
  /** The folder that a static server would publish, or the command that serves at `$PORT`. */
  readonly serve: { readonly folder: string } | { readonly command: string };
  /** Bundles `src/guards.js`, which takes the error guards only, into the scripts of a folder. */
  readonly guards?: { readonly build: string; readonly folder: string };
  /** A path that answers with the result. Without one, the page does the job in Chromium. */
  readonly answers?: string;
}

/** In milliseconds. */
const installing = 300_000;
const building = 300_000;
const starting = 120_000;

export function environmentOf(use: Use): Environment {
  return {
    name: use.name,
    style: use.style ?? 'import',
    core: use.core ?? false,
    async run(context) {
      const { folder, builds } = await installed(use.project, context);
      if (use.build !== undefined) {
        const build = builds.get(use.build) ?? run(folder, use.build, building);
        builds.set(use.build, build);
        await build;
      }
      if (use.guards !== undefined) {
        await run(folder, use.guards.build, building);
        seeSmall(use.name, scriptsIn(join(folder, use.guards.folder)));
      }
      const version = versionOf(folder, use.project.packages[0]);
      await using server = await served(folder, use.serve);
      return { version, ...(await resultOf(server.url, use, context)) };
    },
  };
}

interface Installed {
  readonly folder: string;
  /** The builds that were begun there, by their command. */
  readonly builds: Map<string, Promise<void>>;
}

/** What was installed, or is being, for a context. */
const installations = new WeakMap<MatrixContext, Map<Project, Promise<Installed>>>();

/** A project of this context, with all that it needs. */
function installed(project: Project, context: MatrixContext): Promise<Installed> {
  const projects = installations.get(context) ?? new Map<Project, Promise<Installed>>();
  installations.set(context, projects);
  const installation = projects.get(project) ?? install(project, context);
  projects.set(project, installation);
  return installation;
}

async function install(project: Project, context: MatrixContext): Promise<Installed> {
  const { name, packages, files, manifest, sources = 'src' } = project;
  const folder = context.project(name);
  const input = { baseUrl: context.baseUrl, request: referenceRequest };
  const written = {
    ...files,
    'package.json': JSON.stringify({
      name: 'user',
      private: true,
      ...manifest,
      dependencies: {
        'identification-chain': `file:${context.tarball}`,
        ...dependencies(packages),
      },
    }),
    [`${sources}/input.js`]: Object.entries(input)
      .map(([key, value]) => `export const ${key} = ${JSON.stringify(value)};\n`)
      .join(''),
  };
  for (const [path, text] of Object.entries(written)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  cpSync(join(import.meta.dirname, '../package/job.js'), join(folder, sources, 'job.js'));
  const options = '--prefer-offline --no-audit --no-fund --loglevel=error';
  await run(folder, `npm install ${options}`, installing);
  return { folder, builds: new Map() };
}

function versionOf(folder: string, tool: Tool): string {
  const manifest = join(folder, 'node_modules', nameOf(tool), 'package.json');
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}

/** For the tools: their executables first, and nothing sent about their use. */
function environmentIn(folder: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${join(folder, 'node_modules/.bin')}:${process.env['PATH']}`,
    NEXT_TELEMETRY_DISABLED: '1',
    ASTRO_TELEMETRY_DISABLED: '1',
    NUXT_TELEMETRY_DISABLED: '1',
  };
}

async function run(folder: string, command: string, timeout: number): Promise<void> {
  const [file = '', ...args] = command.split(' ');
  const options = { cwd: folder, env: environmentIn(folder), timeout, maxBuffer: 2 ** 26 };
  await promisify(execFile)(file, args, options).catch(({ message, stdout }) => {
    throw new Error(`${message}\n${stdout}`);
  });
}

/** The text of all scripts in a folder. */
function scriptsIn(folder: string): string {
  return readdirSync(folder, { encoding: 'utf8', recursive: true })
    .filter((file) => /\.m?js$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('');
}

interface Server extends AsyncDisposable {
  readonly url: string;
}

async function served(folder: string, how: Use['serve']): Promise<Server> {
  if ('command' in how) return startServer(folder, how.command);
  const root = join(folder, how.folder);
  const { url, close } = await serve(({ url }) => staticFile(root, new URL(url).pathname));
  return { url, [Symbol.asyncDispose]: close };
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
};

/** A file as the plainest of servers serves it. */
function staticFile(root: string, path: string): Response {
  const file = join(root, path.endsWith('/') ? `${path}index.html` : path);
  if (!existsSync(file)) return new Response(null, { status: 404 });
  const type = types[extname(file)] ?? 'application/octet-stream';
  return new Response(readFileSync(file), { headers: { 'Content-Type': type } });
}

async function startServer(folder: string, command: string): Promise<Server> {
  const free = await serve(() => new Response());
  await free.close();
  const { port } = new URL(free.url);
  const [file = '', ...args] = command.replaceAll('$PORT', port).split(' ');
  // A group of its own: tools start workers, which go with it.
  const child = spawn(file, args, {
    cwd: folder,
    env: { ...environmentIn(folder), PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  const server = {
    // Not the address: Next in development takes its own host only.
    url: `http://localhost:${port}`,
    [Symbol.asyncDispose]: () => end(child),
  };
  try {
    await answering(server.url, child);
    return server;
  } catch (error) {
    await end(child);
    throw new Error(`${command}: ${error}\n${said}`);
  }
}

/** Waits until a server takes requests. */
async function answering(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + starting;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}`);
    const answer = await fetch(url, { method: 'HEAD' }).catch(() => undefined);
    if (answer !== undefined) return;
    await sleep(100);
  }
  throw new Error('does not answer');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}

type Told = Omit<EnvironmentResult, 'version'>;

async function resultOf(url: string, { answers }: Use, { baseUrl }: MatrixContext): Promise<Told> {
  if (answers !== undefined) {
    const response = await fetch(new URL(answers, url));
    const text = await response.text();
    if (!response.ok) throw new Error(`${answers} answered ${response.status}: ${text}`);
    return { result: JSON.parse(text) };
  }
  await using browser = await launchChromium();
  const page = await browser.open(url);
  await page
    .waitForFunction(() => 'result' in globalThis)
    .catch(async (error) => {
      throw new Error(`${error} It shows: ${await page.innerText('body')}`);
    });
  const result = await page.evaluate(() => (globalThis as { result?: unknown }).result);
  const requests = await page.evaluate(
    (start) =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.startsWith(start))
        .map(({ startTime }) => startTime),
    baseUrl,
  );
  const [firstRequest] = requests;
  return firstRequest === undefined ? { result } : { result, firstRequest };
}
