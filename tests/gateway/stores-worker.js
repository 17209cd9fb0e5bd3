// A worker with the gateway, and the object of its keys.

import { env } from 'cloudflare:workers';
import { createGateway, DurableObjectStore } from 'identification-chain/gateway';
import { ObjectRecord } from '../../www/gateway/stores/object-record.ts';

export { KeyObject } from 'identification-chain/gateway';

/** The store in an object, for the tests of stores. */
export class RecordObject {
  constructor({ storage }) {
    this.storage = storage;
    this.record = new ObjectRecord(storage);
  }

  async fetch(request) {
    const [operation, ...values] = await request.json();
    if (operation === 'entries') return Response.json([[...this.storage.kv.list()].length]);
    const known = values.map((value) => value ?? undefined);
    return Response.json([await this.record[operation](...known)]);
  }

  async alarm() {
    await this.record.sweep();
  }
}

const gateway = createGateway({
  authorize: ({ headers }) => headers.get('X-User') ?? false,
  token: 'the-credential',
  secret: 'the-secret-of-the-gateway-in-tests',
  orgId: 'acme',
  baseUrl: env.UPSTREAM,
  store: new DurableObjectStore(env.KEYS),
});

// Without the context: the object has to go on by itself when a client goes away.
export default { fetch: (request) => gateway.fetch(request) };
