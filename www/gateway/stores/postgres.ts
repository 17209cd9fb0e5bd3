// Keeps records in a table of Postgres. The server's clock decides when a record lapses.

import type { Store } from '../store.ts';

/** The statement that creates the table. */
export const postgresTable = `CREATE TABLE IF NOT EXISTS identification_keys (
  name text PRIMARY KEY,
  record text NOT NULL,
  lapses_at timestamptz
)`;

/** The statement that removes lapsed records. It is for a daily job: they count as absent anyway. */
export const postgresCleanUp = 'DELETE FROM identification_keys WHERE lapses_at <= now()';

/** Runs a statement with its parameters, in a transaction of its own, and returns the rows. */
export type Query = (
  text: string,
  parameters: (string | number | null)[],
) => Promise<{ readonly rows: readonly object[] }>;

/** The time at which a record lapses; the parameter is its lifetime in milliseconds. */
const lapsesAt = (parameter: string) =>
  `now() + ${parameter}::double precision * interval '1 millisecond'`;

const isKept = '(lapses_at IS NULL OR lapses_at > now())';

// A second insert of a name waits for the first, and then sees its row.
const add = `INSERT INTO identification_keys AS kept (name, record, lapses_at)
VALUES ($1, $2, ${lapsesAt('$3')})
ON CONFLICT (name) DO UPDATE SET record = excluded.record, lapses_at = excluded.lapses_at
WHERE kept.lapses_at <= now()
RETURNING name`;

const read = `SELECT record FROM identification_keys WHERE name = $1 AND ${isKept}`;

const replace = `UPDATE identification_keys SET record = $3, lapses_at = ${lapsesAt('$4')}
WHERE name = $1 AND record = $2 AND ${isKept}
RETURNING name`;

const remove = `DELETE FROM identification_keys
WHERE name = $1 AND record = $2 AND ${isKept}
RETURNING name`;

/** How often a record may be removed between the two statements of `add`. */
const maxRaces = 8;

/**
 * Keeps records in Postgres, by the driver of your choice.
 *
 * @example
 * import { Pool } from 'pg';
 *
 * const pool = new Pool();
 * const store = new PostgresStore((text, parameters) => pool.query(text, parameters));
 */
export class PostgresStore implements Store {
  readonly #query: Query;

  /** @throws {TypeError} for a query that is not a function. */
  constructor(query: Query) {
    if (typeof query !== 'function') throw new TypeError('PostgresStore: query must be a function');
    this.#query = query;
  }

  async add(
    name: string,
    record: string,
    lifetime: number | undefined,
  ): Promise<string | undefined> {
    for (let race = 0; race < maxRaces; race += 1) {
      if (await this.#changes(add, [name, record, lifetime ?? null])) return undefined;
      const there = await this.read(name);
      if (there !== undefined) return there;
    }
    throw new Error('PostgresStore: the record was removed again and again');
  }

  async replace(
    name: string,
    before: string,
    after: string | undefined,
    lifetime: number | undefined,
  ): Promise<boolean> {
    if (after === undefined) return this.#changes(remove, [name, before]);
    return this.#changes(replace, [name, before, after, lifetime ?? null]);
  }

  async read(name: string): Promise<string | undefined> {
    const { rows } = await this.#query(read, [name]);
    const [row] = rows as { readonly record: string }[];
    return row?.record;
  }

  /** Whether a statement changed a row. Drivers count rows in different ways, so it returns them. */
  async #changes(text: string, parameters: (string | number | null)[]): Promise<boolean> {
    const { rows } = await this.#query(text, parameters);
    return rows.length > 0;
  }
}
