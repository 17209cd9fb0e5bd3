// Tests the client of a page, which calls a gateway: its URL, its key, and a creation that is sent more
// than once. The sandbox takes the place of the gateway. tests/cases/outcomes.json has what the client
// does with a gateway's answers.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  type Client,
  type CommonOptions,
  type Creation,
  createClient,
  isApiError,
  isOutcomeUnknownError,
  isTokenError,
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
    const creation = client().creation();
    const bytes = () => new TextEncoder().encode(JSON.stringify(referenceRequest));
    const first = await creation.send(bytes());
    assert.equal((await creation.send(bytes())).id, first.id);
    const changed = new TextEncoder().encode(JSON.stringify(other));
    assert.notEqual((await creation.send(changed)).id, first.id);
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
    const afterReload = () => client().creation({ key });
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
  });

  it('takes one next key for two requests at once', async () => {
    const { key } = client().creation();
    await client().creation({ key }).send(referenceRequest);
    const creation = client().creation({ key });
    const ids = await Promise.all([creation.send(other), creation.send(other)]);
    assert.equal(ids[0]?.id, ids[1]?.id);
    assert.equal(sandbox.ledger.length, 2);
  });

  it('gives up when ten keys were used with other requests', async () => {
    const reused = { type: 'urn:identification-chain:problem:key-reused' };
    const fetch = async () => Response.json(reused, { status: 422, headers: problemJson });
    const creation = createClient({ gateway, fetch }).creation({ key: 'stored' });
    await assert.rejects(
      creation.send(referenceRequest),
      /createChain: the idempotency key was used with another request \(422\)$/,
    );
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
