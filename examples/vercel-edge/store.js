// Where the keys are kept: in Postgres over HTTP, because an edge function opens no sockets.

import { neon, neonConfig } from '@neondatabase/serverless';
import { MemoryStore, PostgresStore } from 'identification-chain/gateway';

/**
 * Returns the store: the database of the variable that Vercel's integration sets, or memory, which is
 * for one process on a developer's machine.
 *
 * @param {Record<string, string | undefined>} env
 */
export function storeOf({ DATABASE_URL, DATABASE_PROXY, VERCEL }) {
  if (DATABASE_URL === undefined) {
    if (VERCEL !== undefined) throw new Error('DATABASE_URL is missing');
    return new MemoryStore();
  }
  // For a Postgres of your own: a proxy that takes the driver's requests.
  if (DATABASE_PROXY !== undefined) neonConfig.fetchEndpoint = DATABASE_PROXY;
  const sql = neon(DATABASE_URL);
  return new PostgresStore((text, parameters) =>
    sql.query(text, parameters, { fullResults: true }),
  );
}
