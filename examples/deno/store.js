// Where the keys are kept: in Postgres, or in the memory of this process.

import { MemoryStore, PostgresStore, postgresTable } from 'identification-chain/gateway';

/**
 * Returns the store. Memory forgets the keys when the process ends, and no other process sees them.
 *
 * @param {string | undefined} databaseUrl
 */
export async function storeOf(databaseUrl) {
  if (databaseUrl === undefined) return new MemoryStore();
  const { default: postgres } = await import('postgres');
  const sql = postgres(databaseUrl, { onnotice: () => undefined });
  await sql.unsafe(postgresTable);
  return new PostgresStore(async (text, parameters) => ({
    rows: await sql.unsafe(text, parameters),
  }));
}
