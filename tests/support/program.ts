// The programs of projects: run to their end, or until they are disposed of.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from 'identification-chain/sandbox/node';

/** How long a program may take to end, or to serve, in milliseconds. */
const patience = 300_000;

/** How a program is run. */
export interface Running {
  /** The folder in which it runs, whose installed commands come before others. */
  readonly cwd: string;
  /** Variables that it gets besides the harness's. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** For tools that ask and tell nobody, on the Node of the harness. */
function variables({ cwd, env }: Running): NodeJS.ProcessEnv {
  const path = [join(cwd, 'node_modules/.bin'), dirname(process.execPath), process.env['PATH']];
  return {
    ...process.env,
    PATH: path.join(delimiter),
    PWD: cwd,
    CI: '1',
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
    NODE_TEST_CONTEXT: undefined,
    ASTRO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    NUXT_TELEMETRY_DISABLED: '1',
    WRANGLER_SEND_METRICS: 'false',
    ...env,
  };
}

/** A program that was started, with what it has written. */
interface Started extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly output: () => string;
}

/** Starts a program, which runs until it is disposed of. */
export function begin([program = '', ...args]: readonly string[], running: Running): Started {
  const child = spawn(program, args, {
    cwd: running.cwd,
    env: variables(running),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which ends with all that it started.
    detached: true,
  });
  // It has no pid then, and its exit code says so to who waits for it.
  child.on('error', () => undefined);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  return { child, output: () => output, [Symbol.asyncDispose]: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of it has ended by itself.
    return;
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

const failure = (command: readonly string[], why: unknown, { output }: Started) =>
  new Error(`${command.join(' ')}: ${why}\n${output().slice(-4000)}`);

/** Runs a program to its end, and returns all that it wrote. */
export async function execute(command: readonly string[], running: Running): Promise<string> {
  await using started = begin(command, running);
  const tooLate = sleep(patience, [`not done in ${patience} ms`], { ref: false });
  const [code] = await Promise.race([once(started.child, 'close'), tooLate]);
  if (code !== 0) throw failure(command, code, started);
  return started.output();
}

/** What serves, until it is disposed of. */
export interface Server extends AsyncDisposable {
  readonly url: string;
}

/** Starts a program that serves at the port that it is told as `$PORT`, and waits until it does. */
export async function startServer(command: readonly string[], running: Running): Promise<Server> {
  const free = await serve(() => new Response());
  await free.close();
  const { port } = new URL(free.url);
  const told = command.map((word) => word.replace('$PORT', port));
  const started = begin(told, { ...running, env: { PORT: port, ...running.env } });
  // Not the address: Next in development takes its own host only.
  const url = `http://localhost:${port}`;
  try {
    await answering(url, started.child);
    return { url, [Symbol.asyncDispose]: started[Symbol.asyncDispose] };
  } catch (error) {
    await started[Symbol.asyncDispose]();
    throw failure(told, error, started);
  }
}

/** Waits until a server takes requests. */
async function answering(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    const ended = child.exitCode ?? child.signalCode;
    if (ended !== null) throw new Error(`ended with ${ended}`);
    const answer = await fetch(url, { method: 'HEAD' }).catch(() => undefined);
    if (answer !== undefined) return;
    await sleep(100);
  }
  throw new Error('does not answer');
}
