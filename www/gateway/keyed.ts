// A create with a key, over a store: the record is written before the request leaves, and finished
// after the answer. It runs in the gateway, or beside the record in an object of its own.

import { own } from '../client/own.ts';
import type { Fetch } from '../client/send/attempt.ts';
import { answerOf, keptBody } from './answers.ts';
import { finishOf } from './outcome.ts';
import { seal } from './seal.ts';
import {
  type AskReply,
  asked,
  type Finish,
  finished,
  type KeyRecord,
  type Resolution,
  type ResolveReply,
  resolved,
  type Sent,
  type Step,
} from './states.ts';
import { takeStep } from './steps.ts';
import type { Keeper, KeyedReply, KeyedTask, Retention, Store } from './store.ts';
import { sendUpstream, type UpstreamEnd } from './upstream.ts';

/** What a keyed create needs of its place. */
export interface Place {
  readonly store: Store;
  /** Sends the request. The runtime's `fetch` by default. */
  readonly fetch?: Fetch | undefined;
  /** The clock, in milliseconds since 1970. `Date.now` by default. */
  readonly now?: (() => number) | undefined;
  /** Told when the store fails after the API has answered. */
  readonly onStoreError?: ((error: unknown) => void) | undefined;
}

/** Makes a keeper that runs keyed creates here, over a store. */
export function keeperOver(place: Place): Keeper {
  return {
    create: (task) => keyedCreate(task, place),
    resolve: (name, resolution, retention) => resolveKey(name, resolution, retention, place),
  };
}

/** How far clocks of servers may differ before a living owner is taken for lost, in milliseconds. */
const clockMargin = 5_000;

/** Sends a create, unless its key was used before. It never rejects. */
export async function keyedCreate(task: KeyedTask, place: Place): Promise<KeyedReply> {
  const at = own(place);
  const { now = Date.now, store } = at;
  const { request, fingerprint, timeout, storeTimeout } = task;
  const { epoch } = store;
  const sendBy = now() + storeTimeout;
  const deadline = sendBy + timeout + storeTimeout + clockMargin;
  const fence = crypto.randomUUID();
  const sent: Sent = { state: 'sent', fingerprint, fence, epoch, deadline };
  const ask = (record: KeyRecord | undefined): Step<AskReply> => {
    const step = asked(record, { fingerprint, sent, now: now(), epoch });
    const isLookUp = request === undefined && step.reply.type === 'run';
    return isLookUp ? { ...step, change: 'unchanged' } : step;
  };
  let reply: AskReply;
  try {
    reply = await takeStep(store, task, ask, request === undefined ? 'read' : 'add');
  } catch (error) {
    at.onStoreError?.(error);
    return { type: 'not-sent' };
  }
  if (reply.type === 'done') return { type: 'replay', answer: await keptBody(reply.answer, task) };
  if (reply.type === 'unknown') return { ...reply, isRepeat: true };
  if (reply.type !== 'run') return reply;
  if (request === undefined) return { type: 'not-run' };
  // A process that slept may have lost its record to an operator, who freed the key.
  if (now() > sendBy) {
    await finish(at, task, fence, { type: 'released' });
    return { type: 'not-sent' };
  }
  const end = await sendUpstream(request, task, at.fetch);
  const known = await outcomeOf(end, task);
  const isFinished = await finish(at, task, fence, known);
  const told = await replyOf(known, end, task);
  return told.type === 'answer' && !isFinished ? { ...told, isHeld: true } : told;
}

/** What the answer says, with the whole answer sealed if it is kept. */
async function outcomeOf(end: UpstreamEnd, task: KeyedTask): Promise<Finish> {
  const known = finishOfOrUnknown(end, task);
  if (known.type !== 'done' || !('answer' in end) || task.sealKey === undefined) return known;
  const sealed = await seal(answerOf(end.answer), task.sealKey);
  return { type: 'done', answer: { ...known.answer, sealed } };
}

/** The core may fail to read an answer. The create may have been done. */
function finishOfOrUnknown(end: UpstreamEnd, { idField }: KeyedTask): Finish {
  try {
    return finishOf(end, idField);
  } catch {
    return { type: 'unknown', status: 502 };
  }
}

async function replyOf(known: Finish, end: UpstreamEnd, task: KeyedTask): Promise<KeyedReply> {
  if (known.type === 'unknown') {
    const answered = 'answer' in end ? end.answer.status : undefined;
    return { ...known, isRepeat: false, answered };
  }
  // A whole answer may have the id under a name that the client knows.
  if ('failure' in end || end.answer.truncated) return { type: 'id-lost' };
  const answer = answerOf(end.answer);
  // The core found the id in a `Location`, or in JSON that was said to be something else.
  const isBare = known.type === 'done' && answer.body.length === 0;
  return { type: 'answer', answer: isBare ? await keptBody(known.answer, task) : answer };
}

/**
 * Finishes a record. If the store fails, it returns false, and the record stays `sent` until it becomes
 * unknown.
 */
async function finish(
  place: Place,
  task: KeyedTask,
  fence: string,
  known: Finish,
): Promise<boolean> {
  try {
    await takeStep(place.store, task, (record) => finished(record, fence, known), 'read');
    return true;
  } catch (error) {
    place.onStoreError?.(error);
    return false;
  }
}

/** The time limit for each access to the store of an operator, in milliseconds. */
const resolveTimeout = 10_000;

/**
 * Takes an operator's word for the create that has the record now. It rejects if the store fails. If
 * another create has the record before the word is written, the word is not for it.
 */
export async function resolveKey(
  name: string,
  resolution: Resolution,
  retention: Retention,
  place: Place,
): Promise<ResolveReply> {
  const { now = Date.now, store } = own(place);
  const at = { now: now(), epoch: store.epoch };
  const task = { name, retention, storeTimeout: resolveTimeout };
  let first: string | undefined;
  const step = (record: KeyRecord | undefined): Step<ResolveReply> => {
    const fence = record !== undefined && 'fence' in record ? record.fence : undefined;
    first ??= fence;
    const isAnother = fence !== undefined && fence !== first;
    return isAnother
      ? { change: 'unchanged', reply: 'in-progress' }
      : resolved(record, resolution, at);
  };
  return takeStep(store, task, step, 'read');
}
