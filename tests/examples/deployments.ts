// The examples, installed with the packed package as one project, and how each one starts.

import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { serve } from 'identification-chain/sandbox/node';
import { Pool } from 'pg';
import { openDatabase } from '../gateway/stores-beds.ts';
import { packPackage } from '../support/installed.ts';
import { execute, startServer } from '../support/program.ts';
import { mark } from './processes.ts';
import { serveRegistry } from './registry.ts';

const examples = join(import.meta.dirname, '../../examples');

/** Installs the examples, and returns their folder. */
export async function installExamples(name: string): Promise<string> {
  const tarball = packPackage(name);
  const folder = join(dirname(tarball), 'examples');
  rmSync(folder, { recursive: true, force: true });
  // What somebody has installed or run in the repository stays there.
  const isSource = (path: string) =>
    !['node_modules', '.wrangler', 'dist'].includes(basename(path));
  cpSync(examples, folder, { recursive: true, filter: isSource });
  const manifest = join(folder, 'package.json');
  const text = readFileSync(manifest, 'utf8').replace('file:../pkg', `file:${tarball}`);
  writeFileSync(manifest, text);
  const npm =
    'npm install --prefer-offline --no-package-lock --no-audit --no-fund --loglevel=error';
  await execute(npm.split(' '), { cwd: folder });
  return folder;
}

/** Something that an example needs, and the variables that name it. */
export interface Need extends AsyncDisposable {
  readonly env: Readonly<Record<string, string>>;
}

/** An example, with one of its stores. */
export interface Deployment {
  readonly name: string;
  /** Its folder in examples/. */
  readonly folder: string;
  /** Its own command. */
  readonly command: readonly string[];
  /** Whether it knows its keys after a restart. */
  readonly isDurable: boolean;
  /** Whether it answers running requests before it ends. */
  readonly finishes?: boolean;
  /** Starts what it needs beside the services of every deployment. */
  readonly prepare?: (examples: string) => Promise<Need>;
}

const npmStart = ['npm', 'start'];
const denoStart = ['../node_modules/.bin/deno', 'task', 'start'];

export const deployments: readonly Deployment[] = [
  {
    name: 'cloudflare',
    folder: 'cloudflare',
    command: [...npmStart, '--', '--port', '$PORT'],
    isDurable: true,
  },
  {
    name: 'deno, with its keys in memory',
    folder: 'deno',
    command: denoStart,
    isDurable: false,
    prepare: registry,
  },
  {
    name: 'deno, with its keys in Postgres',
    folder: 'deno',
    command: denoStart,
    isDurable: true,
    prepare: async (folder) => merged(await postgres(), await registry(folder)),
  },
  {
    name: 'node, with its keys in memory',
    folder: 'node',
    command: npmStart,
    isDurable: false,
    finishes: true,
  },
  {
    name: 'node, with its keys in Postgres',
    folder: 'node',
    command: npmStart,
    isDurable: true,
    finishes: true,
    prepare: postgres,
  },
  {
    name: 'vercel-edge, with its keys in memory',
    folder: 'vercel-edge',
    command: npmStart,
    isDurable: false,
  },
  {
    name: 'vercel-edge, with its keys in Postgres',
    folder: 'vercel-edge',
    command: npmStart,
    isDurable: true,
    prepare: postgresOverHttp,
  },
];

async function postgres(): Promise<Need> {
  const { url } = await openDatabase('Postgres');
  return { env: { DATABASE_URL: url }, [Symbol.asyncDispose]: async () => {} };
}

/** The registry for Deno, without a cache or a lock file that knows another registry. */
async function registry(folder: string): Promise<Need> {
  const cache = join(folder, 'deno-cache');
  rmSync(cache, { recursive: true, force: true });
  rmSync(join(folder, 'deno/deno.lock'), { force: true });
  const names = ['identification-chain', 'jose', 'postgres'];
  const { url, close } = await serveRegistry(names, join(folder, 'packages'));
  return {
    env: { NPM_CONFIG_REGISTRY: url, DENO_DIR: cache, DENO_NO_UPDATE_CHECK: '1' },
    [Symbol.asyncDispose]: close,
  };
}

function merged(first: Need, second: Need): Need {
  return {
    env: { ...first.env, ...second.env },
    [Symbol.asyncDispose]: async () => {
      await first[Symbol.asyncDispose]();
      await second[Symbol.asyncDispose]();
    },
  };
}

/** Postgres with the interface over HTTP that the driver of Neon calls, and the example's own table. */
async function postgresOverHttp(folder: string): Promise<Need> {
  const { url } = await openDatabase('Postgres');
  const pool = new Pool({ connectionString: url });
  const cwd = join(folder, 'vercel-edge');
  await pool.query(await execute(['npm', 'run', '--silent', 'table'], { cwd }));
  const http = await serve(async (request) => {
    const { query, params } = await request.json();
    const { command, rowCount, rows, fields } = await pool.query({
      text: query,
      values: params,
      rowMode: 'array',
    });
    return Response.json({
      command,
      rowCount,
      rows,
      fields: fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
    });
  });
  return {
    env: {
      // The driver wants a password, and the database of the tests has none.
      DATABASE_URL: 'postgres://user:password@database.example/keys',
      DATABASE_PROXY: `${http.url}/sql`,
    },
    [Symbol.asyncDispose]: async () => {
      await http.close();
      await pool.end();
    },
  };
}

/** A started example. */
export interface Started extends AsyncDisposable {
  /** The URL of its gateway. */
  readonly gateway: string;
  readonly url: string;
  readonly child: ChildProcess;
  readonly output: () => string;
  /** The mark of its processes. */
  readonly mark: string;
}

/** Starts a command in a folder of the examples, and waits until it serves. */
export async function startExample(
  cwd: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Started> {
  const value = randomUUID();
  const server = await startServer(command, { cwd, env: { ...env, [mark]: value } });
  return { ...server, gateway: `${server.url}/api/identification`, mark: value };
}
