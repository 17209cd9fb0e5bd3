// The faults that a user plans: at the sandbox, and on the way back to the page. Each request of the page
// meets the next one.

import { signal } from '@preact/signals';
import type { ClientOptions } from 'identification-chain';
import type { Fault } from 'identification-chain/sandbox';
import type { Connection } from '../connection/connection.ts';
import { inPage } from '../connection/target.ts';
import { type Choice, planned } from './planned.ts';
import { announcement } from './timeline.ts';

/** The faults, from harmless to worst. */
export const choices: readonly Choice[] = [
  {
    name: 'Slow answer',
    about: 'The API takes 3 seconds.',
    fault: { latency: 3_000 },
  },
  {
    name: '429 Too Many Requests',
    about: 'The API refuses for now. The client waits, and tries again.',
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

/** Why a fault could not be planned. */
export const refusal = signal('');

/** Plans a fault. */
export async function plan(choice: Choice, { kind }: Connection): Promise<void> {
  const isPossible = choice.fault === undefined || kind === 'page' || (await hasSandbox());
  refusal.value = isPossible ? '' : 'This server has no sandbox. Only answers can be lost here.';
  if (isPossible) planned.value = [...planned.value, choice];
  announcement.value = refusal.value || `Planned: ${choice.name}.`;
}

/** Whether the server takes faults: it answers to one without a name that there is none. */
async function hasSandbox(): Promise<boolean> {
  try {
    return (await fetch(faultUrl({}), { method: 'POST' })).status === 400;
  } catch {
    return false;
  }
}

function faultUrl({ latency, status, reset }: Fault): URL {
  const url = new URL('/fault', location.href);
  for (const [name, value] of Object.entries({ latency, status, reset })) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

type Fetch = NonNullable<ClientOptions['fetch']>;

/** A `fetch` whose requests meet the planned faults, if the connection has a sandbox. */
export function withFaults(fetch: Fetch, { kind }: Connection): Fetch {
  if (kind !== 'server' && kind !== 'page') return fetch;
  return async (request, init) => {
    const [next, ...others] = planned.value;
    if (next === undefined) return fetch(request, init);
    planned.value = others;
    const { fault, isAtSandbox } = next;
    if (fault !== undefined && !isAtSandbox) await planAtSandbox(kind, fault);
    const response = await fetch(request, init);
    if (fault === undefined)
      throw new TypeError('The answer was lost on the way back, as planned.');
    // The gateway repeated an answer, and the sandbox was not asked.
    if (response.headers.get('Idempotency-Replayed') === 'true') {
      planned.value = [{ ...next, isAtSandbox: true }, ...planned.value];
    }
    return response;
  };
}

async function planAtSandbox(kind: 'server' | 'page', fault: Fault): Promise<void> {
  if (kind === 'page') (await inPage()).plan(fault);
  else await fetch(faultUrl(fault), { method: 'POST' });
}
