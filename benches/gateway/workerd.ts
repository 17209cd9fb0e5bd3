// Runs a worker in a workerd of its own, and reads its CPU time and its memory from Linux.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { serve } from 'identification-chain/sandbox/node';
import { begin } from '../../tests/support/program.ts';
import type { Environment } from './environment.ts';

const root = join(import.meta.dirname, '../..');

/** A running worker. */
export interface Worker extends AsyncDisposable {
  readonly url: string;
  /** The id of its process. */
  readonly pid: number;
  /** The CPU time of its process so far, in microseconds. */
  readonly cpu: () => number;
  /** The memory of its process, in bytes. */
  readonly memory: () => number;
}

/** The worker with Durable Objects. */
const withObjects = 'objects';

const command = ['serve', '--experimental'];

/**
 * Starts the worker of a file.
 *
 * @param options more options for workerd: `--inspector-addr=127.0.0.1:9229`.
 */
export async function startWorker(
  file: string,
  env: Environment,
  options: readonly string[] = [],
): Promise<Worker> {
  const name = basename(file, '.ts');
  mkdirSync(join(root, 'target/benches'), { recursive: true });
  const folder = mkdtempSync(join(root, 'target/benches', `${name}-`));
  mkdirSync(join(folder, 'disk'));
  await build({
    entryPoints: [file],
    outfile: join(folder, 'main.js'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker'],
    loader: { '.wasm': 'copy' },
    assetNames: '[name]',
    logLevel: 'warning',
  });
  const port = await freePort();
  const hasObjects = name === withObjects;
  writeFileSync(join(folder, 'config.capnp'), configurationOf(folder, env, port, hasObjects));
  const started = begin(
    [join(root, 'node_modules/workerd/bin/workerd'), ...command, ...options, 'config.capnp'],
    { cwd: folder },
  );
  const url = `http://127.0.0.1:${port}`;
  const { pid } = started.child;
  if (pid === undefined) throw new Error('workerd could not be started');
  await answering(url, started.output);
  return {
    url,
    pid,
    cpu: () => cpuOf(pid),
    memory: () => memoryOf(pid),
    async [Symbol.asyncDispose]() {
      await started[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

export async function freePort(): Promise<string> {
  const free = await serve(() => new Response());
  await free.close();
  return new URL(free.url).port;
}

/** The configuration of workerd for one worker, in the text format of Cap'n Proto. */
function configurationOf(
  folder: string,
  env: Environment,
  port: string,
  hasObjects: boolean,
): string {
  const others = readdirSync(folder).filter((file) => file.endsWith('.wasm'));
  const modules = ['main.js', ...others];
  const module = (file: string) => {
    const kind = file.endsWith('.wasm') ? 'wasm' : 'esModule';
    return `(name = "${file}", ${kind} = embed "${file}")`;
  };
  const bindings = Object.entries(env).map(
    ([name, text]) => `(name = "${name}", text = "${text}")`,
  );
  if (hasObjects) bindings.push('(name = "KEYS", durableObjectNamespace = "KeyObject")');
  const objects = `
  durableObjectNamespaces = [(className = "KeyObject", uniqueKey = "bench", enableSql = true)],
  durableObjectStorage = (localDisk = "disk"),`;
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["local"])),
    (name = "disk", disk = (path = "disk", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [${modules.map(module).join(', ')}],
  bindings = [${bindings.join(', ')}],
  compatibilityDate = "2026-01-01",${hasObjects ? objects : ''}
);
`;
}

async function answering(url: string, output: () => string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer !== undefined) return;
    await sleep(100);
  }
  throw new Error(`workerd does not answer: ${output()}`);
}

/** The microseconds of a clock tick of Linux. */
const tick = 1e6 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** The user and the system time of a process, all threads (proc_pid_stat(5), fields 14 and 15). */
function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program, in parentheses, may have spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tick;
}

/** The resident memory of a process (proc_pid_status(5)). */
function memoryOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
