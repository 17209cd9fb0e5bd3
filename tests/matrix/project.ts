// The projects of environments: what they install, the programs in them, and how they are run.

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { referenceRequest } from '../../www/demo/reference.ts';
import type { EnvironmentResult, MatrixContext } from './environment.ts';
import { dependencies, nameOf, type Tool } from './versions.ts';

const root = join(import.meta.dirname, '../..');
/** How long a program may take, in milliseconds. */
const patience = 180_000;

/** The request of the job, as a JavaScript expression. */
export const requestText = JSON.stringify(referenceRequest);

/** What a program runs with: the Node of the harness, and tools that ask and tell nobody. */
const variables = {
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
  CI: '1',
  NO_COLOR: '1',
  FORCE_COLOR: undefined,
  NODE_TEST_CONTEXT: undefined,
  WRANGLER_SEND_METRICS: 'false',
};

/** How a program is run. */
export interface Running {
  /** The folder in which it runs. */
  readonly cwd: string;
  /** Variables that it gets besides the harness's. */
  readonly env?: Readonly<Record<string, string>>;
}

function begin([program = '', ...args]: readonly string[], { cwd, env }: Running): ChildProcess {
  return spawn(program, args, {
    cwd,
    env: { ...process.env, ...variables, PWD: cwd, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which ends with all that it started.
    detached: true,
  });
}

function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Runs a program to its end, and returns all that it wrote. */
export function execute(command: readonly string[], running: Running): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = begin(command, running);
    let output = '';
    const timer = setTimeout(() => {
      output += `\nended after ${patience} ms`;
      end(child);
    }, patience);
    const listen = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(output);
      else reject(new Error(`${command.join(' ')}: ${code}\n${output.slice(-4000)}`));
    });
  });
}

/** A program that runs until it is disposed of. */
export interface Started extends Disposable {
  /** What it wrote that `until` asked for. */
  readonly said: RegExpExecArray;
}

/** Starts a program, and waits until it has written what `until` matches. */
export function start(
  command: readonly string[],
  running: Running,
  until: RegExp,
): Promise<Started> {
  return new Promise((resolve, reject) => {
    const child = begin(command, running);
    let output = '';
    const fail = (why: string) => {
      end(child);
      reject(new Error(`${command.join(' ')}: ${why}\n${output.slice(-4000)}`));
    };
    const timer = setTimeout(() => fail(`not ready in ${patience} ms`), patience);
    const listen = (chunk: Buffer) => {
      output += chunk;
      const said = until.exec(output);
      if (said === null) return;
      clearTimeout(timer);
      resolve({ said, [Symbol.dispose]: () => end(child) });
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}

/** Starts a program of which nothing is read. */
export function launch(command: readonly string[], running: Running): Disposable {
  const child = begin(command, running);
  child.stdout?.resume();
  child.stderr?.resume();
  // What it was to do does not happen, and that is waited for.
  child.on('error', () => undefined);
  return { [Symbol.dispose]: () => end(child) };
}

const installed = new Map<string, Promise<string>>();

/**
 * A project with the packed package, the job and `packages` in it; its folder.
 * Environments that ask for the same name share one.
 */
export function install(
  context: MatrixContext,
  name: string,
  packages: readonly Tool[] = [],
): Promise<string> {
  const known = installed.get(name);
  if (known) return known;
  const project = context.project(name);
  const job = ['tests/package/job.js', 'tests/matrix/timed-job.js']
    .map((file) => readFileSync(join(root, file), 'utf8').replace(/^import .*\n/m, ''))
    .join('\n');
  writeFileSync(join(project, 'job.mjs'), job);
  writeFileSync(
    join(project, 'job.cjs'),
    `${job.replaceAll('export async', 'async')}\nmodule.exports = { timedJob };\n`,
  );
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({
      private: true,
      dependencies: {
        'identification-chain': `file:${context.tarball}`,
        ...dependencies(packages),
      },
      allowScripts: Object.fromEntries(packages.map((tool) => [nameOf(tool), true])),
    }),
  );
  const npm =
    'npm install --prefer-offline --no-audit --no-fund --no-package-lock --loglevel=error';
  const done = execute(npm.split(' '), { cwd: project }).then(() => project);
  installed.set(name, done);
  return done;
}

/** The version of an installed package. */
export function versionOf(project: string, name: string): string {
  const file = join(project, 'node_modules', name, 'package.json');
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

/** Where the command of an installed package is. */
export function command(project: string, name: string): string {
  return join(project, 'node_modules/.bin', name);
}

/** How each style begins a program. */
export const loads = {
  import: "import * as api from 'identification-chain';\nimport { timedJob } from './job.mjs';\n",
  require:
    "const api = require('identification-chain');\nconst { timedJob } = require('./job.cjs');\n",
} as const;

/** The ways in which programs of Node import. */
export type Style = keyof typeof loads;

/** The expression that does the job: a promise of its report. */
export function jobText({ baseUrl }: MatrixContext): string {
  return `timedJob(api, ${JSON.stringify(baseUrl)}, ${requestText})`;
}

/** What follows the job in a program: prints the report where {@link reported} finds it. */
export const print = ".then((report) => console.log('«' + JSON.stringify(report) + '»'))";

/** The report among all that a program wrote. */
export function reported(output: string): Omit<EnvironmentResult, 'version'> {
  const [, report] = /«(\{.*\})»/.exec(output) ?? [];
  if (report === undefined) throw new Error(`The job reported nothing:\n${output.slice(-4000)}`);
  const { error, ...rest } = JSON.parse(report);
  if (error !== undefined) throw new Error(error);
  return rest;
}
