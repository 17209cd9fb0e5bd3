// The stores over databases, with the drivers that the manual names.

import { PostgresStore, RedisStore, type Store } from 'identification-chain/gateway';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import postgres from 'postgres';
import { createClient } from 'redis';
import type { databases } from '../support/databases.ts';

/** A store with its connection. */
export interface OpenStore extends AsyncDisposable {
  readonly store: Store;
  /** Runs a statement or a command of an operator. */
  readonly run: (command: string) => Promise<unknown>;
}

interface Driver {
  readonly database: keyof typeof databases;
  readonly open: (url: string) => Promise<OpenStore>;
}

/** The drivers, by their names on npm. */
export const drivers = {
  pg: { database: 'Postgres', open: byPg },
  postgres: { database: 'Postgres', open: byPostgresJs },
  redis: { database: 'Redis', open: byNodeRedis },
  ioredis: { database: 'Redis', open: byIoRedis },
} as const satisfies Readonly<Record<string, Driver>>;

async function byPg(url: string): Promise<OpenStore> {
  const pool = new Pool({ connectionString: url });
  // A killed server breaks idle connections.
  pool.on('error', () => {});
  return {
    store: new PostgresStore((text, parameters) => pool.query(text, parameters)),
    run: (command) => pool.query(command),
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

async function byPostgresJs(url: string): Promise<OpenStore> {
  const sql = postgres(url, { onnotice: () => {} });
  return {
    store: new PostgresStore(async (text, parameters) => ({
      rows: await sql.unsafe(text, parameters),
    })),
    run: (command) => sql.unsafe(command),
    [Symbol.asyncDispose]: () => sql.end(),
  };
}

async function byNodeRedis(url: string): Promise<OpenStore> {
  const redis = createClient({ url, disableOfflineQueue: true });
  redis.on('error', () => {});
  await redis.connect();
  return {
    store: new RedisStore((command) => redis.sendCommand(command)),
    run: (command) => redis.sendCommand(command.split(' ')),
    [Symbol.asyncDispose]: async () => redis.destroy(),
  };
}

async function byIoRedis(url: string): Promise<OpenStore> {
  const redis = new Redis(url);
  redis.on('error', () => {});
  return {
    store: new RedisStore(([name = '', ...args]) => redis.call(name, ...args)),
    run: (command) => redis.call(...(command.split(' ') as [string])),
    [Symbol.asyncDispose]: async () => redis.disconnect(),
  };
}
