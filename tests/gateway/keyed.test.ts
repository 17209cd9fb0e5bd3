// Tests creates with a key over a store: one request at most, and an honest answer for each outcome.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { keyedCreate, resolveKey } from '../../www/gateway/keyed.ts';
import { textOf } from '../../www/gateway/record.ts';
import type { KeyedReply, KeyedTask, Store } from '../../www/gateway/store.ts';
import { MemoryStore } from '../../www/gateway/stores/memory.ts';

const hour = 3_600_000;
const retention = { done: 24 * hour, unknown: 720 * hour };

const task: KeyedTask = {
  name: 'a-name',
  fingerprint: 'a-body',
  request: {
    method: 'POST',
    url: 'https://api.example/v1/chain',
    headers: [],
    body: new Uint8Array(),
  },
  timeout: 200,
  storeTimeout: 1_000,
  retention,
};

const created = () => Response.json({ id: 'chain-1' }, { status: 201 });
const status =
  (value: number, headers = {}) =>
  () =>
    new Response('{}', { status: value, headers });
/** A success whose body breaks off. */
const cutOff = () => {
  const body = new ReadableStream({
    start: (stream) => stream.enqueue(new TextEncoder().encode('{"id":"chain-1"')),
    pull: (stream) => stream.error(new TypeError('reset')),
  });
  return new Response(body, { status: 201, headers: { 'Content-Type': 'application/json' } });
};

/** A store with an API behind it that answers as told, and counts the requests. */
class Bench {
  now = 1_700_000_000_000;
  requests = 0;
  errors: unknown[] = [];
  answer: () => Response | Promise<Response> = created;
  readonly store: Store;

  constructor(store?: (now: () => number) => Store) {
    const now = () => this.now;
    this.store = store?.(now) ?? new MemoryStore(now);
  }

  get place() {
    return {
      store: this.store,
      now: () => this.now,
      onStoreError: (error: unknown) => void this.errors.push(error),
      fetch: async () => {
        this.requests += 1;
        return this.answer();
      },
    };
  }

  create(changes: Partial<KeyedTask> = {}): Promise<KeyedReply> {
    return keyedCreate({ ...task, ...changes }, this.place);
  }

  async record(): Promise<{ state: string } | undefined> {
    const text = await this.store.read(task.name);
    return text === undefined ? undefined : JSON.parse(text);
  }
}

/**
 * A reply in short: its type, with the status and the body of its answer. An unknown outcome has the
 * status of the API's answer, or `repeat`.
 */
function inShort(reply: KeyedReply): unknown[] {
  const { type } = reply;
  if (type === 'answer' || type === 'replay') {
    const { status, body } = reply.answer;
    return [type, status, new TextDecoder().decode(body)];
  }
  if (type !== 'unknown') return [type];
  return [type, reply.status, reply.isRepeat ? 'repeat' : reply.answered];
}

const repeated = ['replay', 201, '{"identification_chain_id":"chain-1"}'];

const outcomes: [
  string,
  () => Response | Promise<Response>,
  unknown[],
  string | undefined,
  unknown[],
][] = [
  ['201', created, ['answer', 201, '{"id":"chain-1"}'], 'done', repeated],
  ['201 that breaks off', cutOff, ['id-lost'], 'id-lost', ['id-lost']],
  ['201 without an id', status(201), ['answer', 201, ''], 'id-lost', ['id-lost']],
  ['204', () => new Response(null, { status: 204 }), ['answer', 204, ''], 'id-lost', ['id-lost']],
  ...[302, 408, 500, 502, 503, 504, 599].map((value): (typeof outcomes)[number] => [
    String(value),
    status(value),
    ['unknown', 502, value],
    'unknown',
    ['unknown', 502, 'repeat'],
  ]),
  [
    'reset',
    () => Promise.reject(new TypeError()),
    ['unknown', 502, undefined],
    'unknown',
    ['unknown', 502, 'repeat'],
  ],
  [
    'timeout',
    () => new Promise(() => {}),
    ['unknown', 504, undefined],
    'unknown',
    ['unknown', 504, 'repeat'],
  ],
];

for (const [name, answer, reply, state, repeat] of outcomes) {
  it(`${name}: ${state}, and a repeat sends nothing`, async () => {
    const bench = new Bench();
    bench.answer = answer;
    assert.deepEqual(inShort(await bench.create()), reply);
    assert.equal((await bench.record())?.state, state);
    bench.answer = created;
    for (const wait of [0, hour, 22 * hour]) {
      bench.now += wait;
      assert.deepEqual(inShort(await bench.create()), repeat);
    }
    assert.deepEqual(inShort(await bench.create({ fingerprint: 'other' })), ['another-body']);
    assert.equal(bench.requests, 1);
  });
}

for (const [value, headers] of [
  ...[400, 401, 403, 404, 409, 422, 429].map((refusal) => [refusal, {}] as const),
  [503, { 'Retry-After': '1' }],
] as [number, Record<string, string>][]) {
  it(`${value}: the key is free again`, async () => {
    const bench = new Bench();
    bench.answer = status(value, headers);
    assert.deepEqual(inShort(await bench.create()), ['answer', value, '']);
    assert.equal(await bench.record(), undefined);
    bench.answer = created;
    assert.equal((await bench.create()).type, 'answer');
    assert.equal(bench.requests, 2);
  });
}

it('200 creates at once send one request', async () => {
  const bench = new Bench();
  let answer = (_: Response) => {};
  bench.answer = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const replies = Array.from({ length: 200 }, () => bench.create({ timeout: 1_000 }));
  const others = replies.slice(1).map(async (reply) => (await reply).type);
  assert.deepEqual(new Set(await Promise.all(others)), new Set(['in-progress']));
  answer(created());
  assert.equal((await replies[0])?.type, 'answer');
  assert.equal(bench.requests, 1);
});

it('records lapse after their retention, and one of the state sent never', async () => {
  for (const [answer, lapses] of [
    [created, 24 * hour],
    [status(500), 720 * hour],
    [status(201), 720 * hour],
  ] as const) {
    const bench = new Bench();
    bench.answer = answer;
    await bench.create();
    bench.now += lapses - 1;
    assert.notEqual(await bench.record(), undefined);
    bench.now += 1;
    assert.equal(await bench.record(), undefined);
  }
  const bench = new Bench();
  bench.answer = () => new Promise(() => {});
  void bench.create({ timeout: 1_000 });
  await new Promise(setImmediate);
  bench.now += 10_000 * hour;
  assert.equal((await bench.record())?.state, 'sent');
  assert.deepEqual(inShort(await bench.create()), ['unknown', 504, 'repeat']);
  assert.equal(bench.requests, 1);
});

/** The methods of a store, which a test replaces some of. */
function methodsOf(store: Store): Store {
  return {
    add: (...values) => store.add(...values),
    replace: (...values) => store.replace(...values),
    read: (name) => store.read(name),
  };
}

/** A store of a process that was killed: the same records, in another epoch. */
function restarted(store: Store, epoch: string): Store {
  return { ...methodsOf(store), epoch };
}

it('a create whose process is gone is unknown to the next process', async () => {
  const records = new MemoryStore();
  const before = new Bench(() => restarted(records, 'first'));
  before.answer = () => new Promise(() => {});
  void before.create({ timeout: 1_000 });
  await new Promise(setImmediate);
  assert.deepEqual(inShort(await before.create()), ['in-progress']);
  const after = new Bench(() => restarted(records, 'second'));
  for (let repeat = 0; repeat < 2; repeat += 1) {
    assert.deepEqual(inShort(await after.create()), ['unknown', 502, 'repeat']);
  }
  assert.equal(after.requests, 0);
});

it('an owner is taken for lost after all its time limits, and 5 s for clocks that differ', async () => {
  const bench = new Bench();
  bench.answer = () => new Promise(() => {});
  void bench.create({ timeout: 300, storeTimeout: 1_000 });
  await new Promise(setImmediate);
  bench.now += 1_000 + 300 + 1_000 + 5_000 - 1;
  assert.deepEqual(inShort(await bench.create()), ['in-progress']);
  bench.now += 1;
  assert.deepEqual(inShort(await bench.create()), ['unknown', 504, 'repeat']);
});

it('an owner that was taken for lost still finishes', async () => {
  const bench = new Bench();
  let answer = (_: Response) => {};
  bench.answer = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const first = bench.create({ timeout: 1_000 });
  await new Promise(setImmediate);
  bench.now += hour;
  assert.deepEqual(inShort(await bench.create()), ['unknown', 504, 'repeat']);
  answer(created());
  assert.equal((await first).type, 'answer');
  assert.deepEqual(inShort(await bench.create()), repeated);
});

it('a store that fails before the record is written: nothing is sent', async () => {
  for (const add of [
    () => Promise.reject(new Error('down')),
    () => new Promise<never>(() => {}),
    async () => 'not a record',
    async () => '{"state":"absent"}',
  ]) {
    const bench = new Bench((now) => Object.assign(new MemoryStore(now), { add }));
    assert.deepEqual(await bench.create({ storeTimeout: 50 }), { type: 'not-sent' });
    assert.deepEqual([bench.requests, bench.errors.length], [0, 1]);
    const { onStoreError: _, ...unheard } = bench.place;
    assert.deepEqual(await keyedCreate({ ...task, storeTimeout: 50 }, unheard), {
      type: 'not-sent',
    });
  }
});

it('a store that fails after the answer: the answer goes back, and the record stays sent', async () => {
  for (const replace of [
    () => Promise.reject(new Error('down')),
    () => new Promise<never>(() => {}),
  ]) {
    const bench = new Bench((now) => Object.assign(new MemoryStore(now), { replace }));
    const reply = await bench.create({ storeTimeout: 50 });
    assert.ok(reply.type === 'answer' && reply.isHeld);
    assert.equal((await bench.record())?.state, 'sent');
    assert.deepEqual([bench.requests, bench.errors.length], [1, 1]);
    const { onStoreError: _, ...unheard } = bench.place;
    const other = await keyedCreate({ ...task, name: 'other', storeTimeout: 50 }, unheard);
    assert.ok(other.type === 'answer' && other.isHeld);
    bench.answer = status(500);
    const unknown = await bench.create({ name: 'third', storeTimeout: 50 });
    assert.deepEqual(inShort(unknown), ['unknown', 502, 500]);
    assert.ok(!('isHeld' in unknown));
  }
});

it('a process that slept before it sent: nothing is sent, and the key is free', async () => {
  for (const [slept, type, requests] of [
    [1_000, 'answer', 1],
    [1_001, 'not-sent', 0],
    [hour, 'not-sent', 0],
  ] as const) {
    const bench = new Bench((now) => {
      const store = methodsOf(new MemoryStore(now));
      const add: Store['add'] = (...values) => {
        bench.now += slept;
        return store.add(...values);
      };
      return { ...store, add };
    });
    assert.equal((await bench.create({ storeTimeout: 1_000 })).type, type);
    assert.equal((await bench.record())?.state, requests === 1 ? 'done' : undefined);
    assert.equal(bench.requests, requests);
  }
});

it('a look-up, without a request, leaves a free key free', async () => {
  const bench = new Bench();
  const lookUp = { request: undefined };
  assert.deepEqual(await bench.create(lookUp), { type: 'not-run' });
  assert.equal(await bench.record(), undefined);
  const { isHeld } = (await bench.create()) as { isHeld?: boolean };
  assert.equal(isHeld, undefined);
  assert.deepEqual(inShort(await bench.create(lookUp)), repeated);
  assert.equal(bench.requests, 1);
});

it('a look-up takes a late owner for lost', async () => {
  const bench = new Bench();
  bench.answer = () => new Promise(() => {});
  void bench.create({ timeout: 1_000 });
  await new Promise(setImmediate);
  bench.now += hour;
  assert.deepEqual(inShort(await bench.create({ request: undefined })), ['unknown', 504, 'repeat']);
  assert.equal((await bench.record())?.state, 'unknown');
});

it('an answer that cannot be read is an unknown outcome', async () => {
  const bench = new Bench();
  assert.deepEqual(inShort(await bench.create({ idField: '' })), ['unknown', 502, 201]);
});

it('an answer with its id in Location only gets a body with it', async () => {
  const bench = new Bench();
  bench.answer = status(201, { Location: '/v1/orgs/acme/identifications/chain/chain-1' });
  assert.deepEqual(inShort(await bench.create()), ['answer', ...repeated.slice(1)]);
});

it('resolve waits for an owner that may still finish', async () => {
  const records = new MemoryStore();
  const before = new Bench(() => restarted(records, 'first'));
  before.answer = () => new Promise(() => {});
  void before.create({ timeout: 1_000 });
  await new Promise(setImmediate);
  const after = new Bench(() => restarted(records, 'second'));
  for (const [{ place }, reply] of [
    [before, 'in-progress'],
    [after, 'resolved'],
  ] as const) {
    assert.equal(await resolveKey(task.name, { id: 'chain-1' }, retention, place), reply);
  }
});

it('resolve settles an unknown outcome', async () => {
  for (const [resolution, reply, requests] of [
    [{ id: 'chain-1' }, repeated, 1],
    ['not-created', ['answer', 201, '{"id":"chain-1"}'], 2],
  ] as const) {
    const bench = new Bench();
    bench.answer = status(500);
    await bench.create();
    assert.equal(await resolveKey(task.name, resolution, retention, bench.place), 'resolved');
    bench.answer = created;
    assert.deepEqual(inShort(await bench.create()), reply);
    assert.equal(bench.requests, requests);
    assert.equal(await resolveKey(task.name, resolution, retention, bench.place), 'known');
    assert.equal(await resolveKey('other', resolution, retention, bench.place), 'no-record');
  }
});

it('resolve takes no word for another create than the one that it has found', async () => {
  const bench = new Bench();
  const { store } = bench;
  bench.answer = status(500);
  await bench.create();
  const replace: Store['replace'] = async (...values) => {
    if (bench.requests === 1) {
      // The first owner frees the key after all, and another create may have been done.
      await store.replace(task.name, (await store.read(task.name)) ?? '', undefined, undefined);
      await bench.create();
    }
    return store.replace(...values);
  };
  const place = { ...bench.place, store: { ...methodsOf(store), replace } };
  assert.equal(await resolveKey(task.name, 'not-created', retention, place), 'in-progress');
  assert.deepEqual([bench.requests, (await bench.record())?.state], [2, 'unknown']);
});

it('resolve takes no word if the owner finishes after all', async () => {
  const bench = new Bench();
  const { store } = bench;
  bench.answer = status(500);
  await bench.create();
  const done = textOf({
    state: 'done',
    fingerprint: task.fingerprint,
    answer: { status: 201, id: 'chain-1' },
  });
  const replace: Store['replace'] = async (...values) => {
    await store.replace(task.name, (await store.read(task.name)) ?? '', done, undefined);
    return store.replace(...values);
  };
  const place = { ...bench.place, store: { ...methodsOf(store), replace } };
  assert.equal(await resolveKey(task.name, 'not-created', retention, place), 'known');
  assert.deepEqual(inShort(await bench.create()), repeated);
});

it('a create needs three accesses to its store, and a look-up one', async (t) => {
  const bench = new Bench();
  const accesses = (['add', 'read', 'replace'] as const).map((name) =>
    t.mock.method(bench.store, name),
  );
  for (const [request, counts] of [
    [task.request, [1, 1, 1]],
    [undefined, [1, 2, 1]],
  ] as const) {
    await bench.create({ request });
    assert.deepEqual(
      accesses.map(({ mock }) => mock.callCount()),
      counts,
    );
  }
});

it('a whole answer is kept encrypted, and only with a key', async () => {
  const sealKey = crypto.getRandomValues(new Uint8Array(32));
  const bench = new Bench();
  bench.answer = () =>
    Response.json({ id: 'chain-1', link: 'https://x.example/secret' }, { status: 201 });
  await bench.create({ sealKey });
  assert.doesNotMatch((await bench.store.read(task.name)) ?? '', /secret/);
  const whole = ['replay', 201, '{"id":"chain-1","link":"https://x.example/secret"}'];
  assert.deepEqual(inShort(await bench.create({ sealKey })), whole);
  const otherKey = crypto.getRandomValues(new Uint8Array(32));
  for (const key of [undefined, otherKey]) {
    assert.deepEqual(inShort(await bench.create({ sealKey: key })), repeated);
  }
  const refused = new Bench();
  refused.answer = status(400);
  assert.deepEqual(inShort(await refused.create({ sealKey })), ['answer', 400, '']);
  assert.equal(await refused.record(), undefined);
});

it('the member with the id has the name that the gateway was told', async () => {
  const bench = new Bench();
  bench.answer = () => Response.json({ chainRef: 'chain-1' }, { status: 201 });
  await bench.create({ idField: 'chainRef' });
  assert.deepEqual(inShort(await bench.create({ idField: 'chainRef' })), [
    'replay',
    201,
    '{"chainRef":"chain-1"}',
  ]);
});
