// Runs the command of the packed package, installed in an empty folder.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { installedPackage } from '../support/installed.ts';

/** How a run of the command ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  /** The standard input. Empty by default. */
  readonly input?: string | Uint8Array | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** The installed file of the command. */
export function commandIn(project: string): string {
  return join(installedPackage(project), 'dist/cli.js');
}

/** Runs the command in a project to its end. */
export function runIn(project: string) {
  return (args: readonly string[], running: Running = {}): Promise<Ended> =>
    ended(process.execPath, [commandIn(project), ...args], project, running);
}

/** Runs a program to its end, without the variables for colours. */
export async function ended(
  program: string,
  args: readonly string[],
  cwd: string,
  { input = '', env }: Running = {},
): Promise<Ended> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...others } = process.env;
  const child = spawn(program, args, { cwd, env: { ...others, ...env } });
  // The command may end before it reads its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const status = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await status, stdout, stderr };
}
