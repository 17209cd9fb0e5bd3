// The chains that this tab has sent, newest first, and what happened to each. A reload keeps them: they
// hold ids, states, keys and times, and no personal data.

import { effect, signal } from '@preact/signals';
import type { OperationId, RetryEvent } from 'identification-chain';
import type { Connection } from '../connection/connection.ts';
import { store, stored } from '../storage.ts';

/** What is known of a chain. */
export type State =
  | 'sending'
  | 'open'
  | 'cancelled'
  | 'closed'
  | 'finished'
  | 'expired'
  /** Nobody knows whether it was created. */
  | 'unknown'
  /** It was not created. */
  | 'not-created'
  /** It exists, and its state is not known. */
  | 'exists'
  /** It was in a sandbox that is gone. */
  | 'gone';

export type Tone = 'good' | 'bad' | 'odd' | 'plain';

/** How a call ended, in words: what happened, why, and what to do next. */
export interface Outcome {
  readonly tone: Tone;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly next?: string | undefined;
}

/** A request, and the answer to it if one came. */
export interface Attempt {
  readonly type: 'attempt';
  readonly at: number;
  readonly operation: OperationId;
  readonly attempt: number;
  /** The id of its exchange. The exchange itself is in memory only. */
  readonly exchange: string;
  readonly status?: number | undefined;
  /** In milliseconds. */
  readonly duration?: number | undefined;
  readonly failure?: 'connection' | 'timeout' | 'aborted' | undefined;
}

/** Something that happened to a chain. */
export type Happening =
  | Attempt
  | ({ readonly type: 'retry'; readonly at: number } & Pick<
      RetryEvent,
      'reason' | 'status' | 'delay'
    >)
  | ({ readonly type: 'outcome'; readonly at: number } & Outcome);

/** A chain in the timeline. */
export interface Entry {
  /** The name of the entry in this tab. */
  readonly name: string;
  readonly connection: Connection;
  readonly state: State;
  readonly chainId?: string | undefined;
  /** The idempotency key of its creation. */
  readonly key?: string | undefined;
  /** When the first request was sent, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly createdAt?: number | undefined;
  readonly expiresAt?: number | undefined;
  readonly happenings: readonly Happening[];
}

const gone: Outcome = {
  tone: 'plain',
  title: 'The sandbox started again.',
  detail: 'It lives in this page, and the reload emptied it. The chain does not exist any more.',
};

/** What to do if nobody knows whether a chain was created. An API without a gateway keeps no key. */
export function nextOfUnknown({ kind }: Connection): string {
  return kind === 'api'
    ? 'Without a gateway there is no key, and a second request could make a second chain. Find out at the provider first.'
    : 'Ask again with the same key: it returns the chain, or creates it once.';
}

function interrupted(connection: Connection): Outcome {
  return {
    tone: 'odd',
    title: 'The page was reloaded before the answer came.',
    detail: 'The chain may exist.',
    next: nextOfUnknown(connection),
  };
}

const storageName = 'timeline';

export const entries = signal<readonly Entry[]>(afterReload(stored(storageName) ?? []));

effect(() => store(storageName, entries.value));

/** The entry whose details are shown. */
export const opened = signal<string | undefined>(entries.value[0]?.name);

/** An entry whose outcome is unknown and cannot be asked for. Its request could make a second chain. */
export const doubtful = signal<string | undefined>(undefined);

/** What a screen reader says next. */
export const announcement = signal('');

/** What is left of the entries after a reload, which ends every call and the sandbox of the page. */
function afterReload(before: readonly Entry[]): Entry[] {
  return before.map((entry) => {
    if (entry.connection.kind === 'page' && entry.state !== 'not-created') {
      return withOutcome({ ...entry, state: 'gone' }, gone);
    }
    return entry.state === 'sending'
      ? withOutcome({ ...entry, state: 'unknown' }, interrupted(entry.connection))
      : entry;
  });
}

function withOutcome(entry: Entry, outcome: Outcome): Entry {
  if (entry.state === 'gone' && isLast(entry, outcome)) return entry;
  return {
    ...entry,
    happenings: [...entry.happenings, { type: 'outcome', at: Date.now(), ...outcome }],
  };
}

function isLast({ happenings }: Entry, { title }: Outcome): boolean {
  const last = happenings.at(-1);
  return last?.type === 'outcome' && last.title === title;
}

/** Adds an entry at the top, and opens it. */
export function add(entry: Omit<Entry, 'name' | 'happenings'>): string {
  const name = crypto.getRandomValues(new Uint32Array(2)).join('-');
  entries.value = [{ ...entry, name, happenings: [] }, ...entries.value];
  opened.value = name;
  return name;
}

export function entryOf(name: string): Entry | undefined {
  return entries.value.find((entry) => entry.name === name);
}

/** Changes an entry. */
export function change(name: string, changes: Partial<Entry>): void {
  entries.value = entries.value.map((entry) =>
    entry.name === name ? { ...entry, ...changes } : entry,
  );
}

/** Adds to what happened to an entry. */
export function happened(name: string, happening: Happening): void {
  const { happenings = [] } = entryOf(name) ?? {};
  change(name, { happenings: [...happenings, happening] });
}

/** Completes the attempt with an exchange. */
export function ended(name: string, exchange: string, end: Partial<Attempt>): void {
  const { happenings = [] } = entryOf(name) ?? {};
  change(name, {
    happenings: happenings.map((happening) =>
      happening.type === 'attempt' && happening.exchange === exchange
        ? { ...happening, ...end }
        : happening,
    ),
  });
}

/** Ends a call on an entry: with a new state, and in words that are read out. */
export function conclude(name: string, changes: Partial<Entry>, outcome: Outcome): void {
  change(name, changes);
  happened(name, { type: 'outcome', at: Date.now(), ...outcome });
  announcement.value = [outcome.title, outcome.detail, outcome.next].filter(Boolean).join(' ');
}

/** Removes an entry from the timeline. The chain stays as it is. */
export function remove(name: string): void {
  entries.value = entries.value.filter((entry) => entry.name !== name);
}
