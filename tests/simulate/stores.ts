// The stores of a life: the package's own, over databases that are simulated by the few statements that
// the package sends. A database is a server of its own: it has a clock, runs one statement at a time, and
// outlives the gateways.

import {
  MemoryStore,
  PostgresStore,
  postgresTable,
  RedisStore,
  type Store,
} from 'identification-chain/gateway';

/** The kinds of store. Records of `process` live in a gateway, and the others in a server. */
export const storeKinds = ['process', 'memory', 'postgres', 'redis'] as const;
export type StoreKind = (typeof storeKinds)[number];

/** Told of a change at the moment at which it happens. */
type OnChange = (name: string, before: string | undefined, after: string | undefined) => void;

/** Sends an access to the server, which runs it later, or never. */
export type Send = <Result>(access: (changed: OnChange) => Result) => Promise<Result>;

/** Makes the store of one gateway. */
export type StoreMaker = (send: Send) => Store;

/** Makes the server of a life. @param now the server's clock. */
export function storeServer(kind: StoreKind, now: () => number): StoreMaker {
  switch (kind) {
    case 'process':
    case 'memory': {
      const memory = new MemoryStore(now);
      return (send) => remote(memory, send);
    }
    case 'postgres': {
      const table = new Table(now);
      return (send) =>
        new PostgresStore((text, parameters) =>
          send((changed) => runStatement(table, text, parameters, changed)),
        );
    }
    case 'redis': {
      const table = new Table(now);
      return (send) =>
        new RedisStore((command) => send((changed) => runCommand(table, command, changed)));
    }
  }
}

/** A store that is accessed through a network. Its methods change what they change at once. */
function remote(store: Store, send: Send): Store {
  const access = async <Result>(
    run: () => Promise<Result>,
    change: (result: Result, changed: OnChange) => void,
  ): Promise<Result> =>
    await send((changed) =>
      run().then((result) => {
        change(result, changed);
        return result;
      }),
    );
  return {
    add: (name, record, lifetime) =>
      access(
        () => store.add(name, record, lifetime),
        (there, changed) => {
          if (there === undefined) changed(name, undefined, record);
        },
      ),
    replace: (name, before, after, lifetime) =>
      access(
        () => store.replace(name, before, after, lifetime),
        (isReplaced, changed) => {
          if (isReplaced) changed(name, before, after);
        },
      ),
    read: (name) =>
      access(
        () => store.read(name),
        () => {},
      ),
  };
}

interface Row {
  readonly record: string;
  /** When it lapses, on the server's clock. */
  readonly until: number;
}

/** A table of names. A lapsed row is there until it is overwritten. */
class Table {
  readonly rows = new Map<string, Row>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  isKept(row: Row | undefined): row is Row {
    return row !== undefined && row.until > this.#now();
  }

  kept(name: string): Row | undefined {
    const row = this.rows.get(name);
    return this.isKept(row) ? row : undefined;
  }

  put(name: string, record: string, lifetime: number | null): void {
    const until = lifetime === null ? Number.POSITIVE_INFINITY : this.#now() + lifetime;
    this.rows.set(name, { record, until });
  }
}

type Rows = { readonly rows: readonly object[] };

/** Runs a statement of Postgres: what its text says, as far as the store's statements differ. */
function runStatement(
  table: Table,
  text: string,
  parameters: readonly (string | number | null)[],
  changed: OnChange,
): Rows {
  if (!text.includes(tableName)) throw unknown(text);
  const [name = '', ...rest] = parameters.map(String);
  const there = table.rows.get(name);
  const verb = /^\w+/.exec(text)?.[0];
  if (verb === 'INSERT') {
    const replaces = text.includes('DO UPDATE SET') && text.includes('kept.lapses_at <= now()');
    if (there !== undefined && !(replaces && !table.isKept(there))) return { rows: [] };
    table.put(name, rest[0] ?? '', lifetimeOf(parameters[2]));
    changed(name, undefined, rest[0]);
    return { rows: [{ name }] };
  }
  if (there === undefined || !matches(table, text, there, rest[0])) return { rows: [] };
  switch (verb) {
    case 'SELECT':
      return { rows: [{ record: there.record }] };
    case 'UPDATE':
      table.put(name, rest[1] ?? '', lifetimeOf(parameters[3]));
      changed(name, there.record, rest[1]);
      return { rows: [{ name }] };
    case 'DELETE':
      table.rows.delete(name);
      changed(name, there.record, undefined);
      return { rows: [{ name }] };
    default:
      throw unknown(text);
  }
}

const tableName = /EXISTS (\w+)/.exec(postgresTable)?.[1] ?? '';

/** Whether a row fulfils the conditions of a statement. */
function matches(table: Table, text: string, row: Row, before: string | undefined): boolean {
  const comparesTime = text.includes('(lapses_at IS NULL OR lapses_at > now())');
  const comparesRecord = text.includes('AND record = $2');
  return (!comparesTime || table.isKept(row)) && (!comparesRecord || row.record === before);
}

function lifetimeOf(parameter: string | number | null | undefined): number | null {
  return parameter === null || parameter === undefined ? null : Number(parameter);
}

function unknown(text: string): Error {
  return new Error(`a statement that is not simulated: ${text}`);
}

/** Runs a command of Redis. */
function runCommand(
  table: Table,
  [command = '', ...args]: readonly string[],
  changed: OnChange,
): unknown {
  switch (command) {
    case 'GET':
      return table.kept(args[0] ?? '')?.record ?? null;
    case 'SET': {
      const [name = '', record = '', ...options] = args;
      const there = table.kept(name);
      if (!options.includes('NX') || !options.includes('GET')) throw unknown(command);
      if (there !== undefined) return there.record;
      table.put(name, record, lifetimeOf(options[options.indexOf('PX') + 1 || options.length]));
      changed(name, undefined, record);
      return null;
    }
    case 'EVAL':
      return runScript(table, args, changed);
    default:
      throw unknown(command);
  }
}

/** Runs the store's only script, whose lines it checks. */
function runScript(
  table: Table,
  [script = '', , name = '', before, after, lifetime]: readonly string[],
  changed: OnChange,
): 0 | 1 {
  const lines = [
    "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end",
    "if not ARGV[2] then redis.call('DEL', KEYS[1])",
    "elseif ARGV[3] then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])",
    "else redis.call('SET', KEYS[1], ARGV[2]) end",
    'return 1',
  ];
  if (script !== lines.join('\n')) throw unknown(script);
  const there = table.kept(name);
  if (there?.record !== before) return 0;
  if (after === undefined) table.rows.delete(name);
  else table.put(name, after, lifetimeOf(lifetime));
  changed(name, there?.record, after);
  return 1;
}
