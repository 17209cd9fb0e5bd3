// The Durable Object of a key: it keeps the record, and sends the create itself.

import { keyedCreate, resolveKey } from '../keyed.ts';
import { type ObjectCall, type ObjectReply, readCall, writtenReply } from './frames.ts';
import { ObjectRecord, type ObjectStorage } from './object-record.ts';

/** The part of a Durable Object's state that the object uses. */
export interface KeyObjectState {
  readonly storage: ObjectStorage;
}

/**
 * The class to export from the worker. The platform makes one object for each key, and restarts it
 * when it likes; the epoch of the record then says that the owner is gone.
 *
 * @example
 * export { KeyObject } from 'identification-chain/gateway';
 */
export class KeyObject {
  /** What Cloudflare's types take a class of Durable Objects by. It has no value. */
  declare readonly __DURABLE_OBJECT_BRAND: never;
  readonly #record: ObjectRecord;

  /** @throws {TypeError} for an object without SQLite. */
  constructor(state: KeyObjectState) {
    if (state.storage.kv === undefined) {
      throw new TypeError('KeyObject: put the class into new_sqlite_classes, it needs SQLite');
    }
    this.#record = new ObjectRecord(state.storage);
  }

  /** Answers the gateway. An object goes on with its work if the caller goes away. */
  async fetch(request: Request): Promise<Response> {
    const call = readCall(new Uint8Array(await request.arrayBuffer()));
    return new Response(writtenReply(await this.#answer(call)));
  }

  /** Deletes the record at the end of its lifetime, and with it the object. */
  async alarm(): Promise<void> {
    await this.#record.sweep();
  }

  #answer(call: ObjectCall): Promise<ObjectReply> {
    const place = { store: this.#record };
    return 'create' in call ? keyedCreate(call.create, place) : resolveKey(...call.resolve, place);
  }
}
