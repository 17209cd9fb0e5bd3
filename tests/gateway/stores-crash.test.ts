// Tests that a create is sent once at most when its process or the database is killed with SIGKILL
// between the request and the answer.

import assert from 'node:assert/strict';
import { after, describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { keeperOver, type Store } from 'identification-chain/gateway';
import type { Database } from '../support/databases.ts';
import { begin, execute } from '../support/program.ts';
import type { Asking } from './stores-asker.ts';
import { closeDatabases, openDatabase, tidied, whyMissing } from './stores-beds.ts';
import { drivers } from './stores-drivers.ts';
import { inShort, taskTo } from './stores-tasks.ts';
import { created, serveUpstream, silent } from './stores-upstream.ts';

const hour = 3_600_000;
const { dirname: cwd } = import.meta;

/** The command of a process that asks. */
const asker = (asking: Asking) => ['node', 'stores-asker.ts', JSON.stringify(asking)];

/** The reply to another process. */
async function asked(asking: Asking): Promise<unknown> {
  return JSON.parse(await execute(asker(asking), { cwd }));
}

/** The database, or `undefined` after it has skipped the test. */
async function databaseOf(
  test: TestContext,
  driver: keyof typeof drivers,
): Promise<Database | undefined> {
  try {
    return await openDatabase(drivers[driver].database);
  } catch (error) {
    test.skip(whyMissing(error));
    return undefined;
  }
}

/** Waits until the driver of a store has found its database again. */
async function connected(store: Store): Promise<void> {
  for (;;) {
    const isThere = await store.read('any').then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await sleep(50);
  }
}

describe('crashes', () => {
  after(closeDatabases);
  for (const driver of ['pg', 'redis'] as const) {
    describe(drivers[driver].database, () => {
      it('the owner is killed: in progress, then unknown, and one request', async (test) => {
        const database = await databaseOf(test, driver);
        if (database === undefined) return;
        await using upstream = await serveUpstream();
        upstream.answer = silent;
        await using bed = tidied(await drivers[driver].open(database.url));
        const { name } = taskTo(upstream.url);
        const asking = { driver, url: database.url, upstream: upstream.url, name };
        const arrival = upstream.arrival();
        await using owner = begin(asker(asking), { cwd });
        await arrival;
        await owner[Symbol.asyncDispose]();
        upstream.answer = created;
        assert.match((await bed.store.read(name)) ?? '', /^\{"state":"sent"/);
        assert.deepEqual(await asked(asking), ['in-progress']);
        for (const ahead of [hour, 0, 1_000 * hour]) {
          assert.deepEqual(await asked({ ...asking, ahead }), ['unknown', 504]);
        }
        assert.equal(upstream.seen.length, 1);
      });

      it('the database is killed: the record is there again, and the owner finishes', async (test) => {
        const database = await databaseOf(test, driver);
        if (database === undefined) return;
        if (database.crash === undefined) return test.skip('the database is not the tests’ own');
        await using upstream = await serveUpstream();
        let answer = () => {};
        upstream.answer = () =>
          new Promise((resolve) => {
            answer = () => resolve(created());
          });
        await using open = await drivers[driver].open(database.url);
        const task = taskTo(upstream.url);
        const keeper = keeperOver({ store: open.store });
        const arrival = upstream.arrival();
        const first = keeper.create(task);
        await arrival;
        const before = await open.store.read(task.name);
        await database.crash();
        await using again = tidied(await drivers[driver].open(database.url));
        assert.equal(await again.store.read(task.name), before);
        assert.deepEqual(inShort(await again.keeper.create(task)), ['in-progress']);
        await connected(open.store);
        answer();
        assert.equal((await first).type, 'answer');
        assert.equal((await again.keeper.create(task)).type, 'replay');
        assert.equal(upstream.seen.length, 1);
      });

      it('the database is killed and stays away: the answer goes back, and the outcome becomes unknown', async (test) => {
        const database = await databaseOf(test, driver);
        if (database === undefined) return;
        if (database.crash === undefined) return test.skip('the database is not the tests’ own');
        await using upstream = await serveUpstream();
        const { crash } = database;
        const failed: unknown[] = [];
        const open = await drivers[driver].open(database.url);
        const task = taskTo(upstream.url);
        upstream.answer = async () => {
          await open[Symbol.asyncDispose]();
          await crash();
          return created();
        };
        const onStoreError = (error: unknown) => void failed.push(error);
        const first = await keeperOver({ store: open.store, onStoreError }).create(task);
        assert.equal(first.type, 'answer');
        assert.equal(failed.length, 1);
        upstream.answer = created;
        await using again = tidied(await drivers[driver].open(database.url));
        const later = keeperOver({ store: again.store, now: () => Date.now() + hour });
        assert.deepEqual(inShort(await again.keeper.create(task)), ['in-progress']);
        assert.deepEqual(inShort(await later.create(task)), ['unknown', 504]);
        assert.equal(upstream.seen.length, 1);
      });
    });
  }
});
