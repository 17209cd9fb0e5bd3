// Tests the client, the gateway and the sandbox together.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createClient, isOutcomeUnknownError } from 'identification-chain';
import type { GatewayOptions } from 'identification-chain/gateway';
import { problemTypes } from '../../www/client/generated/rules.ts';
import { referenceRequest } from '../../www/demo/reference.ts';
import { type Fixture, fixture, problemOf } from '../support/gateway.ts';

/** A client of alice's in front of a gateway, which may lose answers on the way back. */
function clientOf(own: Fixture) {
  const network = { lost: 0, requests: 0 };
  const chains = createClient({
    gateway: 'https://gateway.example',
    token: 'alice',
    retry: { baseDelay: 1 },
    fetch: async (request, init) => {
      network.requests += 1;
      const response = await own.gateway.fetch(new Request(request, init));
      if (network.lost === 0) return response;
      network.lost -= 1;
      throw new TypeError('the connection was reset');
    },
  });
  return { chains, network };
}

it('creates, reads, cancels and closes in the own organization', async () => {
  const own = fixture();
  const { chains } = clientOf(own);
  const { id } = await chains.createChain(referenceRequest);
  assert.equal(own.sandbox.ledger[0]?.id, id);
  await chains.getChain(id);
  await chains.cancelChain(id, { reason: 'The customer hung up.' });
  const other = await chains.createChain(referenceRequest);
  await chains.closeChain(other.id);
  assert.deepEqual(
    own.sandbox.ledger.map(({ orgId, state }) => [orgId, state]),
    [
      ['acme', 'cancelled'],
      ['acme', 'closed'],
    ],
  );
});

it('a lost answer makes no second chain', async () => {
  const own = fixture();
  const { chains, network } = clientOf(own);
  network.lost = 2;
  const { id } = await chains.createChain(referenceRequest);
  assert.deepEqual(
    own.sandbox.ledger.map((chain) => chain.id),
    [id],
  );
  assert.deepEqual([network.requests, own.seen.length], [3, 1]);
});

it('an unknown outcome is told at once, and again by a second click', async () => {
  const own = fixture();
  const { chains, network } = clientOf(own);
  own.sandbox.fail({ reset: 'after' });
  const creation = chains.creation();
  for (let click = 1; click <= 3; click += 1) {
    await assert.rejects(creation.send(referenceRequest), isOutcomeUnknownError);
    assert.deepEqual([network.requests, own.seen.length], [click, 1]);
  }
  const id = own.sandbox.ledger[0]?.id ?? '';
  await own.gateway.resolve({ principal: 'alice', key: creation.key }, { id });
  assert.equal((await creation.send(referenceRequest)).id, id);
});

it('two clicks at once make one chain', async () => {
  const own = fixture();
  const { chains } = clientOf(own);
  own.sandbox.fail({ latency: 100 });
  const creation = chains.creation();
  const clicks = [creation.send(referenceRequest), creation.send(referenceRequest)];
  const [first, second] = await Promise.all(clicks);
  assert.equal(first?.id, second?.id);
  assert.equal(own.sandbox.ledger.length, 1);
});

it('keys of the client are keys of the gateway', async () => {
  const { chains } = clientOf(fixture());
  const creation = chains.creation();
  const { id } = await creation.send(referenceRequest);
  assert.equal((await chains.creation({ key: creation.key }).send(referenceRequest)).id, id);
});

it('the client and the gateway name the problems alike', async () => {
  const unknown = { type: 'unknown', status: 504, isRepeat: true } as const;
  for (const [reply, type] of [
    [{ type: 'in-progress' }, problemTypes.inProgress],
    [unknown, problemTypes.outcomeUnknown],
    [{ type: 'id-lost' }, problemTypes.idLost],
    [{ type: 'another-body' }, problemTypes.keyReused],
  ] as const) {
    const store = { create: async () => reply, resolve: async () => 'known' } as const;
    const { create } = fixture({ store: store as GatewayOptions['store'] });
    assert.equal(`urn:identification-chain:problem:${await problemOf(await create('k'))}`, type);
  }
});
