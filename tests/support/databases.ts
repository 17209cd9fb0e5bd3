// The databases of the tests: those of DATABASE_URL and REDIS_URL, or own ones on free ports of the
// loopback, in temporary folders.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A running database. */
export interface Database extends AsyncDisposable {
  readonly url: string;
  /** Kills it with SIGKILL, and starts it again on its files. Nobody kills a user's own database. */
  readonly crash?: () => Promise<void>;
}

/** Starts a database. `undefined` if this machine has none. */
export const databases = {
  Postgres: () => running(process.env['DATABASE_URL'], postgres),
  Redis: () => running(process.env['REDIS_URL'], redis),
} as const;

async function running(
  url: string | undefined,
  start: () => Promise<Database | undefined>,
): Promise<Database | undefined> {
  return url ? { url, [Symbol.asyncDispose]: async () => {} } : start();
}

/** Finds a program on the path, in POSTGRES_BIN, or where Debian puts the programs of Postgres. */
function find(...names: readonly string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...postgresFolders()];
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
}

function postgresFolders(): string[] {
  const own = process.env['POSTGRES_BIN'];
  if (own) return [own];
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
  return newestFirst.map((version) => join(debian, version, 'bin'));
}

/** An account. */
interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The account for Postgres, which refuses to run as root. */
function unprivileged(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8');
  for (const name of ['postgres', 'nobody']) {
    const [, uid, gid] = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(accounts) ?? [];
    if (uid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('there is no account for Postgres');
}

async function postgres(): Promise<Database | undefined> {
  const [initdb, server] = [find('initdb'), find('postgres')];
  if (initdb === undefined || server === undefined) return undefined;
  const account = unprivileged();
  const folder = await temporary(account);
  const port = await freePort();
  const setUp = ['--pgdata', folder, '--auth', 'trust', '--username', 'tests', '--no-sync'];
  const encoded = [...setUp, '--encoding', 'UTF8', '--locale', 'C'];
  await promisify(execFile)(initdb, encoded, { cwd: folder, ...account });
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=`];
  const args = ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])];
  const url = `postgres://tests@127.0.0.1:${port}/postgres`;
  return own(url, folder, () => started(server, args, folder, account));
}

async function redis(): Promise<Database | undefined> {
  const server = find('redis-server', 'valkey-server');
  if (server === undefined) return undefined;
  const folder = await temporary();
  const port = await freePort();
  const settings = [
    ['--bind', '127.0.0.1'],
    ['--port', String(port)],
    ['--dir', folder],
    ['--appendonly', 'yes'],
    ['--appendfsync', 'always'],
    ['--maxmemory-policy', 'noeviction'],
    ['--save', ''],
  ];
  return own(`redis://127.0.0.1:${port}`, folder, () => started(server, settings.flat(), folder));
}

async function temporary(account?: Account): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'database-'));
  if (account !== undefined) await chown(folder, account.uid, account.gid);
  return folder;
}

/** A database of the tests' own, with its folder. */
async function own(
  url: string,
  folder: string,
  start: () => Promise<ChildProcess>,
): Promise<Database> {
  let server = await start();
  const kill = () => void server.kill('SIGKILL');
  process.once('exit', kill);
  const killed = async () => {
    const gone = once(server, 'exit');
    kill();
    await gone;
  };
  return {
    url,
    crash: async () => {
      await killed();
      server = await start();
    },
    [Symbol.asyncDispose]: async () => {
      process.off('exit', kill);
      await killed();
      // The processes of Postgres end after their first one, and may write until then.
      rmSync(folder, { recursive: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** How long a database may take to start, in milliseconds. */
const patience = 60_000;

/** Starts a server until it is ready. After a crash, what is left of Postgres ends within moments. */
async function started(
  program: string,
  args: readonly string[],
  cwd: string,
  account?: Account,
): Promise<ChildProcess> {
  const deadline = performance.now() + patience;
  for (;;) {
    const { server, isReady, output } = await attempt(program, args, cwd, account);
    if (isReady) return server;
    if (performance.now() > deadline) throw new Error(`${program} does not start:\n${output}`);
    await sleep(100);
  }
}

async function attempt(
  program: string,
  args: readonly string[],
  cwd: string,
  account?: Account,
): Promise<{ server: ChildProcess; isReady: boolean; output: string }> {
  const server = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], ...account });
  let output = '';
  const isReady = await new Promise<boolean>((resolve) => {
    for (const stream of [server.stdout, server.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
        // Both write this line.
        if (/ready to accept connections/i.test(output)) resolve(true);
      });
    }
    server.once('error', () => resolve(false));
    server.once('exit', () => resolve(false));
  });
  return { server, isReady, output };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
