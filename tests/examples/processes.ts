// The processes of a started program, however deep, on Linux. They are found by a variable that they
// inherit.

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The name of the variable. Its value is different in each started program. */
export const mark = 'STARTED_EXAMPLE';

/** How long a program may take to end, in milliseconds. */
const patience = 30_000;

/** The names of the running processes with this value of the variable. */
export function processesWith(value: string): string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && read(pid, 'environ').includes(`${mark}=${value}\0`))
    .map((pid) => read(pid, 'comm').trim());
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It has ended.
    return '';
  }
}

/** Ends a program as Ctrl-C in its terminal does, and returns the processes that are left. */
export async function interrupt(child: ChildProcess, value: string): Promise<string[]> {
  if (child.pid === undefined) throw new Error('the program did not start');
  const deadline = performance.now() + patience;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGINT');
  await Promise.race([ended, sleep(patience, undefined, { ref: false })]);
  while (processesWith(value).length > 0 && performance.now() < deadline) await sleep(50);
  return processesWith(value);
}
