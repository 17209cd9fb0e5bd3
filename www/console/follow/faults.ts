// The faults that a user can plan: at the sandbox, and on the way back to the page.

import { signal } from '@preact/signals';
import type { ClientOptions } from 'identification-chain';
import type { Fault } from 'identification-chain/sandbox';
import { connection } from '../connection/connection.ts';
import { inPage } from '../connection/target.ts';
import { announcement } from './timeline.ts';

export interface Choice {
  readonly name: string;
  /** What it shows. */
  readonly about: string;
  /** The fault of the sandbox. Without it, the answer is lost on the way back to the page. */
  readonly fault?: Fault;
}

/** The faults, from harmless to worst. */
export const choices: readonly Choice[] = [
  {
    name: 'Slow answer',
    about: 'The API takes 3 seconds.',
    fault: { latency: 3_000 },
  },
  {
    name: '429 Too Many Requests',
    about: 'The API asks to wait 2 seconds. The client waits, and tries again.',
    fault: { status: 429, headers: { 'Retry-After': '2' } },
  },
  {
    name: 'Answer lost on the way back',
    about: 'It is done, and this page does not learn it. The same key finds the one chain.',
  },
  {
    name: '500 Server Error',
    about: 'The API fails. Nobody knows whether a create was done.',
    fault: { status: 500 },
  },
  {
    name: 'Reset before the effect',
    about: 'The API drops the connection, and does nothing.',
    fault: { reset: 'before' },
  },
  {
    name: 'Reset after the effect',
    about: 'The API does it, and drops the connection.',
    fault: { reset: 'after' },
  },
];

/** The names of the faults that are planned at the server, as far as this page knows. */
export const plannedAtServer = signal<readonly string[]>([]);

/** How many answers will be lost on the way back. */
export const losses = signal(0);

/** Why a fault could not be planned. */
export const refusal = signal('');

/** Plans a fault. */
export async function plan({ name, fault }: Choice): Promise<void> {
  refusal.value = '';
  try {
    if (fault === undefined) losses.value += 1;
    else if (connection.value.kind === 'page') (await inPage()).plan(fault);
    else await planAtServer(name, fault);
    announcement.value = `Planned: ${name}.`;
  } catch (error) {
    refusal.value =
      error instanceof NoSandboxError ? error.message : 'This server does not answer.';
    announcement.value = refusal.value;
  }
}

class NoSandboxError extends Error {
  override name = 'NoSandboxError';

  constructor() {
    super('This server has no sandbox, so only answers to this page can be lost.');
  }
}

async function planAtServer(name: string, fault: Fault): Promise<void> {
  const { latency, status, reset } = fault;
  const facts = Object.entries({ latency, status, reset });
  const query = facts.flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  const url = new URL('/fault', location.href);
  url.search = new URLSearchParams(query).toString();
  const { ok } = await fetch(url, { method: 'POST' });
  if (!ok) throw new NoSandboxError();
  plannedAtServer.value = [...plannedAtServer.value, name];
}

type Fetch = NonNullable<ClientOptions['fetch']>;

/** A `fetch` that loses the planned answers, and counts the faults that the server has done. */
export function withLosses(fetch: Fetch): Fetch {
  return async (request, init) => {
    const response = await fetch(request, init);
    // A gateway repeats an answer without asking its API.
    if (response.headers.get('Idempotency-Replayed') !== 'true') {
      plannedAtServer.value = plannedAtServer.value.slice(1);
    }
    if (losses.value === 0) return response;
    losses.value -= 1;
    throw new TypeError('The answer was lost on the way back, as planned.');
  };
}
