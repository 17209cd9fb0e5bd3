// The API behind its network: the sandbox, whose ledger the oracle sees.

import { createSandbox } from 'identification-chain/sandbox';
import { pick } from '../soak/random.ts';
import { credential, request as person, quoted } from './canaries.ts';
import { type Actor, current } from './clock.ts';
import type { Exchange, Send } from './facts.ts';
import type { Life } from './life.ts';
import type { ApiFault } from './network.ts';
import { pathOf } from './path.ts';
import { type SimulatedRequest, SimulatedResponse } from './web.ts';

/** The statuses of refusals, and whether they say when to try again. */
const refusals: readonly (readonly [number, readonly [number, boolean]])[] = [
  [3, [400, false]],
  [1, [403, false]],
  [1, [404, false]],
  [1, [409, false]],
  [2, [429, true]],
  [2, [503, true]],
];

/** The statuses that leave open what was done. */
const failures: readonly (readonly [number, number])[] = [
  [2, 500],
  [2, 502],
  [2, 503],
  [1, 504],
  [1, 408],
  [1, 302],
];

/** Makes the way of the gateways to the API. Their requests are those of {@link Exchange}s. */
export function apiOf(life: Life) {
  const sandbox = createSandbox({ requireUserAgent: true });
  const random = life.random('answers');
  const { oracle } = life;
  let seen = 0;

  /** Does what a request asks, and returns the answer. */
  const perform = async (send: Send, request: SimulatedRequest): Promise<SimulatedResponse> => {
    const response = await sandbox.fetch(request as unknown as Request);
    const { ledger } = sandbox;
    for (const { id } of ledger.slice(seen)) oracle.made(send, id);
    seen = ledger.length;
    life.trace('API', () => `request ${send.number}: ${response.status} ${send.chain ?? ''}`);
    return response as unknown as SimulatedResponse;
  };

  /** The answer to a request that arrives. */
  const answer = async (
    fault: ApiFault,
    send: Send,
    request: SimulatedRequest,
  ): Promise<SimulatedResponse> => {
    switch (fault) {
      case 'refused':
        return refusal(...pick(random, refusals));
      case 'unauthorized':
        return refusal(401, false);
      case 'failed':
        return failure(pick(random, failures));
      case 'done, then failed':
        await perform(send, request);
        return failure(pick(random, failures));
      case 'done, without id':
        await perform(send, request);
        return SimulatedResponse.json({ created: true }, { status: 201 });
      default:
        return perform(send, request);
    }
  };

  const fetch = async (
    request: SimulatedRequest,
    { signal }: RequestInit,
  ): Promise<SimulatedResponse> => {
    const actor = current.getStore() as Actor<Exchange>;
    const { machine, work } = actor;
    const isOwn = request.headers.get('Authorization')?.includes(credential);
    if (work === undefined || !isOwn) throw new TypeError('a request without credential');
    if (!machine.takeStep()) return new Promise(() => {});
    const send = oracle.sent(work);
    const passage = life.passage('api');
    const { fault } = passage;
    life.trace(machine.name, () => `request ${send.number} to the API (${fault})`);
    const path = pathOf(life, actor, passage, signal ?? undefined);
    return new Promise((resolve, reject) => {
      const wasLost = path.travel(
        async () => {
          const response = await answer(fault, send, request);
          send.isUnderway = false;
          return response;
        },
        (response) => {
          const { status, headers } = response;
          const id = chainOf(fault, send);
          send.received = { status, hasRetryAfter: headers.has('Retry-After'), id };
          resolve(response);
        },
        reject,
      );
      if (wasLost) send.isUnderway = false;
    });
  };
  return { fetch, ledger: () => sandbox.ledger.map(({ id }) => id) };

  /** The id that an answer has. */
  function chainOf(fault: ApiFault, { chain }: Send): string | undefined {
    return fault === 'done, without id' ? undefined : chain;
  }

  function refusal(status: number, isDeferred: boolean): SimulatedResponse {
    const errors = [
      { code: 'REFUSED', title: `Not for ${person.actor.last_name}`, details: quotedPerson },
    ];
    const headers = isDeferred ? { 'Retry-After': '2' } : {};
    return SimulatedResponse.json({ errors }, { status, headers });
  }

  function failure(status: number): SimulatedResponse {
    const headers = { 'Content-Type': 'text/html', Location: 'https://elsewhere.example' };
    return new SimulatedResponse(`<h1>${quoted}</h1>`, { status, headers });
  }
}

/** An answer of the API may quote the person, who gets it. */
const quotedPerson = `${person.actor.identity_document.document_number} ${person.actor.email}`;
