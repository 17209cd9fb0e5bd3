// Keeps records in Redis 7 or Valkey, one string a record. The server's clock decides when one lapses.

import type { Store } from '../store.ts';

/** Sends a command, and returns the reply as strings and numbers. It rejects for an error. */
export type SendCommand = (command: string[]) => Promise<unknown>;

const prefix = 'identification-chain:';

/** Replaces or removes a string that still is ARGV[1]. A script runs alone. */
const replace = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if not ARGV[2] then redis.call('DEL', KEYS[1])
elseif ARGV[3] then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
else redis.call('SET', KEYS[1], ARGV[2]) end
return 1`;

/**
 * Keeps records in Redis or Valkey, by the client of your choice.
 *
 * @example
 * import { createClient } from 'redis';
 *
 * const redis = await createClient().connect();
 * const store = new RedisStore((command) => redis.sendCommand(command));
 */
export class RedisStore implements Store {
  readonly #send: SendCommand;

  /** @throws {TypeError} for a send that is not a function. */
  constructor(send: SendCommand) {
    if (typeof send !== 'function') throw new TypeError('RedisStore: send must be a function');
    this.#send = send;
  }

  async add(
    name: string,
    record: string,
    lifetime: number | undefined,
  ): Promise<string | undefined> {
    const command = ['SET', prefix + name, record, 'NX', 'GET'];
    if (lifetime !== undefined) command.push('PX', wholeMilliseconds(lifetime));
    return recordIn(await this.#send(command));
  }

  async replace(
    name: string,
    before: string,
    after: string | undefined,
    lifetime: number | undefined,
  ): Promise<boolean> {
    const command = ['EVAL', replace, '1', prefix + name, before];
    if (after !== undefined) command.push(after);
    if (after !== undefined && lifetime !== undefined) command.push(wholeMilliseconds(lifetime));
    return Number(await this.#send(command)) === 1;
  }

  async read(name: string): Promise<string | undefined> {
    return recordIn(await this.#send(['GET', prefix + name]));
  }
}

/** Redis takes no lifetime of 0 and no fraction. */
function wholeMilliseconds(lifetime: number): string {
  return String(Math.max(1, Math.ceil(lifetime)));
}

/** @throws {TypeError} for a reply that is neither a string nor nil. */
function recordIn(reply: unknown): string | undefined {
  if (reply === null) return undefined;
  if (typeof reply !== 'string') throw new TypeError('RedisStore: send must return strings');
  return reply;
}
