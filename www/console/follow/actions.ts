// What the buttons do: each action calls the client, and writes what happens into the timeline.

import { signal } from '@preact/signals';
import {
  type Client,
  type ClientOptions,
  createClient,
  isApiError,
  isConflictError,
  isConnectionError,
  isOutcomeUnknownError,
  isTimeoutError,
  type OperationId,
} from 'identification-chain';
import { addDuration } from '../../sandbox/expiry.ts';
import { connection, found, isSame } from '../connection/connection.ts';
import { type Reach, reach } from '../connection/reach.ts';
import { inPage, type Target, targetOf } from '../connection/target.ts';
import { draft, report, showErrors } from '../state/draft.ts';
import { messages, rules } from '../state/settings.ts';
import { drop, recording } from './exchanges.ts';
import { withFaults } from './faults.ts';
import { countOf } from './format.ts';
import {
  add,
  announcement,
  change,
  conclude,
  doubtful,
  type Entry,
  ended,
  entries,
  entryOf,
  happened,
  opened,
  remove,
  type State,
} from './timeline.ts';
import { isAbort, outcomeOf, problemOf } from './words.ts';

/** The operation that runs on each entry now. */
export const running = signal<ReadonlyMap<string, OperationId>>(new Map());

/** The bodies that were sent, in memory only: asking again needs the same bytes. */
const bodies = new Map<string, string>();

const controllers = new Map<string, AbortController>();

/** Creates a chain from the draft, unless it has errors. */
export async function create(): Promise<void> {
  await found;
  const { errors } = report.value;
  if (errors > 0) {
    announcement.value = `${countOf(errors, 'error')} must be corrected before the request can be sent.`;
    showErrors();
    return;
  }
  const body = draft.value;
  const before = unsettled(body);
  if (before !== undefined) {
    await createAgain(before, body);
    return;
  }
  await createNew(body);
}

/** Sends the draft as a new creation, although an earlier one has no known outcome. */
export async function createAnyway(): Promise<void> {
  doubtful.value = undefined;
  await createNew(draft.value);
}

async function createNew(body: string): Promise<void> {
  const to = connection.value;
  const name = add({ connection: to, state: 'sending', startedAt: Date.now() });
  bodies.set(name, body);
  await sendCreation(name, body);
}

/** The newest entry here that may have made a chain from this body. */
function unsettled(body: string): Entry | undefined {
  return entries.value.find(({ name, connection: to, state }) => {
    const sent = bodies.get(name);
    return (
      (state === 'unknown' || state === 'sending') &&
      isSame(to, connection.value) &&
      // After a reload the body is not known. Then the gateway compares.
      (sent === undefined || sent === body)
    );
  });
}

/** Sends a body again whose first request has no known outcome. */
async function createAgain(before: Entry, body: string): Promise<void> {
  opened.value = before.name;
  if (before.state === 'sending') {
    announcement.value = 'This request is already being sent.';
    return;
  }
  if (before.key === undefined) {
    doubtful.value = before.name;
    announcement.value = 'The last request may have created a chain.';
    return;
  }
  const isNew = !bodies.has(before.name);
  await askAgain(before.name);
  if (isNew && isReused(before.name)) await createNew(body);
}

/** The entries whose key belongs to another request than the draft. */
const reused = new Set<string>();

function isReused(name: string): boolean {
  return reused.delete(name);
}

/** Asks again for a creation, with its key. */
export async function askAgain(name: string): Promise<void> {
  const body = bodies.get(name) ?? draft.value;
  await sendCreation(name, body);
}

async function sendCreation(name: string, body: string): Promise<void> {
  const entry = entryOf(name);
  if (entry === undefined) return;
  const created = await run(name, 'createChain', (client, signal) => {
    if (entry.connection.kind === 'api') return client.createChain(body, { signal });
    // A creation would answer to another body with another key, and the outcome of this one is wanted.
    const key = entry.key ?? client.creation().key;
    // Before the request leaves, so that a reload knows it.
    change(name, { key, state: 'sending' });
    return client.createChain(body, { signal, idempotencyKey: key });
  });
  if (created === undefined) return;
  bodies.delete(name);
  const now = Date.now();
  const isFirst = entry.state !== 'unknown';
  conclude(
    name,
    {
      state: 'open',
      chainId: created.id,
      createdAt: entry.createdAt ?? (isFirst ? now : entry.startedAt),
      expiresAt: expiryOf(created.body) ?? addDuration(entry.startedAt, durationOf(body)),
    },
    {
      tone: 'good',
      title: isFirst ? 'Created.' : 'Settled: the chain exists, once.',
      detail: isFirst ? undefined : 'The same key returned the chain of the first request.',
    },
  );
}

/** Cancels a chain. */
export async function cancel(name: string, reason: string): Promise<void> {
  const request = reason.trim() === '' ? undefined : { reason };
  const done = await run(name, 'cancelChain', (client, signal, chainId) =>
    client.cancelChain(chainId, request, { signal }),
  );
  if (done !== undefined)
    conclude(name, { state: 'cancelled' }, { tone: 'good', title: 'Cancelled.' });
}

/** Closes a chain. */
export async function close(name: string): Promise<void> {
  const done = await run(name, 'closeChain', (client, signal, chainId) =>
    client.closeChain(chainId, { signal }),
  );
  if (done !== undefined) conclude(name, { state: 'closed' }, { tone: 'good', title: 'Closed.' });
}

/** Reads the status of a chain. */
export async function read(name: string): Promise<void> {
  const status = await run(name, 'getChain', (client, signal, chainId) =>
    client.getChain(chainId, { signal }),
  );
  if (status === undefined) return;
  const changes = factsOf(status.body);
  const { state } = changes;
  conclude(name, changes, {
    tone: 'good',
    title: state === 'exists' ? 'It exists.' : `It is ${state}.`,
    detail: state === 'exists' ? 'The answer names no state that this page knows.' : undefined,
  });
}

/** Adds a chain that was created elsewhere, and reads its status. */
export async function follow(chainId: string): Promise<void> {
  await found;
  const known = entries.value.find((entry) => entry.chainId === chainId);
  const name =
    known?.name ??
    add({ connection: connection.value, state: 'exists', chainId, startedAt: Date.now() });
  opened.value = name;
  await read(name);
}

/** Settles an unknown outcome in the page's own sandbox, as an operator does at a real gateway. */
export async function settle(name: string): Promise<void> {
  const entry = entryOf(name);
  if (entry?.key === undefined) return;
  const known = new Set(entries.value.flatMap(({ chainId }) => chainId ?? []));
  const page = await inPage();
  await page.settle(entry.key, known, entry.startedAt);
  await askAgain(name);
}

/** Stops waiting for the answer to the call that runs on an entry. */
export function stop(name: string): void {
  controllers.get(name)?.abort();
}

type Send<Result> = (client: Client, signal: AbortSignal, chainId: string) => Promise<Result>;

/** Runs a call. Returns `undefined` if it failed, and then says how. */
async function run<Result>(
  name: string,
  operation: OperationId,
  send: Send<Result>,
): Promise<Result | undefined> {
  const entry = entryOf(name);
  if (entry === undefined || running.value.has(name)) return undefined;
  const controller = new AbortController();
  controllers.set(name, controller);
  running.value = new Map(running.value).set(name, operation);
  try {
    const client = clientFor(entry, operation, await targetOf(entry.connection));
    return await send(client, controller.signal, entry.chainId ?? '');
  } catch (error) {
    await fail(entry, operation, error);
    return undefined;
  } finally {
    controllers.delete(name);
    running.value = new Map([...running.value].filter(([key]) => key !== name));
  }
}

/** A client whose attempts are written into an entry. */
function clientFor(
  { name, connection: to }: Entry,
  operation: OperationId,
  { server, fetch }: Target,
): Client {
  let exchange = '';
  const attempts = entryOf(name)?.happenings.length ?? 0;
  const options: ClientOptions = {
    ...server,
    ...(messages.value && { messages: messages.value }),
    rules: rules.value,
    fetch: recording(withFaults(fetch, to), () => exchange),
    hooks: {
      onRequest: ({ attempt }) => {
        exchange = `${name}/${attempts}/${attempt}`;
        happened(name, { type: 'attempt', at: Date.now(), operation, attempt, exchange });
      },
      onResponse: ({ status, duration }) => ended(name, exchange, { status, duration }),
      onRetry: ({ reason, status, delay }) => {
        if (reason !== 'status') failedBy(name, exchange, reason);
        happened(name, { type: 'retry', at: Date.now(), reason, status, delay });
      },
      onError: ({ error }) => {
        if (error === 'AbortError') ended(name, exchange, { failure: 'aborted' });
      },
    },
  };
  return createClient(options);
}

function failedBy(name: string, exchange: string, reason: string): void {
  ended(name, exchange, { failure: reason === 'timeout' ? 'timeout' : 'connection' });
}

/**
 * Writes a failure into the timeline.
 *
 * @param before the entry before the call.
 */
async function fail(before: Entry, operation: OperationId, error: unknown): Promise<void> {
  const { name, connection: to } = before;
  endLastAttempt(name, error);
  const why = hasNoAnswer(error) ? await reach(to) : undefined;
  const present = isConflictError(error) ? await presentState(before, operation) : before.state;
  const state = operation === 'createChain' ? createState(before, error, why) : present;
  if (problemOf(error) === 'key-reused') reused.add(name);
  if (state === 'not-created') bodies.delete(name);
  conclude(name, { state }, outcomeOf({ error, operation, connection: to, reach: why, state }));
}

/** What is known of a chain whose creation failed. */
function createState(before: Entry, error: unknown, why: Reach | undefined): State {
  // A refusal now says nothing of the request before it.
  if (before.state === 'unknown') return 'unknown';
  if (why === 'policy') return 'not-created';
  const mayExist = isOutcomeUnknownError(error) || isAbort(error);
  return mayExist || (isApiError(error) && error.mayBeDone) ? 'unknown' : 'not-created';
}

/** Reads the state of a chain that could not be ended, because the conflict does not say it. */
async function presentState(entry: Entry, operation: OperationId): Promise<State> {
  if (operation === 'createChain' || entry.chainId === undefined) return entry.state;
  try {
    const client = clientFor(entry, 'getChain', await targetOf(entry.connection));
    const { state } = factsOf((await client.getChain(entry.chainId)).body);
    return state === 'exists' ? entry.state : state;
  } catch {
    return entry.state;
  }
}

function hasNoAnswer(error: unknown): boolean {
  const cause = isOutcomeUnknownError(error) ? error.cause : error;
  return isConnectionError(cause) || isTimeoutError(cause);
}

/** Marks the last attempt as failed, if no answer came. */
function endLastAttempt(name: string, error: unknown): void {
  const last = entryOf(name)?.happenings.findLast(({ type }) => type === 'attempt');
  if (last?.type !== 'attempt' || last.status !== undefined || last.failure !== undefined) return;
  const cause = isOutcomeUnknownError(error) ? error.cause : error;
  failedBy(name, last.exchange, isTimeoutError(cause) ? 'timeout' : 'connection');
}

const states: readonly State[] = ['open', 'cancelled', 'closed', 'finished', 'expired'];

/** The state and the expiry that the body of an answer names. The API does not document its fields. */
function factsOf(body: unknown): { readonly state: State; readonly expiresAt?: number } {
  const { status } = (body ?? {}) as { status?: unknown };
  const state = states.find((known) => known === String(status).toLowerCase()) ?? 'exists';
  const expiresAt = expiryOf(body);
  return { state, ...(expiresAt !== undefined && { expiresAt }) };
}

function expiryOf(body: unknown): number | undefined {
  const { expires_at } = (body ?? {}) as { expires_at?: unknown };
  const time = typeof expires_at === 'string' ? Date.parse(expires_at) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

function durationOf(body: string): string {
  return String(JSON.parse(body).expires_in);
}

/** Removes an entry, and what this tab has in memory of its requests. The chain stays as it is. */
export function forget(name: string): void {
  const { happenings = [] } = entryOf(name) ?? {};
  drop(happenings.flatMap((one) => (one.type === 'attempt' ? [one.exchange] : [])));
  bodies.delete(name);
  remove(name);
}
