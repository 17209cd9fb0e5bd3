// Tests the gateway with Durable Objects in workerd: two workers with one class, clients that go away,
// and a workerd that is killed in the middle of a create.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createInit, createPath, problemOf } from '../support/gateway.ts';
import { begin } from '../support/program.ts';
import { created, serveUpstream, silent, type Upstream } from './stores-upstream.ts';
import { startWorkers, type Workers } from './stores-workers.ts';

const folder = mkdtempSync(join(tmpdir(), 'workers-'));
let upstream: Upstream;
let workers: Workers;

before(async () => {
  upstream = await serveUpstream();
  workers = await startWorkers(upstream.url, join(folder, 'shared'));
});
after(async () => {
  await workers?.[Symbol.asyncDispose]();
  await upstream?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** Sends a create to a worker. */
function create(worker: string, key: string, signal?: AbortSignal): Promise<Response> {
  const init = createInit(key, { 'X-User': 'alice' });
  return fetch(new URL(createPath, worker), { ...init, ...(signal && { signal }) });
}

/** The status of an answer, with its problem or with the id. */
async function inShort(response: Response): Promise<unknown[]> {
  if (!response.ok) return [response.status, await problemOf(response)];
  const { headers, status } = response;
  return [status, headers.get('Idempotency-Replayed'), await response.text()];
}

it('200 creates at once at two workers send one request', async () => {
  let answer = () => {};
  const others = new Promise<void>((resolve) => {
    answer = resolve;
  });
  upstream.answer = () => others.then(created);
  const count = upstream.seen.length;
  const first: Response[] = [];
  let waiting = 0;
  const all = Array.from({ length: 200 }, async (_, number) => {
    const response = await create(workers.urls[number % 2 ? 0 : 1], 'many');
    if (response.status !== 409) {
      first.push(response);
      return;
    }
    assert.ok(Number(response.headers.get('Retry-After')) > 0);
    assert.equal(await problemOf(response), 'key-in-progress');
    waiting += 1;
    if (waiting === 199) answer();
  });
  await Promise.all(all);
  assert.deepEqual(await Promise.all(first.map(inShort)), [[201, null, '{"id":"chain-1"}']]);
  for (const url of workers.urls) {
    const again = [201, 'true', '{"identification_chain_id":"chain-1"}'];
    assert.deepEqual(await inShort(await create(url, 'many')), again);
  }
  assert.equal(upstream.seen.length, count + 1);
});

it('a client that goes away does not end its create', async () => {
  const controller = new AbortController();
  let answer = () => {};
  upstream.answer = () =>
    new Promise((resolve) => {
      answer = () => resolve(created());
    });
  const count = upstream.seen.length;
  const arrival = upstream.arrival();
  const gone = create(workers.urls[0], 'gone', controller.signal).catch(({ name }) => name);
  await arrival;
  controller.abort();
  assert.equal(await gone, 'AbortError');
  await sleep(500);
  answer();
  let repeat = await create(workers.urls[1], 'gone');
  while (repeat.status === 409) {
    await sleep(50);
    repeat = await create(workers.urls[1], 'gone');
  }
  const replayed = [201, 'true', '{"identification_chain_id":"chain-1"}'];
  assert.deepEqual(await inShort(repeat), replayed);
  assert.equal(upstream.seen.length, count + 1);
});

/** Starts workerd in a process of its own, and returns the URLs of its workers. */
async function started(objects: string) {
  const command = ['node', 'stores-workerd.ts', upstream.url, objects];
  // A miniflare that is killed leaves its temporary files behind.
  const running = begin(command, { cwd: import.meta.dirname, env: { TMPDIR: folder } });
  for (;;) {
    const [, urls] = /«(.*)»/.exec(running.output()) ?? [];
    if (urls !== undefined) return { running, urls: urls.split(' ') as [string, string] };
    if (running.child.exitCode !== null) throw new Error(running.output());
    await sleep(50);
  }
}

it('workerd is killed in the middle of a create: unknown, and one request', async () => {
  const objects = join(folder, 'killed');
  upstream.answer = silent;
  const count = upstream.seen.length;
  const first = await started(objects);
  await using _ = first.running;
  const arrival = upstream.arrival();
  const lost = create(first.urls[0], 'killed').catch(({ name }) => name);
  await arrival;
  assert.deepEqual(await inShort(await create(first.urls[1], 'killed')), [409, 'key-in-progress']);
  await first.running[Symbol.asyncDispose]();
  assert.equal(await lost, 'TypeError');
  upstream.answer = created;
  const second = await started(objects);
  await using __ = second.running;
  for (const url of [...second.urls, ...second.urls]) {
    assert.deepEqual(await inShort(await create(url, 'killed')), [502, 'outcome-unknown']);
  }
  assert.equal(upstream.seen.length, count + 1);
  const other = await inShort(await create(second.urls[0], 'another'));
  assert.deepEqual(other, [201, null, '{"id":"chain-1"}']);
});
