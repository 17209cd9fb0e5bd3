// The HTTP exchanges of this tab. They hold personal data: they are in memory only, and a reload forgets
// them. Credentials are masked before anything is kept.

import { signal } from '@preact/signals';
import type { ClientOptions } from 'identification-chain';

export type Header = readonly [name: string, value: string];

/** A request and its answer. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly Header[];
  readonly body: string;
  readonly answer?: Answer | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** The place of a credential in what is kept. */
export const tokenPlace = '$TOKEN';

export const exchanges = signal<ReadonlyMap<string, Exchange>>(new Map());

function keep(id: string, exchange: Exchange): void {
  exchanges.value = new Map(exchanges.value).set(id, exchange);
}

/** Forgets exchanges. */
export function drop(ids: readonly string[]): void {
  exchanges.value = new Map([...exchanges.value].filter(([id]) => !ids.includes(id)));
}

type Fetch = NonNullable<ClientOptions['fetch']>;

/** A `fetch` that keeps each exchange under the id that `nextId` returns for it. */
export function recording(fetch: Fetch, nextId: () => string): Fetch {
  return async (request, init) => {
    const id = nextId();
    const { method, url, headers } = request;
    const exchange = { method, url, headers: masked(headers), body: await request.clone().text() };
    keep(id, exchange);
    const response = await fetch(request, init);
    void answerOf(response.clone()).then((answer) => keep(id, { ...exchange, answer }));
    return response;
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const { status, headers } = response;
  // A body that breaks off is shown as far as it is known: not at all.
  const body = await response.text().catch(() => '');
  return { status, headers: [...headers], body };
}

function masked(headers: Headers): Header[] {
  return [...headers].map(([name, value]) =>
    name === 'authorization' ? [name, `Bearer ${tokenPlace}`] : [name, value],
  );
}
