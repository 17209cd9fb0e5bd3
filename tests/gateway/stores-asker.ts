// A process with a store, which sends one create and prints the reply in short.
//
// Usage: node stores-asker.ts '{ "driver", "url", "task", "ahead" }'

import { keeperOver } from 'identification-chain/gateway';
import { drivers } from './stores-drivers.ts';
import { inShort, taskTo } from './stores-tasks.ts';

/** What the process does. */
export interface Asking {
  readonly driver: keyof typeof drivers;
  /** The URL of the database. */
  readonly url: string;
  readonly upstream: string;
  /** The name of the record. */
  readonly name: string;
  /** How far the clock of this process is ahead, in milliseconds. */
  readonly ahead?: number;
}

const { driver, url, upstream, name, ahead = 0 }: Asking = JSON.parse(process.argv[2] ?? '');
await using open = await drivers[driver].open(url);
const keeper = keeperOver({ store: open.store, now: () => Date.now() + ahead });
console.log(JSON.stringify(inShort(await keeper.create(taskTo(upstream, { name })))));
