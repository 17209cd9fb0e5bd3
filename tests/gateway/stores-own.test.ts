// Tests what each store has of its own: its arguments, its clean-up, and what it keeps.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DurableObjectStore,
  KeyObject,
  type KeyObjects,
  PostgresStore,
  postgresCleanUp,
  postgresTable,
  RedisStore,
} from 'identification-chain/gateway';
import { closeDatabases, openDatabase, whyMissing } from './stores-beds.ts';
import { drivers, type OpenStore } from './stores-drivers.ts';
import { taskTo } from './stores-tasks.ts';
import { created, serveUpstream, silent } from './stores-upstream.ts';
import { startWorkers, type Workers } from './stores-workers.ts';

/** A binding of objects that are called with `answer`. It notes the jurisdictions and the names. */
function binding(answer: () => Promise<{ arrayBuffer(): Promise<ArrayBuffer> }>, used: string[]) {
  const objects: KeyObjects = {
    idFromName: (name) => {
      used.push(name);
      return name;
    },
    get: () => ({ fetch: answer }),
    jurisdiction: (name) => {
      used.push(name);
      return objects;
    },
  };
  return objects;
}

const objects = binding(silent, []);

/** Wrong arguments, with the sentences that name them. */
const wrong: readonly [sentence: string, make: () => unknown][] = [
  ['PostgresStore: query must be a function', () => new PostgresStore({} as never)],
  ['RedisStore: send must be a function', () => new RedisStore(undefined as never)],
  [
    'DurableObjectStore: the binding must be one of Durable Objects',
    () => new DurableObjectStore(undefined as never),
  ],
  [
    'DurableObjectStore: unknown option juristiction; did you mean jurisdiction?',
    () => new DurableObjectStore(objects, { juristiction: 'eu' } as never),
  ],
  [
    'DurableObjectStore: jurisdiction must be a string that is not empty',
    () => new DurableObjectStore(objects, { jurisdiction: '' }),
  ],
  [
    'KeyObject: put the class into new_sqlite_classes, it needs SQLite',
    () => new KeyObject({ storage: {} as never }),
  ],
];

for (const [message, make] of wrong) {
  it(message, () => assert.throws(make, { name: 'TypeError', message }));
}

it('RedisStore refuses a reply that is not text', async () => {
  const message = 'RedisStore: send must return strings';
  for (const reply of [Buffer.from('x'), undefined, ['x'], {}]) {
    const store = new RedisStore(async () => reply);
    await assert.rejects(store.read('x'), { name: 'TypeError', message });
    await assert.rejects(store.add('x', 'x', undefined), { name: 'TypeError', message });
  }
});

it('DurableObjectStore finds the object in its jurisdiction, and does not wait for ever', async () => {
  const used: string[] = [];
  const store = new DurableObjectStore(binding(silent, used), { jurisdiction: 'eu' });
  const task = taskTo('https://api.example', { timeout: 1, storeTimeout: 1 });
  await assert.rejects(store.create(task), { message: 'the object did not answer in time' });
  assert.deepEqual(used, ['eu', task.name]);
});

describe('Durable Objects', () => {
  const folder = mkdtempSync(join(tmpdir(), 'workers-'));
  let workers: Workers;
  before(async () => {
    workers = await startWorkers('http://127.0.0.1:9', folder);
  });
  after(async () => {
    await workers?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it('an object is empty after its record has lapsed or was removed, and not before', async () => {
    const records = await workers.records();
    await records.add('sent', 'sent', undefined);
    await records.add('lapsed', 'done', 50);
    await records.add('later', 'done', 3_600_000);
    await records.add('removed', 'sent', undefined);
    await records.replace('removed', 'sent', undefined, undefined);
    // Its first alarm comes when its record has no lifetime any more.
    await records.add('again', 'lapsed', 50);
    await sleep(60);
    await records.add('again', 'sent', undefined);
    while ((await records.entries('lapsed')) !== 0) await sleep(50);
    await sleep(500);
    const kept = ['sent', 'lapsed', 'later', 'removed', 'again'].map(records.entries);
    assert.deepEqual(await Promise.all(kept), [1, 0, 1, 0, 1]);
  });

  it('an object gives up at the time limit of its create', async () => {
    await using upstream = await serveUpstream();
    upstream.answer = silent;
    const keeper = new DurableObjectStore(await workers.keys());
    const task = taskTo(upstream.url, { timeout: 200 });
    for (const isRepeat of [false, true]) {
      const reply = await keeper.create(task);
      assert.deepEqual(reply, { type: 'unknown', status: 504, isRepeat });
    }
  });

  it('neither the credential nor the body is stored', async () => {
    await using upstream = await serveUpstream();
    upstream.answer = created;
    const keeper = new DurableObjectStore(await workers.keys());
    assert.equal((await keeper.create(taskTo(upstream.url))).type, 'answer');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .filter((file) => statSync(file).isFile())
      .map((file) => readFileSync(file, 'utf8'));
    assert.match(files.join(), /chain-1/);
    assert.doesNotMatch(files.join(), /the-credential|nal 😀/);
  });
});

describe('databases', () => {
  after(closeDatabases);

  /** A test with a connection, which is skipped where the database is missing. */
  function itWith(
    driver: keyof typeof drivers,
    name: string,
    run: (open: OpenStore, own: string) => Promise<void>,
  ): void {
    it(name, async (test) => {
      let url: string;
      try {
        ({ url } = await openDatabase(drivers[driver].database));
      } catch (error) {
        test.skip(whyMissing(error));
        return;
      }
      await using open = await drivers[driver].open(url);
      const own = `test-${crypto.randomUUID()}`;
      await run(open, own);
      await open.store.replace(own, 'record', undefined, undefined);
    });
  }

  itWith('pg', 'the clean-up of Postgres removes lapsed records only', async (open, own) => {
    await open.run(postgresTable);
    const lapsed = `${own} lapsed`;
    await open.store.add(own, 'record', undefined);
    await open.store.add(lapsed, 'record', 50);
    const rows = `SELECT name FROM identification_keys WHERE name LIKE '${own}%'`;
    const there = async () => ((await open.run(rows)) as { rows: object[] }).rows;
    while ((await open.store.read(lapsed)) !== undefined) await sleep(20);
    assert.equal((await there()).length, 2);
    await open.run(postgresCleanUp);
    assert.deepEqual(await there(), [{ name: own }]);
  });

  itWith(
    'redis',
    'Redis keeps a record for its lifetime, and one without for ever',
    async (open, own) => {
      const ttl = async () => Number(await open.run(`PTTL identification-chain:${own}`));
      await open.store.add(own, 'first', 60_000);
      assert.ok((await ttl()) > 50_000);
      await open.store.replace(own, 'first', 'second', undefined);
      assert.equal(await ttl(), -1);
      await open.store.replace(own, 'second', 'record', 0.1);
      while ((await ttl()) !== -2) await sleep(20);
    },
  );
});
