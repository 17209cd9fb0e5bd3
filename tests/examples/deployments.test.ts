// Tests each example that deploys the gateway: started by its own command, and called by the client.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Client,
  createClient,
  isForbiddenError,
  isOutcomeUnknownError,
  isUnauthorizedError,
} from 'identification-chain';
import { referenceRequest } from '../../www/demo/reference.ts';
import { closeDatabases, whyMissing } from '../gateway/stores-beds.ts';
import { recorded } from '../support/traffic.ts';
import {
  type Deployment,
  deployments,
  installExamples,
  type Need,
  type Started,
  startExample,
} from './deployments.ts';
import { interrupt, processesWith } from './processes.ts';
import { type Services, sessionCookie, startServices } from './services.ts';

let examples: string;
before(async () => {
  examples = await installExamples('examples');
});
after(closeDatabases);

/**
 * A client of an example, as the page of a user has it.
 *
 * @param cookie the session of the user.
 * @param traffic where all that is sent and received is added.
 * @param arrive is called when an answer arrives. If it throws, the answer is lost.
 */
function clientOf(
  { gateway }: Started,
  cookie: string | undefined,
  traffic: string[] = [],
  arrive: () => void = () => {},
): Client {
  const send = recorded((request) => fetch(request), traffic);
  return createClient({
    gateway,
    fetch: async (request) => {
      const headers = new Headers(request.headers);
      if (cookie !== undefined) headers.set('Cookie', cookie);
      const response = await send(new Request(request, { headers }));
      arrive();
      return response;
    },
  });
}

/** The output of an example, once it has a text. Wrangler prints some time after an answer. */
async function logWith(text: string, { output }: Started): Promise<string> {
  const deadline = performance.now() + 10_000;
  while (!output().includes(text) && performance.now() < deadline) await sleep(50);
  assert.ok(output().includes(text), output());
  return output();
}

/** The parts of a test of a deployment. */
interface Fixture {
  readonly services: Services;
  readonly example: Started;
  /** All that the clients and the gateway have said to each other. */
  readonly traffic: string[];
  readonly client: Client;
  /** Ends the example as Ctrl-C does, and starts it again at the same port. */
  readonly restart: () => Promise<void>;
}

const cases: Readonly<Record<string, (fixture: Fixture) => Promise<void>>> = {
  'creates, cancels and closes chains': async ({ client, services: { sandbox } }) => {
    const first = await client.createChain(referenceRequest);
    await client.cancelChain(first.id);
    const second = await client.createChain(referenceRequest);
    await client.closeChain(second.id);
    assert.deepEqual(
      sandbox.ledger.map(({ id, state }) => [id, state]),
      [
        [first.id, 'cancelled'],
        [second.id, 'closed'],
      ],
    );
  },

  'makes one chain when the page loses the answer': async ({ example, services, traffic }) => {
    const { sandbox } = services;
    const created = sandbox.ledger.length;
    let answers = 0;
    const client = clientOf(example, await sessionCookie(), traffic, () => {
      answers += 1;
      if (answers === 1) throw new TypeError('fetch failed');
    });
    const { id } = await client.createChain(referenceRequest);
    assert.equal(answers, 2);
    assert.deepEqual(
      sandbox.ledger.slice(created).map((chain) => chain.id),
      [id],
    );
  },

  'asks once when the API loses its answer': async ({ client, services: { sandbox } }) => {
    const created = sandbox.ledger.length;
    sandbox.fail({ operation: 'createChain', reset: 'after' });
    const creation = client.creation();
    for (let click = 0; click < 2; click += 1) {
      await assert.rejects(creation.send(referenceRequest), isOutcomeUnknownError);
    }
    assert.equal(sandbox.ledger.length, created + 1);
  },

  'refuses unknown callers': async ({ example, services: { sandbox }, traffic }) => {
    const created = sandbox.ledger.length;
    const forged = await sessionCookie({ sub: 'alice' }, 'another-secret-of-32-characters!');
    const callers: [cookie: string | undefined, isExpected: (error: unknown) => boolean][] = [
      [undefined, isUnauthorizedError],
      ['session=nonsense', isUnauthorizedError],
      [forged, isUnauthorizedError],
      [await sessionCookie({}), isForbiddenError],
    ];
    for (const [cookie, isExpected] of callers) {
      const client = clientOf(example, cookie, traffic);
      await assert.rejects(client.createChain(referenceRequest), isExpected);
    }
    assert.equal(sandbox.ledger.length, created);
  },

  'shows no secret to the page, and logs no secret and no personal data': async ({
    example,
    services: { secrets },
    traffic,
  }) => {
    const said = traffic.join('\n');
    assert.match(said, /idempotency-key/);
    assert.match(said, /outcome-unknown/);
    assert.doesNotMatch(said, /"authorization"/);
    const logged = await logWith('"at":"upstream","operation":"createChain"', example);
    for (const secret of secrets) {
      assert.ok(!said.includes(secret), `the page sees ${secret}`);
      assert.ok(!logged.includes(secret), `the log has ${secret}`);
    }
    const { actor } = referenceRequest;
    const personal = [actor.name, actor.email, actor.identity_document.document_number];
    for (const value of personal) assert.ok(!logged.includes(String(value)), String(value));
  },
};

/** The cases of some deployments. */
const knowsKeys = async ({ client, services, restart }: Fixture): Promise<void> => {
  const created = services.sandbox.ledger.length;
  const { key } = client.creation();
  const first = await client.creation({ key }).send(referenceRequest);
  await restart();
  const second = await client.creation({ key }).send(referenceRequest);
  assert.equal(second.id, first.id);
  assert.equal(services.sandbox.ledger.length, created + 1);
};

/** A deployment with what it needs, from the first test to the last. */
class Running {
  readonly #deployment: Deployment;
  readonly #traffic: string[] = [];
  #services: Services | undefined;
  #need: Need | undefined;
  #example: Started | undefined;
  #missing: string | undefined;

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
  }

  async start(): Promise<void> {
    try {
      this.#need = await this.#deployment.prepare?.(examples);
    } catch (error) {
      this.#missing = whyMissing(error);
      return;
    }
    this.#services = await startServices();
    await this.#startExample();
  }

  async stop(): Promise<void> {
    await this.#example?.[Symbol.asyncDispose]();
    await this.#services?.[Symbol.asyncDispose]();
    await this.#need?.[Symbol.asyncDispose]();
  }

  async test(context: TestContext, run: (fixture: Fixture) => Promise<void>): Promise<void> {
    if (this.#missing !== undefined) return context.skip(this.#missing);
    const [services, example, traffic] = [this.#services, this.#example, this.#traffic];
    assert.ok(services !== undefined && example !== undefined, 'the example did not start');
    const cookie = await sessionCookie();
    const client = clientOf(example, cookie, traffic);
    await run({ services, example, traffic, client, restart: () => this.#restart(example) });
  }

  async #restart(example: Started): Promise<void> {
    assert.deepEqual(await interrupt(example.child, example.mark), []);
    await this.#startExample(new URL(example.url).port);
  }

  async #startExample(port?: string): Promise<void> {
    const { folder, command } = this.#deployment;
    const env = { ...this.#services?.env, ...this.#need?.env, ...(port && { PORT: port }) };
    this.#example = await startExample(join(examples, folder), command, env);
  }
}

const finishes = async ({ client, services, traffic, restart }: Fixture): Promise<void> => {
  const attempts = () => traffic.filter((text) => text.includes('"idempotency-key"')).length;
  const before = attempts();
  services.sandbox.fail({ operation: 'createChain', latency: 1_000 });
  const restartSoon = async () => {
    await sleep(300);
    await restart();
  };
  const [call, end] = await Promise.allSettled([
    client.createChain(referenceRequest),
    restartSoon(),
  ]);
  assert.deepEqual([call.status, end.status], ['fulfilled', 'fulfilled']);
  // The client would ask again if the connection broke off.
  assert.equal(attempts() - before, 1);
};

for (const deployment of deployments) {
  describe(deployment.name, () => {
    const running = new Running(deployment);
    before(() => running.start());
    after(() => running.stop());
    const all = {
      ...cases,
      ...(deployment.isDurable && { 'knows its keys after a restart': knowsKeys }),
      ...(deployment.finishes && { 'answers a running create before it ends': finishes }),
    };
    for (const [name, run] of Object.entries(all)) {
      it(name, (context) => running.test(context, run));
    }
    it('leaves no process behind', (context) =>
      running.test(context, async ({ example }) => {
        assert.notDeepEqual(processesWith(example.mark), []);
        assert.deepEqual(await interrupt(example.child, example.mark), []);
      }));
  });
}

describe('beside the sandbox', () => {
  for (const [script, args] of [
    ['cloudflare', ['--', '--port', '$PORT']],
    ['deno', []],
    ['node', []],
    ['vercel-edge', []],
  ] as const) {
    it(`npm run ${script} creates a chain for the user who is signed in`, async () => {
      await using example = await startExample(examples, ['npm', 'run', script, ...args], {});
      const [, signIn = ''] = /Sign in at (\S+),/.exec(example.output()) ?? [];
      const [cookie = ''] = (await fetch(signIn)).headers.get('Set-Cookie')?.split(';') ?? [];
      assert.ok(example.output().includes(cookie));
      const { id } = await clientOf(example, cookie).createChain(referenceRequest);
      assert.match(id, /^[\w-]+$/);
      assert.deepEqual(await interrupt(example.child, example.mark), []);
    });
  }
});

it('all examples have the same gateway', () => {
  const texts = new Set(
    ['cloudflare', 'deno', 'node', 'vercel-edge'].map((folder) =>
      readFileSync(join(examples, folder, 'gateway.js'), 'utf8'),
    ),
  );
  assert.equal(texts.size, 1);
});
