// Runs the programs of projects, to their end or until they are disposed of.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from 'identification-chain/sandbox/node';

/** The time limit for a program to end or to serve, in milliseconds. */
const patience = 300_000;

/** How a program is run. */
export interface Running {
  /** The working directory. Its installed commands come before others. */
  readonly cwd: string;
  /** Variables to add to the environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** The environment for a tool: no questions, no telemetry, and the Node of the harness. */
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

/** A running program, with its output so far. */
export interface Started extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly output: () => string;
}

/** Starts a program. It runs until it is disposed of. */
export function begin([program = '', ...args]: readonly string[], running: Running): Started {
  const child = spawn(program, args, {
    cwd: running.cwd,
    env: variables(running),
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group, so that its children end with it.
    detached: true,
  });
  // The program then has no pid, and its exit code reports the failure.
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
    // The group has ended already.
    return;
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

const failure = (command: readonly string[], why: unknown, { output }: Started) =>
  new Error(`${command.join(' ')}: ${why}\n${output().slice(-4000)}`);

/** Runs a program to its end, and returns its output. */
export async function execute(command: readonly string[], running: Running): Promise<string> {
  await using started = begin(command, running);
  const tooLate = sleep(patience, [`not done in ${patience} ms`], { ref: false });
  const [code] = await Promise.race([once(started.child, 'close'), tooLate]);
  if (code !== 0) throw failure(command, code, started);
  return started.output();
}

/** A server that runs until it is disposed of. */
export interface Server extends AsyncDisposable {
  readonly url: string;
}

async function freePort(): Promise<string> {
  const { url, close } = await serve(() => new Response());
  await close();
  return new URL(url).port;
}

/** Starts a program that serves at the port `$PORT`, and waits until it answers. */
export async function startServer(
  command: readonly string[],
  running: Running,
): Promise<Server & Started> {
  const port = running.env?.['PORT'] ?? (await freePort());
  const withPort = command.map((word) => word.replace('$PORT', port));
  const started = begin(withPort, { ...running, env: { PORT: port, ...running.env } });
  // A name and not the address, because Next in development accepts only its own host.
  const url = `http://localhost:${port}`;
  try {
    await answering(url, started.child);
    return { url, ...started };
  } catch (error) {
    await started[Symbol.asyncDispose]();
    throw failure(withPort, error, started);
  }
}

/** Waits until a server answers. */
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
