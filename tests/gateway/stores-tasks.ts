// Creates with a key, for the tests of stores.

import type { KeyedReply, KeyedTask } from 'identification-chain/gateway';

/** A create with a key of its own. */
export function taskTo(upstream: string, changes: Partial<KeyedTask> = {}): KeyedTask {
  return {
    name: `test-${crypto.randomUUID()}`,
    fingerprint: 'a-body',
    request: {
      method: 'POST',
      url: `${upstream}/chain`,
      headers: [
        ['Content-Type', 'application/json'],
        ['Authorization', 'Bearer the-credential'],
      ],
      body: new TextEncoder().encode('{\n"name":"Ünal 😀"}\n'),
    },
    timeout: 10_000,
    storeTimeout: 10_000,
    retention: { done: 60_000, unknown: 60_000 },
    ...changes,
  };
}

/** A reply in short: its type, with its status, and the body of its answer. */
export function inShort(reply: KeyedReply): unknown[] {
  if ('answer' in reply) {
    const { status, body } = reply.answer;
    return [reply.type, status, new TextDecoder().decode(body)];
  }
  return 'status' in reply ? [reply.type, reply.status] : [reply.type];
}

/** The answer to a repeat of a create that was done. */
export const repeated = ['replay', 201, '{"identification_chain_id":"chain-1"}'];
