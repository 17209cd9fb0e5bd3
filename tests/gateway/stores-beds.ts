// Every store, ready for the table of tests.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DurableObjectStore,
  type Keeper,
  keeperOver,
  MemoryStore,
  postgresTable,
  type Store,
} from 'identification-chain/gateway';
import { type Database, databases } from '../support/databases.ts';
import { drivers, type OpenStore } from './stores-drivers.ts';
import { startWorkers, type Workers } from './stores-workers.ts';

/** A store under test. */
export interface Bed extends AsyncDisposable {
  readonly store: Store;
  readonly keeper: Keeper;
}

type Kind = keyof typeof databases;

const started = new Map<Kind, Promise<Database>>();

/** Starts a database once, with its table. It rejects if this machine has none. */
export function openDatabase(kind: Kind): Promise<Database> {
  const known = started.get(kind) ?? begin(kind);
  started.set(kind, known);
  return known;
}

async function begin(kind: Kind): Promise<Database> {
  const database = await databases[kind]();
  if (database === undefined) throw new Missing(kind);
  if (kind === 'Postgres') {
    await using open = await drivers.pg.open(database.url);
    await open.run(postgresTable);
  }
  return database;
}

/** Stops the databases that were started. */
export async function closeDatabases(): Promise<void> {
  for (const result of await Promise.allSettled(started.values())) {
    if (result.status === 'fulfilled') await result.value[Symbol.asyncDispose]();
  }
}

/** This machine has no such database. */
class Missing extends Error {
  override readonly name = 'Missing';

  constructor(kind: Kind) {
    super(`${kind} is missing: see tools/databases`);
  }
}

/**
 * Why a store cannot be tested on this machine.
 *
 * @throws {unknown} another error; and in CI, where a store that is not tested is a failure, every one.
 */
export function whyMissing(error: unknown): string {
  if (!(error instanceof Missing) || process.env['CI']) throw error;
  return error.message;
}

/** Removes the records that a test has left: the database may be a user's own. */
export function tidied({ store, [Symbol.asyncDispose]: close }: Omit<OpenStore, 'run'>): Bed {
  const names = new Set<string>();
  const watched: Store = {
    add: (name, ...rest) => {
      names.add(name);
      return store.add(name, ...rest);
    },
    replace: (...values) => store.replace(...values),
    read: (name) => {
      names.add(name);
      return store.read(name);
    },
  };
  return {
    store: watched,
    keeper: keeperOver({ store: watched }),
    [Symbol.asyncDispose]: async () => {
      for (const name of names) {
        const record = await store.read(name);
        if (record !== undefined) await store.replace(name, record, undefined, undefined);
      }
      await close();
    },
  };
}

/** Starts workerd with a folder that ends with it. */
export async function workersWithFolder(upstream: string): Promise<Workers> {
  const folder = mkdtempSync(join(tmpdir(), 'workers-'));
  const workers = await startWorkers(upstream, folder);
  return {
    ...workers,
    [Symbol.asyncDispose]: async () => {
      await workers[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

async function inMemory(): Promise<Bed> {
  return tidied({ store: new MemoryStore(), [Symbol.asyncDispose]: async () => {} });
}

async function inObjects(): Promise<Bed> {
  const workers = await workersWithFolder('http://127.0.0.1:9');
  return {
    store: await workers.records(),
    keeper: new DurableObjectStore(await workers.keys()),
    [Symbol.asyncDispose]: workers[Symbol.asyncDispose],
  };
}

async function inDatabase(driver: keyof typeof drivers): Promise<Bed> {
  const { database, open } = drivers[driver];
  const { url } = await openDatabase(database);
  return tidied(await open(url));
}

/** The stores, by the names of their tests. */
export const beds: Readonly<Record<string, () => Promise<Bed>>> = {
  MemoryStore: inMemory,
  DurableObjectStore: inObjects,
  'PostgresStore by pg': () => inDatabase('pg'),
  'PostgresStore by postgres.js': () => inDatabase('postgres'),
  'RedisStore by node-redis': () => inDatabase('redis'),
  'RedisStore by ioredis': () => inDatabase('ioredis'),
};
