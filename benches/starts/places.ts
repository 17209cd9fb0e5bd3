// Where programs start, and how a start is timed there.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from 'identification-chain/sandbox/node';
import { Miniflare } from 'miniflare';
import { findChromium, launchChromium } from '../../tests/support/browser.ts';
import { NotRun } from '../../tests/support/environment.ts';
import { execute } from '../../tests/support/program.ts';
import { print, reported } from '../../tests/support/project.ts';
import { reference } from '../bodies.ts';
import { bundle, workerModules } from '../bundle.ts';
import { compatibilityDate, runtimes } from '../runtimes.ts';
import { now, type Parts, type Started, type Until } from './start.ts';

/** The modules of the programs. */
export const programs: Readonly<Record<string, string>> = {
  ours: './starts/ours.ts',
  'zod + ky': './starts/zod-and-ky.ts',
  'no library': './starts/empty.ts',
};

/** A start that was timed. */
export interface Timed {
  readonly milliseconds: number;
  readonly parts?: Parts;
}

/** A place where programs start. */
export interface Place extends AsyncDisposable {
  readonly name: string;
  /** Starts a program until its first check or request. */
  start(program: string, until: Until): Promise<Timed>;
}

/** Opens a place. The runtimes of npm are in `folder`. */
type Opens = (folder: string) => Promise<Place>;

const request = JSON.stringify(reference);
const imports = (program: string) => `import * as program from '${programs[program]}';
import { start } from './starts/start.ts';
`;

/** The time from the start of a process to the end. */
const timed = (from: number, { end, parts }: Started): Timed => ({
  milliseconds: end - from,
  ...(parts && { parts }),
});

/** A runtime that runs a script in a new process. */
function processes(name: string, command: readonly string[], external: boolean): Opens {
  return async (folder) => {
    const [executable] = command;
    await runtimes.find((runtime) => runtime.name.toLowerCase() === executable)?.version(folder);
    const fileOf = (program: string, until: Until) =>
      `${Object.keys(programs).indexOf(program)}-${until}.mjs`;
    for (const program of Object.keys(programs)) {
      for (const until of ['check', 'request'] as const) {
        const source = `${imports(program)}start(program, ${request}, '${until}')${print};`;
        const script = await bundle(source, external ? { packages: 'external' } : {});
        writeFileSync(join(folder, fileOf(program, until)), script);
      }
    }
    return {
      name,
      async start(program, until) {
        const from = now();
        const output = await execute([...command, fileOf(program, until)], { cwd: folder });
        return timed(from, reported(output) as unknown as Started);
      },
      [Symbol.asyncDispose]: async () => undefined,
    };
  };
}

/**
 * workerd, which loads each program into a new isolate. Its clock does not advance while a script runs,
 * so the time is that from the request to the answer.
 */
async function workerd(): Promise<Place> {
  const files: Record<string, Uint8Array> = {};
  const loaded: Record<string, string> = {};
  for (const [index, program] of Object.keys(programs).entries()) {
    const modules = await workerModules(`${imports(program)}export default {
  fetch: async ({ url }) => Response.json(await start(program, ${request}, new URL(url).search.slice(1))),
};`);
    const entries = modules.map(({ type, path, contents }) => {
      const file = `${index}${path.replace('/', '-')}`;
      files[file] = contents;
      const binary = `data['${file}']`;
      const text = `new TextDecoder().decode(${binary})`;
      return `'${path.slice(1)}': ${type === 'CompiledWasm' ? `{ wasm: ${binary} }` : text}`;
    });
    loaded[program] = `{ ${entries.join(', ')} }`;
  }
  const data = Object.keys(files).map((file, index) => ({ file, name: `file${index}` }));
  const loader = `${data.map(({ file, name }) => `import ${name} from './${file}';`).join('\n')}
const data = { ${data.map(({ file, name }) => `'${file}': ${name}`).join(', ')} };
const programs = { ${Object.entries(loaded).map(([name, modules]) => `'${name}': ${modules}`)} };
export default {
  async fetch(request, { LOADER }) {
    const { id, program, until } = await request.json();
    const worker = LOADER.get(id, () => ({
      compatibilityDate: '${compatibilityDate}',
      mainModule: 'stdin.js',
      modules: programs[program],
    }));
    return worker.getEntrypoint().fetch('http://worker.test/?' + until);
  },
};`;
  const runtime = new Miniflare({
    modulesRoot: '/',
    compatibilityDate,
    workerLoaders: { LOADER: {} },
    modules: [
      { type: 'ESModule', path: '/main.js', contents: loader },
      ...Object.entries(files).map(([file, contents]) => ({
        type: 'Data' as const,
        path: `/${file}`,
        contents,
      })),
    ],
  });
  await runtime.ready;
  let id = 0;
  return {
    name: 'workerd, a new isolate',
    async start(program, until) {
      id += 1;
      const body = JSON.stringify({ id: String(id), program, until });
      const from = now();
      const response = await runtime.dispatchFetch('http://worker.test/', { method: 'POST', body });
      const text = await response.text();
      if (!response.ok) throw new Error(`workerd answered ${response.status}: ${text}`);
      return { milliseconds: now() - from };
    },
    [Symbol.asyncDispose]: () => runtime.dispose(),
  };
}

/** A new page of Chromium. The time is that of evaluating the script and of its first use. */
async function chromium(): Promise<Place> {
  if (findChromium() === undefined) throw new NotRun('Chromium is not installed');
  const page = '<!doctype html><title>-</title>';
  const server = await serve(
    () => new Response(page, { headers: { 'Content-Type': 'text/html' } }),
  );
  const browser = await launchChromium();
  const scripts: Record<string, string> = {};
  for (const program of Object.keys(programs)) {
    const source = `${imports(program)}export const run = (until) => start(program, ${request}, until);`;
    const script = await bundle(source, { format: 'iife', globalName: 'measured' });
    scripts[program] = new TextDecoder().decode(script);
  }
  return {
    name: 'Chromium, CPU slowed 4 ×',
    async start(program, until) {
      const opened = await browser.open(server.url);
      const session = await opened.context().newCDPSession(opened);
      await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
      const started = await opened.evaluate(
        async ([script = '', until = '']) => {
          const from = performance.timeOrigin + performance.now();
          const element = document.createElement('script');
          element.textContent = script;
          document.head.append(element);
          const { measured } = globalThis as unknown as Measured;
          return { from, ...(await measured.run(until)) };
        },
        [scripts[program], until] as const,
      );
      await opened.context().close();
      return timed(started.from, started);
    },
    async [Symbol.asyncDispose]() {
      await browser[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

/** The global of a script in a page. */
interface Measured {
  readonly measured: { run(until: string): Promise<Started> };
}

export const places: readonly Opens[] = [
  processes('Node, as a package', ['node'], true),
  processes('Node, bundled', ['node'], false),
  processes('Deno, bundled', ['deno', 'run', '--no-prompt'], false),
  processes('Bun, bundled', ['bun', 'run'], false),
  workerd,
  chromium,
];
