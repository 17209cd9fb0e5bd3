// Where the keys are kept: in Postgres, or in the memory of this process.

import { MemoryStore, PostgresStore, postgresTable } from 'identification-chain/gateway';

/**
 * Returns the store. Memory forgets the keys when the process ends, and no other process sees them.
 *
 * @param {string | undefined} databaseUrl
 */
export async function storeOf(databaseUrl) {
  if (databaseUrl === undefined) return new MemoryStore();
  const { Pool } = await import('pg');
  const pool = new Pool({ connectionString: databaseUrl, allowExitOnIdle: true });
  // The pool replaces a broken connection. Without this line, it would end the process.
  pool.on('error', ({ code }) => console.error('a connection to Postgres broke off', code));
  await pool.query(postgresTable);
  return new PostgresStore((text, parameters) => pool.query(text, parameters));
}
