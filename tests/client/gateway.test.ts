// Tests the client of a page, which calls a gateway: its URL, its key, and a creation that is sent more
// than once. The sandbox takes the place of the gateway. tests/cases/outcomes.json has what the client
// does with a gateway's answers.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Client,
  type CommonOptions,
  type Creation,
  createClient,
  isApiError,
  isOutcomeUnknownError,
  isTimeoutError,
  isTokenError,
  type RetryEvent,
  type TokenRequest,
} from 'identification-chain';
import { createSandbox, type Sandbox } from 'identification-chain/sandbox';
import { referenceRequest } from '../../www/demo/reference.ts';

const other = { ...referenceRequest, expires_in: 'PT1H' };
const gateway = 'https://shop.example/v1';
const problemJson = { 'Content-Type': 'application/problem+json' };

let sandbox: Sandbox;
let requests: Request[];
beforeEach(() => {
  sandbox = createSandbox({ idempotency: true });
  requests = [];
});

function client(options: CommonOptions = {}): Client {
  const fetch = (request: Request, init: RequestInit) => {
    requests.push(request);
    return sandbox.fetch(request, init);
  };
  return createClient({ gateway, fetch, retry: false, ...options });
}

function keys(): (string | null)[] {
  return requests.map(({ headers }) => headers.get('Idempotency-Key'));
}

/** How many different keys were sent. */
function keyCount(): number {
  return new Set(keys()).size;
}

describe('a client of a gateway', () => {
  it("sends no token, and leaves the organization to the user's identity", async () => {
    const { id } = await client().createChain(referenceRequest);
    await client().cancelChain(id);
    assert.deepEqual(
      requests.map(({ url, headers }) => [new URL(url).pathname, headers.get('Authorization')]),
      [
        ['/v1/orgs/-/identifications/chain', null],
        [`/v1/orgs/-/identifications/chain/${id}/cancel`, null],
      ],
    );
  });

  it('sends a key only with createChain', async () => {
    const { id } = await client().createChain(referenceRequest);
    await client().closeChain(id);
    assert.deepEqual(
      keys().map((key) => key !== null),
      [true, false],
    );
  });

  describe('in a page', () => {
    afterEach(() => Reflect.deleteProperty(globalThis, 'location'));
    const urls: [gateway: string, page: string, origin: string][] = [
      ['/v1', 'https://shop.example/sign-up?step=2', 'https://shop.example'],
      ['../v1', 'https://shop.example/a/b', 'https://shop.example'],
      ['https://api.example/v1', 'https://shop.example/', 'https://api.example'],
    ];
    for (const [gateway, page, origin] of urls) {
      it(`calls ${gateway} relative to ${page}`, async () => {
        Object.assign(globalThis, { location: { href: page } });
        const fetch = async (request: Request) => {
          requests.push(request);
          return sandbox.fetch(request);
        };
        await createClient({ gateway, fetch }).createChain(referenceRequest);
        assert.equal(requests[0]?.url, `${origin}/v1/orgs/-/identifications/chain`);
      });
    }
  });
});

describe('a creation', () => {
  it('creates one chain however often it is sent', async () => {
    const creation = client().creation();
    const first = await creation.send(referenceRequest);
    const second = await creation.send({ ...referenceRequest });
    assert.equal(second.id, first.id);
    assert.equal(sandbox.ledger.length, 1);
    assert.equal(keyCount(), 1);
  });

  it('finds the chain of a request whose response was lost', async () => {
    const creation = client().creation();
    sandbox.fail({ reset: 'after' });
    await assert.rejects(creation.send(referenceRequest), isOutcomeUnknownError);
    const { id } = await creation.send(referenceRequest);
    assert.deepEqual(
      sandbox.ledger.map((chain) => chain.id),
      [id],
    );
  });

  it('waits for its first request when it is sent twice at once', async () => {
    sandbox.fail({ latency: 50 });
    const creation = client().creation();
    const ids = await Promise.all([
      creation.send(referenceRequest),
      creation.send(referenceRequest),
    ]);
    assert.equal(ids[0]?.id, ids[1]?.id);
    assert.equal(sandbox.ledger.length, 1);
  });

  it('gets a new key for another request', async () => {
    const creation = client().creation();
    const [first, second] = [
      await creation.send(referenceRequest),
      await creation.send(JSON.stringify(other)),
    ];
    assert.notEqual(second.id, first.id);
    assert.equal(keyCount(), 2);
  });

  it('compares bytes by their content', async () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const text = JSON.stringify(referenceRequest);
    for (const changed of [JSON.stringify(other), `${text} `]) {
      const creation = client().creation();
      const first = await creation.send(bytes(text));
      assert.equal((await creation.send(bytes(text))).id, first.id);
      assert.notEqual((await creation.send(bytes(changed))).id, first.id);
    }
  });

  it('continues after a reload of the page, with the key that the page stored', async () => {
    const before = client().creation();
    const call = before.send(referenceRequest);
    const stored = before.key;
    const { id } = await call;
    const after = client().creation({ key: stored });
    assert.equal(after.key, stored);
    assert.equal((await after.send(referenceRequest)).id, id);
    assert.deepEqual(keys(), [stored, stored]);
  });

  it('has the key of its next request before the first one', async () => {
    const creation = client().creation();
    const { key } = creation;
    await creation.send(referenceRequest);
    assert.deepEqual(keys(), [key]);
  });

  it('takes the next key if the stored key belongs to other data', async () => {
    const { key } = client().creation();
    const first = await client().creation({ key }).send(referenceRequest);
    const retries: unknown[] = [];
    const onRetry = ({ reason, status, delay }: RetryEvent) =>
      retries.push({ reason, status, delay });
    const afterReload = () => client({ hooks: { onRetry } }).creation({ key });
    const [second, third] = [
      await afterReload().send(other),
      await afterReload().send({ ...other, expires_in: 'PT20M' }),
    ];
    assert.equal(new Set([first.id, second.id, third.id]).size, 3);
    // The page still has the first key only, and finds each chain with it.
    assert.equal((await afterReload().send(referenceRequest)).id, first.id);
    assert.equal((await afterReload().send(other)).id, second.id);
    assert.equal(sandbox.ledger.length, 3);
    assert.deepEqual([...new Set(keys())], [key, `${key}.1`, `${key}.2`]);
    // One for `second`, two for `third`, and one for `second` again.
    assert.deepEqual(retries, Array(4).fill({ reason: 'status', status: 422, delay: 0 }));
  });

  it('takes one next key for two requests at once', async () => {
    const { key } = client().creation();
    await client().creation({ key }).send(referenceRequest);
    const creation = client().creation({ key });
    const ids = await Promise.all([creation.send(other), creation.send(other)]);
    assert.equal(ids[0]?.id, ids[1]?.id);
    assert.equal(sandbox.ledger.length, 2);
  });

  const reused = async () => {
    const type = 'urn:identification-chain:problem:key-reused';
    return Response.json({ type }, { status: 422, headers: problemJson });
  };

  it('gives up when ten keys were used with other requests', async () => {
    const fetch = reused;
    const creation = createClient({ gateway, fetch }).creation({ key: 'stored' });
    await assert.rejects(
      creation.send(referenceRequest),
      /createChain: the idempotency key was used with another request \(422\)$/,
    );
    assert.equal(creation.key, 'stored.9');
  });

  const refusal = { status: 429, headers: { 'Retry-After': '3600' } };
  let tokens: string[] = [];
  const beforeRefusal: [name: string, before: (creation: Creation) => Promise<unknown>][] = [
    [
      'after a lost response',
      async (creation) => {
        sandbox.fail({ reset: 'after' });
        await assert.rejects(creation.send(referenceRequest), isOutcomeUnknownError);
      },
    ],
    ['after a response', (creation) => creation.send(referenceRequest)],
    [
      'after a call that was not sent, and a lost response',
      async (creation) => {
        tokens = [''];
        await assert.rejects(creation.send(referenceRequest), isTokenError);
        sandbox.fail({ reset: 'after' });
        await assert.rejects(creation.send(referenceRequest), isOutcomeUnknownError);
      },
    ],
  ];
  for (const [name, before] of beforeRefusal) {
    it(`a refusal ${name} is an unknown outcome`, async () => {
      tokens = [];
      const creation = client({ token: () => tokens.shift() ?? 'tok' }).creation();
      await before(creation);
      sandbox.fail(refusal);
      await assert.rejects(creation.send(referenceRequest), isOutcomeUnknownError);
    });
  }

  it('a refusal after a lost response is an unknown outcome, also with a key that replaced a stored one', async () => {
    const refused = async () => new Response('{}', refusal);
    const answers: (() => Promise<Response>)[] = [
      () => sleep(20).then(reused),
      // The other data takes a new key, before the first request takes another.
      refused,
      refused,
      () => Promise.reject(new TypeError('reset')),
      refused,
    ];
    const fetch = () => answers.shift()?.() ?? assert.fail('there is one more request');
    const creation = createClient({ gateway, fetch, retry: false }).creation({ key: 'stored' });
    await Promise.all(
      [referenceRequest, other].map((body) => assert.rejects(creation.send(body), isApiError)),
    );
    for (let repeat = 0; repeat < 2; repeat += 1) {
      await assert.rejects(creation.send(referenceRequest), isOutcomeUnknownError);
    }
  });

  it('a refusal of the first request with a stored key is an unknown outcome', async () => {
    sandbox.fail(refusal);
    await assert.rejects(
      client().creation({ key: 'stored' }).send(referenceRequest),
      isOutcomeUnknownError,
    );
  });

  it('a refusal after a refusal, or for other data, is a refusal', async () => {
    const creation = client({ retry: { retries: 1, baseDelay: 1 } }).creation();
    for (const request of [referenceRequest, referenceRequest]) {
      sandbox.fail({ status: 429 });
      sandbox.fail(refusal);
      const error = await creation.send(request).catch((thrown: unknown) => thrown);
      assert.ok(isApiError(error) && !error.mayBeDone && !error.afterRetry);
    }
    await creation.send(referenceRequest);
    sandbox.fail(refusal);
    await assert.rejects(creation.send(other), isApiError);
  });

  it('a refusal after a call that had no time for another attempt is a refusal', async () => {
    const totalTimeout = 300;
    /** Holds the whole thread up when it is asked for another token. */
    const token = ({ rejected }: TokenRequest) => {
      const end = performance.now() + (rejected === undefined ? 0 : totalTimeout);
      while (performance.now() < end);
      return rejected === undefined ? 't1' : 't2';
    };
    const creation = client({ token, totalTimeout }).creation();
    sandbox.fail({ status: 401 });
    await assert.rejects(creation.send(referenceRequest), isTimeoutError);
    sandbox.fail(refusal);
    await assert.rejects(creation.send(referenceRequest), isApiError);
  });

  it('needs a server that keeps keys', () => {
    const chains = createClient({ orgId: 'acme' });
    assert.throws(
      () => chains.creation(),
      new TypeError('creation: the client needs the option gateway'),
    );
    assert.throws(
      () => client().creation({ kye: 'a' } as never),
      new TypeError('creation: unknown option kye; did you mean key?'),
    );
  });
});
