// Counts what calls do in the core. It runs in a worker of its own, because it gives the package another
// core.

import { parentPort, workerData } from 'node:worker_threads';
import { type CreateChainRequest, createClient } from 'identification-chain';
import { check } from 'identification-chain/core';
import { clean, reference, tenErrors } from '../../benches/bodies.ts';
import { countCore } from './core.ts';

/** What a call does in the core, by the module that counts. */
export interface Counts {
  /** Instructions that run. */
  readonly instructions: number;
  /** Calls of the core's exports from JavaScript. */
  readonly crossings: number;
  /** Calls of JavaScript from the core. */
  readonly callsOut: number;
  /** Calls of the functions that allocate. */
  readonly allocations: number;
}

/** The counts of a module. */
export interface Counted {
  readonly calls: Readonly<Record<string, Counts>>;
  /** The number of functions that allocate, which have to have names. */
  readonly allocators: number;
  /** The size of the memory after the first calls and after many, in pages of 64 KiB. */
  readonly pages: { readonly first: number; readonly many: number };
}

const bytesOf = (value: object) => new TextEncoder().encode(JSON.stringify(value));
const answering = (status: number, body: object) => async () => Response.json(body, { status });
const created = answering(201, { id: 'a1b2' });
const done = async () => new Response(null, { status: 204 });

const settings = { orgId: 'acme', token: 'token', fetch: created };
const client = createClient(settings);
const withFunction = createClient({ ...settings, token: async () => 'token' });
const refused = createClient({ ...settings, fetch: answering(400, { message: 'no' }) });
const ending = createClient({ ...settings, fetch: done });

const cleanBytes = bytesOf(clean);
const referenceBytes = bytesOf(reference);
const wrong = tenErrors as unknown as CreateChainRequest;
const calls: Readonly<Record<string, () => unknown>> = {
  'check, bytes without issues': () => check('createChain', cleanBytes).valid,
  'check, bytes of the reference': () => check('createChain', referenceBytes).valid,
  'check, bytes of the reference, issues read': () => check('createChain', referenceBytes).issues,
  'check, ten errors, issues read': () => check('createChain', tenErrors).issues,
  createChain: () => client.createChain(reference),
  'createChain, bytes': () => client.createChain(referenceBytes),
  'createChain, a token function': () => withFunction.createChain(reference),
  'createChain, ten errors': () => client.createChain(wrong).catch(() => undefined),
  'createChain, a 400': () => refused.createChain(reference).catch(() => undefined),
  cancelChain: () => ending.cancelChain('a1b2', { reason: 'The customer hung up.' }),
  closeChain: () => ending.closeChain('a1b2'),
};

const many = 5000;
const core = countCore(workerData);

async function count(call: () => unknown): Promise<Counts> {
  core.reset();
  await call();
  return {
    instructions: core.instructions(),
    crossings: core.crossings(),
    callsOut: core.callsOut(),
    allocations: core.allocations(),
  };
}

const pages = () => core.memory() / 65_536;

const all = Object.values(calls);
// The first calls fill caches: of the views of the memory, and of the strings that the glue knows.
for (const call of [...all, ...all]) await call();
const first = pages();
const counted: Record<string, Counts> = {};
for (const [name, call] of Object.entries(calls)) counted[name] = await count(call);
for (let index = 0; index < many; index++) await all[index % all.length]?.();
const result: Counted = {
  calls: counted,
  allocators: core.allocators,
  pages: { first, many: pages() },
};
parentPort?.postMessage(result);
