// All that is abused: where each work runs, and how many times it is done.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { measureInWorkerd } from './in-workerd.ts';
import type { Growth, Sample } from './judge.ts';
import type { Amount } from './planted.ts';

/** Work that is measured in processes of its own. */
export interface Work {
  readonly name: string;
  readonly measure: (amount: Amount) => Promise<readonly Sample[]>;
  /** The limits that are not the usual ones. */
  readonly mostGrowth?: Growth;
  /** How many times it is done in continuous integration. */
  readonly few: number;
}

const execute = promisify(execFile);
const megabyte = 2 ** 20;

/** The store of the gateway has up to two thousand records more in one sample than in another. */
const withStore = { heap: megabyte };

export const works = {
  checks: inNode('checks', 12_000),
  slim: inNode('checks, slim', 12_000),
  fallback: inNode('checks, fallback', 12_000),
  workerd: {
    name: 'checks, workerd',
    measure: (amount) => measureInWorkerd('checks, workerd', amount),
    few: 12_000,
  },
  clients: inNode('clients', 16_000),
  gateway: {
    name: 'gateway requests, workerd',
    measure: (amount) => measureInWorkerd('gateway requests, workerd', amount),
    mostGrowth: withStore,
    few: 6_000,
  },
} as const satisfies Readonly<Record<string, Work>>;

/** Work in a Node of its own. Compiled code stays in memory, so that growth comes only from the work. */
function inNode(name: string, few: number): Work {
  const flags = ['--expose-gc', '--no-flush-bytecode', '--no-warnings'];
  const file = join(import.meta.dirname, 'in-node.ts');
  return {
    name,
    few,
    async measure({ count, parts, leak }) {
      const args = [name, `${count}`, `${parts}`, ...(leak === undefined ? [] : [leak])];
      const { stdout } = await execute(process.execPath, [...flags, file, ...args]);
      return JSON.parse(stdout);
    },
  };
}
