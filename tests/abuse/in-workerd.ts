// What is done in workerd, in a process of its own: requests to a gateway, and checks.

import { readdirSync } from 'node:fs';
import type { RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveApi } from '../../benches/gateway/load.ts';
import { freePort, startWorker, type Worker } from '../../benches/gateway/workerd.ts';
import { Inspector } from './inspector.ts';
import type { Sample } from './judge.ts';
import { Load } from './load.ts';
import type { Amount } from './planted.ts';
import { timeout } from './settings.ts';

/** The API: it creates, cancels and closes, and does otherwise what a name or a path says. */
const answers: RequestListener = (request, response) => {
  let body = '';
  request.on('error', () => undefined);
  request.setEncoding('utf8').on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    const { url = '', method = '' } = request;
    const status = statusOf(method, url, body);
    if (url.includes('/resets')) request.socket.destroy();
    else if (status !== undefined) answer(response, status);
  });
};

/** The status of an answer, or `undefined` for none. */
function statusOf(method: string, url: string, body: string): number | undefined {
  if (url.includes('/hangs')) return undefined;
  if (`${url}${body}`.includes('fails')) return 500;
  if (method === 'GET') return 200;
  return /\/(cancel|close)$/.test(url) ? 204 : 201;
}

function answer(response: ServerResponse, status: number): void {
  const hasBody = status === 200 || status === 201;
  response.writeHead(status, hasBody ? { 'Content-Type': 'application/json' } : {});
  response.end(hasBody ? '{"id":"chain-1"}' : undefined);
}

/** Does work for the numbers from `first` to before `end`. */
type Work = (first: number, end: number) => Promise<void>;

const works = {
  'gateway requests, workerd':
    (_: Worker, load: Load): Work =>
    async (first, end) => {
      await load.send(first, end);
      // Requests of clients that went away may still wait for the API.
      await sleep(timeout + 200);
    },
  'checks, workerd':
    ({ url }: Worker): Work =>
    async (first, end) =>
      void (await checked(url, first, end)),
};

export type WorkerdWork = keyof typeof works;

/** Does work in a workerd of its own, and measures after each part. */
export async function measureInWorkerd(
  name: WorkerdWork,
  { count, parts, leak }: Amount,
): Promise<Sample[]> {
  await using api = await serveApi(answers);
  const address = `127.0.0.1:${await freePort()}`;
  const file = join(import.meta.dirname, 'worker.ts');
  const env = { API: api.url, TOKEN: 'credential', LEAK: leak ?? '' };
  await using worker = await startWorker(file, env, [`--inspector-addr=${address}`]);
  using inspector = await Inspector.open(address);
  using load = new Load(worker.url);
  const work = works[name](worker, load);
  const size = Math.ceil(count / parts);
  const samples: Sample[] = [];
  while (samples.length < parts) {
    await work(samples.length * size, (samples.length + 1) * size);
    samples.push(await sampleOf(worker, inspector));
  }
  return samples;
}

async function sampleOf(worker: Worker, inspector: Inspector): Promise<Sample> {
  const core = await checked(worker.url, 0, 1);
  return {
    'core memory': core,
    ...(await inspector.memory(() => checked(worker.url, 0, 1))),
    ...(process.platform === 'linux' && {
      resident: worker.memory(),
      files: readdirSync(`/proc/${worker.pid}/fd`).length,
    }),
  };
}

/** Does checks in the worker, and returns the memory of its core. */
async function checked(url: string, from: number, end: number): Promise<number> {
  const answer = await fetch(`${url}/abuse/checks?from=${from}&end=${end}`);
  if (!answer.ok) throw new Error(`checks in workerd: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as number;
}
