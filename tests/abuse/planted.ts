// Leaks on purpose, which the judge has to find.

import type { Checks } from './checks.ts';
import type { CreateClient } from './clients.ts';
import { growCore } from './memories.ts';

export type LeakName =
  | 'a check keeps its input'
  | 'the core keeps a page of memory'
  | 'a client stays'
  | 'a client listens to a shared signal'
  | 'a client leaves a timer'
  | 'the gateway keeps headers';

/** How much is done, and with which leak. */
export interface Amount {
  readonly count: number;
  /** After how many parts of it a sample is taken. */
  readonly parts: number;
  readonly leak?: LeakName | undefined;
}

/** What the leaks keep. */
const kept: unknown[] = [];

/** How many checks share a leaked page. */
const checksForPage = 500;

let checks = 0;

/** Adds a leak to what is abused. Without a leak, it stays what it is. */
export const leaks = {
  checks(api: Checks, leak: LeakName | undefined): Checks {
    const check: Checks['check'] = (operation, body, options) => {
      checks += 1;
      if (leak === 'a check keeps its input') kept.push(body);
      else if (checks % checksForPage === 0) growCore();
      return api.check(operation, body, options);
    };
    return leak === undefined ? api : { ...api, check };
  },
  clients(
    createClient: CreateClient,
    signal: AbortSignal,
    leak: LeakName | undefined,
  ): CreateClient {
    if (leak === undefined) return createClient;
    return (options) => {
      const client = createClient(options);
      if (leak === 'a client stays') kept.push(client);
      else if (leak === 'a client leaves a timer') setTimeout(() => undefined, 2 ** 30);
      else signal.addEventListener('abort', () => undefined);
      return client;
    };
  },
};
