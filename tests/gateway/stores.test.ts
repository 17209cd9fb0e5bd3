// Tests every store with one table: what it keeps, who wins a race, and creates with a key over it.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from 'identification-chain/gateway';
import { type Bed, beds, closeDatabases, whyMissing } from './stores-beds.ts';
import { inShort, repeated, taskTo } from './stores-tasks.ts';
import { created, serveUpstream, type Upstream } from './stores-upstream.ts';

/** Lifetimes in milliseconds: one that a test waits for, and one that it does not. */
const short = 50.5;
const long = 3_600_000;

/** Waits until the record of a name has lapsed. */
async function lapse(store: Store, name: string): Promise<void> {
  while ((await store.read(name)) !== undefined) await sleep(20);
}

const times = <Result>(count: number, run: (number: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, number) => run(number)));

const records: Readonly<Record<string, string>> = {
  'JSON with escapes': JSON.stringify({ text: 'it’s "quoted" \\ \u0000 \n $1 %s 😀' }),
  'an empty text': '',
  'a megabyte': `{"sealed":"${'é'.repeat(500_000)}"}`,
};

const names = ["' OR 1=1 --", '"; DROP TABLE x', '__proto__', 'ü 😀', '{a}:*?[b]', 'x'.repeat(500)];

const cases: Readonly<Record<string, (store: Store, name: string) => Promise<void>>> = {
  'keeps the first record of a name': async (store, name) => {
    assert.equal(await store.read(name), undefined);
    assert.equal(await store.add(name, 'first', undefined), undefined);
    assert.equal(await store.add(name, 'second', long), 'first');
    assert.equal(await store.read(name), 'first');
  },
  'replaces a record only if it still is the one before': async (store, name) => {
    assert.equal(await store.replace(name, 'first', 'second', undefined), false);
    assert.equal(await store.read(name), undefined);
    await store.add(name, 'first', undefined);
    assert.equal(await store.replace(name, 'other', 'second', undefined), false);
    assert.equal(await store.read(name), 'first');
    assert.equal(await store.replace(name, 'first', 'second', long), true);
    assert.equal(await store.replace(name, 'first', 'third', undefined), false);
    assert.equal(await store.read(name), 'second');
  },
  'removes a record only if it still is the one before': async (store, name) => {
    await store.add(name, 'first', undefined);
    assert.equal(await store.replace(name, 'other', undefined, undefined), false);
    assert.equal(await store.read(name), 'first');
    assert.equal(await store.replace(name, 'first', undefined, undefined), true);
    assert.equal(await store.replace(name, 'first', undefined, undefined), false);
    assert.equal(await store.add(name, 'again', undefined), undefined);
    assert.equal(await store.read(name), 'again');
  },
  'lets one of 100 adds win': async (store, name) => {
    const found = await times(100, (number) => store.add(name, `record ${number}`, long));
    const kept = await store.read(name);
    assert.equal(found.indexOf(undefined), found.lastIndexOf(undefined));
    assert.equal(kept, `record ${found.indexOf(undefined)}`);
    assert.deepEqual(new Set(found), new Set([undefined, kept]));
  },
  'lets one of 100 replacements and removals win': async (store, name) => {
    await store.add(name, 'first', long);
    const won = await times(100, (number) =>
      store.replace(name, 'first', number % 2 ? `record ${number}` : undefined, long),
    );
    assert.equal(won.filter(Boolean).length, 1);
    const winner = won.indexOf(true);
    assert.equal(await store.read(name), winner % 2 ? `record ${winner}` : undefined);
  },
  'lets one of 100 adds win a name whose record has lapsed': async (store, name) => {
    await store.add(name, 'first', short);
    await lapse(store, name);
    const found = await times(100, (number) => store.add(name, `record ${number}`, long));
    assert.equal(found.filter((record) => record === undefined).length, 1);
    assert.equal(await store.read(name), `record ${found.indexOf(undefined)}`);
  },
  'counts a lapsed record as absent': async (store, name) => {
    assert.equal(await store.add(name, 'first', short), undefined);
    await lapse(store, name);
    assert.equal(await store.replace(name, 'first', 'second', long), false);
    assert.equal(await store.replace(name, 'first', undefined, undefined), false);
    assert.equal(await store.add(name, 'third', long), undefined);
    assert.equal(await store.read(name), 'third');
  },
  'takes the lifetime of the last write': async (store, name) => {
    const shorter = `${name} shorter`;
    await store.add(shorter, 'first', undefined);
    assert.equal(await store.replace(shorter, 'first', 'second', short), true);
    await lapse(store, shorter);
    // On a busy machine the record may lapse before it is replaced: then the next one has more time.
    for (let lifetime = 1_000; lifetime < long; lifetime *= 4) {
      const longer = `${name} longer ${lifetime}`;
      await store.add(longer, 'first', lifetime);
      if (!(await store.replace(longer, 'first', 'for ever', undefined))) continue;
      await sleep(lifetime + short);
      assert.equal(await store.read(longer), 'for ever');
      return;
    }
    assert.fail('no record was replaced within its lifetime');
  },
  'keeps any record': async (store, name) => {
    for (const [kind, record] of Object.entries(records)) {
      const own = `${name} ${kind}`;
      await store.add(own, record, undefined);
      assert.ok((await store.add(own, 'other', undefined)) === record, kind);
      assert.equal(await store.replace(own, record, `${record}.`, long), true, kind);
      assert.ok((await store.read(own)) === `${record}.`, kind);
    }
  },
  'keeps any name apart': async (store, name) => {
    for (const odd of names) assert.equal(await store.add(name + odd, odd, long), undefined);
    for (const odd of names) assert.equal(await store.read(name + odd), odd);
  },
};

type KeyedCase = (keeper: Bed['keeper'], upstream: Upstream) => Promise<void>;

const keyedCases: Readonly<Record<string, KeyedCase>> = {
  '200 creates at once send one request': async (keeper, upstream) => {
    let answer = () => {};
    const others = new Promise<void>((resolve) => {
      answer = resolve;
    });
    upstream.answer = () => others.then(created);
    const task = taskTo(upstream.url);
    const first: unknown[] = [];
    let waiting = 0;
    await times(200, async () => {
      const reply = await keeper.create(task);
      if (reply.type !== 'in-progress') {
        first.push(...inShort(reply));
        return;
      }
      waiting += 1;
      if (waiting === 199) answer();
    });
    assert.deepEqual(first, ['answer', 201, '{"id":"chain-1"}']);
    assert.deepEqual(inShort(await keeper.create(task)), repeated);
    assert.deepEqual(upstream.seen, ['{\n"name":"Ünal 😀"}\n']);
    const other = { ...task, fingerprint: 'another-body' };
    assert.deepEqual(await keeper.create(other), { type: 'another-body' });
  },
  'a look-up leaves a free key free, and finds what was done': async (keeper, upstream) => {
    const task = taskTo(upstream.url);
    const lookUp = { ...task, request: undefined };
    for (let repeat = 0; repeat < 2; repeat += 1) {
      assert.deepEqual(await keeper.create(lookUp), { type: 'not-run' });
    }
    await keeper.create(task);
    assert.deepEqual(inShort(await keeper.create(lookUp)), repeated);
    assert.equal(upstream.seen.length, 1);
  },
  'a refusal frees the key': async (keeper, upstream) => {
    upstream.answer = () => Response.json({ code: 7 }, { status: 422 });
    const task = taskTo(upstream.url);
    const refused = ['answer', 422, '{"code":7}'];
    assert.deepEqual(inShort(await keeper.create(task)), refused);
    assert.deepEqual(inShort(await keeper.create(task)), refused);
    assert.equal(upstream.seen.length, 2);
  },
  'an unknown outcome stays unknown until an operator settles it': async (keeper, upstream) => {
    upstream.answer = () => new Response('', { status: 500 });
    const task = taskTo(upstream.url);
    for (let repeat = 0; repeat < 2; repeat += 1) {
      assert.deepEqual(inShort(await keeper.create(task)), ['unknown', 502]);
    }
    assert.equal(upstream.seen.length, 1);
    const { name, retention } = task;
    assert.equal(await keeper.resolve(name, { id: 'chain-1' }, retention), 'resolved');
    assert.deepEqual(inShort(await keeper.create(task)), repeated);
    assert.equal(await keeper.resolve(name, 'not-created', retention), 'known');
    assert.equal(upstream.seen.length, 1);
  },
  'a create that an operator calls not created runs again': async (keeper, upstream) => {
    upstream.answer = () => new Response('', { status: 500 });
    const task = taskTo(upstream.url);
    assert.deepEqual(inShort(await keeper.create(task)), ['unknown', 502]);
    assert.equal(await keeper.resolve(task.name, 'not-created', task.retention), 'resolved');
    assert.equal(await keeper.resolve(task.name, 'not-created', task.retention), 'no-record');
    upstream.answer = created;
    assert.deepEqual(inShort(await keeper.create(task)), ['answer', 201, '{"id":"chain-1"}']);
    assert.equal(upstream.seen.length, 2);
  },
  'a key is free again after the retention of its answer': async (keeper, upstream) => {
    const task = taskTo(upstream.url, { retention: { done: short, unknown: long } });
    assert.equal((await keeper.create(task)).type, 'answer');
    let reply = await keeper.create(task);
    while (reply.type === 'replay') {
      await sleep(20);
      reply = await keeper.create(task);
    }
    assert.deepEqual(inShort(reply), ['answer', 201, '{"id":"chain-1"}']);
    assert.equal(upstream.seen.length, 2);
  },
  'a whole answer is kept for who has its key': async (keeper, upstream) => {
    upstream.answer = () => Response.json({ id: 'chain-1', link: 'x' }, { status: 201 });
    const task = taskTo(upstream.url);
    const sealKey = crypto.getRandomValues(new Uint8Array(32));
    await keeper.create({ ...task, sealKey });
    const whole = ['replay', 201, '{"id":"chain-1","link":"x"}'];
    assert.deepEqual(inShort(await keeper.create({ ...task, sealKey })), whole);
    assert.deepEqual(inShort(await keeper.create(task)), repeated);
  },
};

describe('stores', { concurrency: true }, () => {
  after(closeDatabases);
  for (const [store, open] of Object.entries(beds)) {
    describe(store, { concurrency: true }, () => testStore(open));
  }
});

function testStore(open: () => Promise<Bed>): void {
  let bed: Bed | undefined;
  let missing: string | undefined;
  before(async () => {
    try {
      bed = await open();
    } catch (error) {
      missing = whyMissing(error);
    }
  });
  after(() => bed?.[Symbol.asyncDispose]());
  for (const [name, run] of Object.entries(cases)) {
    it(name, async (test) => {
      if (bed === undefined) return test.skip(missing);
      await run(bed.store, `test-${crypto.randomUUID()}`);
    });
  }
  for (const [name, run] of Object.entries(keyedCases)) {
    it(name, async (test) => {
      if (bed === undefined) return test.skip(missing);
      await using upstream = await serveUpstream();
      await run(bed.keeper, upstream);
    });
  }
}
