// The runtimes of the benchmarks, and how a program that reports is run in each.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from 'identification-chain/sandbox/node';
import { Miniflare } from 'miniflare';
import { findChromium, launchChromium } from '../tests/support/browser.ts';
import { NotRun } from '../tests/support/environment.ts';
import { execute } from '../tests/support/program.ts';
import { print, reported } from '../tests/support/project.ts';
import { bundle, workerModules } from './bundle.ts';

export const compatibilityDate = '2026-01-01';

/** A runtime in which a program runs. */
export interface Runtime {
  readonly name: string;
  /**
   * Returns its version.
   *
   * @throws {NotRun} if it is not installed.
   */
  version(folder: string): Promise<string>;
  /** Runs a function of a module in this folder, and returns its report. */
  run(call: Call, folder: string): Promise<unknown>;
}

/** A call of a function that a module of this folder exports. */
export interface Call {
  readonly module: string;
  readonly name: string;
  /** The arguments after the clock, as JSON. */
  readonly argument: object;
}

/** The source of a program that makes a call. `clock` is the source of a function. */
const program = ({ name, argument }: Call, clock: string) =>
  `${name}(${clock}, ${JSON.stringify(argument)})`;
const imports = ({ module, name }: Call) => `import { ${name} } from '${module}';\n`;

/** A runtime that runs a script, with the command that runs it. */
function script(name: string, command: readonly string[]): Runtime {
  const [executable = ''] = command;
  return {
    name,
    async version(folder) {
      const output = await execute([executable, '--version'], { cwd: folder }).catch(() => {
        throw new NotRun(`${name} is not installed`);
      });
      return /\d+\.\d+\.\d+/.exec(output)?.[0] ?? '';
    },
    async run(call, folder) {
      const source = `${imports(call)}${program(call, '() => performance.now()')}${print};`;
      writeFileSync(join(folder, 'measured.mjs'), await bundle(source));
      return reported(await execute([...command, 'measured.mjs'], { cwd: folder }));
    },
  };
}

const workerd: Runtime = {
  name: 'workerd',
  async version() {
    const file = join(import.meta.dirname, '../node_modules/miniflare/package.json');
    return JSON.parse(readFileSync(file, 'utf8')).version;
  },
  async run(call) {
    // workerd's clock does not advance while a script runs. A service outside has another one.
    const clock = "async () => Number(await (await env.CLOCK.fetch('http://clock.test/')).text())";
    const source = `${imports(call)}export default {
  fetch: async (request, env) => Response.json(await ${program(call, clock)}),
};`;
    const runtime = new Miniflare({
      modulesRoot: '/',
      compatibilityDate,
      modules: await workerModules(source),
      serviceBindings: { CLOCK: () => new Response(String(performance.now())) },
    });
    try {
      const response = await runtime.dispatchFetch('http://worker.test/');
      const text = await response.text();
      if (!response.ok) throw new Error(`workerd answered ${response.status}: ${text}`);
      return JSON.parse(text);
    } finally {
      await runtime.dispose();
    }
  },
};

const chromium: Runtime = {
  name: 'Chromium',
  async version(folder) {
    const executable = findChromium();
    if (executable === undefined) throw new NotRun('Chromium is not installed');
    const output = await execute([executable, '--version'], { cwd: folder });
    return /\d+\.[\d.]+/.exec(output)?.[0] ?? '';
  },
  async run(call) {
    // Chromium puts work with streams off. It belongs to the part that caused it.
    const clock = `() => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resolve(performance.now());
  };
  port2.postMessage(0);
})`;
    const source = `${imports(call)}globalThis.report = () => ${program(call, clock)};`;
    const page =
      '<!doctype html><title>-</title><script type="module" src="/measured.js"></script>';
    const script = await bundle(source);
    const server = await serve(({ url }) =>
      url.endsWith('.js')
        ? new Response(script, { headers: { 'Content-Type': 'text/javascript' } })
        : new Response(page, { headers: { ...isolated, 'Content-Type': 'text/html' } }),
    );
    try {
      await using browser = await launchChromium();
      const opened = await browser.open(server.url);
      return await opened.evaluate('report()');
    } finally {
      await server.close();
    }
  },
};

/** The headers of an isolated page. Its clock is finer. */
const isolated = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export const runtimes: readonly Runtime[] = [
  script('Node', ['node']),
  script('Deno', ['deno', 'run', '--no-prompt']),
  script('Bun', ['bun', 'run']),
  workerd,
  chromium,
];
