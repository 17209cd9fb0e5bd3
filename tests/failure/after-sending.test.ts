// Tests what a call says when this package fails after a request was sent: the outcome is unknown.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  createClient,
  type ErrorEvent,
  type Hooks,
  isCoreError,
  isOutcomeUnknownError,
} from 'identification-chain';
import { referenceRequest } from '../../www/demo/reference.ts';

const secret = 'SeCrEt';

/** A member of a response that throws, as in an incomplete implementation of `fetch`. */
function failing(): never {
  throw Object.assign(new TypeError(secret), { secret });
}

/** A response whose headers cannot be read, whatever the server has done. */
const response: object = {
  status: 201,
  ok: true,
  headers: { get: failing, has: failing },
  body: null,
};

/** The hooks of a client. `onResponse` reads the headers earlier. */
const clients: Readonly<Record<string, Hooks>> = {
  'without a hook': {},
  'with the hook onResponse': { onResponse: () => {} },
};

describe('a failure of this package after a request was sent', () => {
  for (const [name, hooks] of Object.entries(clients)) {
    for (const operation of ['createChain', 'closeChain'] as const) {
      it(`${operation}, ${name}: the outcome is unknown, without the text of the failure`, async () => {
        let sent = 0;
        const events: ErrorEvent[] = [];
        const chains = createClient({
          orgId: 'acme',
          retry: false,
          hooks: { ...hooks, onError: (event) => void events.push(event) },
          fetch: async () => {
            sent += 1;
            return response as Response;
          },
        });
        const call =
          operation === 'createChain'
            ? chains.createChain(referenceRequest)
            : chains.closeChain('chain-1');
        const error: unknown = await call.catch((thrown) => thrown);
        assert.ok(isOutcomeUnknownError(error), String(error));
        assert.equal(error.message, `${operation}: the outcome is unknown; it may have been done`);
        assert.ok(isCoreError(error.cause));
        assert.deepEqual(error.cause.cause, { name: 'TypeError' });
        assert.equal(sent, 1);
        assert.deepEqual(
          events.map(({ error: thrown }) => thrown),
          ['OutcomeUnknownError'],
        );
      });
    }
  }

  it('the reason of an abort stays what the caller gave', async () => {
    const controller = new AbortController();
    const chains = createClient({
      orgId: 'acme',
      fetch: async () => {
        controller.abort(new Error('mine'));
        return failing();
      },
    });
    const call = chains.createChain(referenceRequest, { signal: controller.signal });
    await assert.rejects(call, { message: 'mine' });
  });
});
