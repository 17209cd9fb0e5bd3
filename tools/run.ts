// Runs the programs of a tool. A tool that fails prints one sentence after the program's own output,
// and no JavaScript stack.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** How to run a program. */
export interface RunOptions {
  /** The working directory: the root of the project by default. */
  readonly cwd?: string;
  /** Variables to add to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program, and shows its output.
 *
 * @throws {Error} when the program cannot be started or fails.
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): void {
  start(command, args, options, 'inherit');
}

/**
 * Runs a program, and returns what it writes to its standard output.
 *
 * @throws {Error} when the program cannot be started or fails.
 */
export function outputOf(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): string {
  return start(command, args, options, 'pipe');
}

function start(
  command: string,
  args: readonly string[],
  { cwd = root, env }: RunOptions,
  stdout: 'inherit' | 'pipe',
): string {
  const result = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['inherit', stdout, 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const line = [command, ...args].join(' ').replaceAll(`${root}/`, '');
  if (result.error !== undefined) {
    const { code = result.error.message } = result.error as NodeJS.ErrnoException;
    throw new Error(`\`${line}\` could not be started (${code})`);
  }
  if (result.signal !== null) throw new Error(`\`${line}\` was ended by ${result.signal}`);
  if (result.status !== 0) throw new Error(`\`${line}\` failed (exit status ${result.status})`);
  return result.stdout ?? '';
}

/** Runs the task of a tool. If the task fails, prints one sentence and sets the exit status to 1. */
export async function main(tool: string, task: () => void | Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(`${tool}: ${message}`);
    process.exitCode = 1;
  }
}
