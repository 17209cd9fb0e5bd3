// What the package does with a set of requests: every verdict, every request that is sent with all that it
// carries, and how every call ends. Two transcripts are equal if nothing has changed what it does.

import { generateKeyPairSync } from 'node:crypto';
import type * as Api from 'identification-chain';
import type * as Auth from 'identification-chain/auth';
import type * as Core from 'identification-chain/core';
import type * as Forms from 'identification-chain/forms';
import type * as English from 'identification-chain/forms/en';
import type * as Gateway from 'identification-chain/gateway';
import type * as Sandbox from 'identification-chain/sandbox';
import { referenceRequest } from '../../www/demo/reference.ts';

/** The entries of the package. */
export interface Entries {
  readonly api: typeof Api;
  readonly auth: typeof Auth;
  readonly core: typeof Core;
  readonly forms: typeof Forms;
  readonly english: typeof English;
  readonly gateway: typeof Gateway;
  readonly sandbox: typeof Sandbox;
}

/** Imports the entries. */
export async function entries(): Promise<Entries> {
  return {
    api: await import('identification-chain'),
    auth: await import('identification-chain/auth'),
    core: await import('identification-chain/core'),
    forms: await import('identification-chain/forms'),
    english: await import('identification-chain/forms/en'),
    gateway: await import('identification-chain/gateway'),
    sandbox: await import('identification-chain/sandbox'),
  };
}

/** How a step ended: what it returned, or the name of what it threw; with the requests that it sent. */
export interface Step {
  readonly end: string;
  readonly sent: readonly string[];
}

export type Transcript = ReadonlyMap<string, Step>;

const wrongRequest = { ...referenceRequest, expires_in: '15' };
const device = { installationId: 'i', fingerprint: 'f', forwardedFor: '192.0.2.1' };
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const account = {
  private_key_id: 'key-1',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  client_email: 'admin@acme.example',
};

const random = /[0-9a-f]{8}-[0-9a-f-]{27}|(?<=assertion=)[\w.-]+/g;

/** The members of the dictionaries that make a request. */
const initMembers = [
  'method',
  'headers',
  'body',
  'signal',
  'redirect',
  'credentials',
  'mode',
  'cache',
  'referrer',
] as const;
type Init = Partial<Record<(typeof initMembers)[number], unknown>>;

/**
 * A `Request` that reads its init as the standard says, inherited members too. Node's own also reads
 * such members of objects that it makes itself.
 */
class StandardRequest {
  readonly url: string;
  readonly init: Init;

  constructor(url: string, init: Init = {}) {
    this.url = url;
    const pairs = initMembers.map((name) => [name, init[name]]);
    this.init = Object.setPrototypeOf(Object.fromEntries(pairs), null);
  }
}

/** The requests that a step sends, and the answer to each. */
class Recorder {
  sent: string[] = [];
  readonly fetch: Api.Fetch;

  constructor(answer: Answer) {
    this.fetch = async (request, init) => {
      const given = initMembers.map((name) => (name === 'signal' ? null : init[name]));
      this.sent.push(JSON.stringify([await written(request), given]).replaceAll(random, 'random'));
      return answer();
    };
  }
}

async function written(request: Request | StandardRequest): Promise<unknown[]> {
  if (request instanceof StandardRequest) {
    return [request.url, ...initMembers.map((name) => request.init[name])];
  }
  const { method, url, headers, redirect } = request;
  return [method, url, [...headers], await request.text(), redirect];
}

type Answer = () => Response | Promise<Response>;

/** Makes a response that has no prototype, as its reader sees it. */
function answerOf(status: number, body = ''): Answer {
  const headers = new Headers();
  const bytes = new TextEncoder().encode(body);
  return () => {
    const arrayBuffer = async () => bytes.slice().buffer;
    const text = async () => body;
    const ok = status < 300;
    const response: object = { status, ok, headers, body: undefined, arrayBuffer, text };
    return Object.setPrototypeOf(response, null);
  };
}
const created = answerOf(201, '{"id":"chain-1"}');

type Work = (fetch: Api.Fetch) => unknown;

/** Steps by their names. Each has the answer to its requests and the work. */
type Steps = Readonly<Record<string, readonly [Answer, Work]>>;

/** What pages do. */
function clientSteps({ api, core, forms, english }: Entries): Steps {
  const client = (fetch: Api.Fetch) =>
    api.createClient({
      orgId: 'acme',
      baseUrl: 'https://api.example/v1',
      token: 'the-token',
      retry: { retries: 1, baseDelay: 0 },
      fetch,
    });
  const keeping = (fetch: Api.Fetch) =>
    api.createClient({ gateway: 'https://gateway.example', retry: { baseDelay: 0 }, fetch });
  const reset = () => {
    throw new TypeError('reset');
  };
  return {
    'a valid body': [created, () => api.validate(referenceRequest)],
    'a wrong body': [created, () => api.validate(wrongRequest)],
    'an incomplete body': [created, () => core.check('createChain', { actor: {} }, { rules: {} })],
    'a body that JSON cannot represent': [
      created,
      () => core.check('createChain', { actor: Number.NaN }),
    ],
    'a form that is being filled in': [created, () => api.validate({}, { partial: true })],
    'one field': [created, () => api.checkField('/expires_in', '15', {})],
    'a form': [
      created,
      () => forms.checkForm('createChain', { expires_in: 'PT15M' }, { messages: english.en }),
    ],
    'a request': [created, () => core.createChain({ orgId: 'acme' }, referenceRequest).url],
    createChain: [created, (fetch) => client(fetch).createChain(referenceRequest)],
    'createChain, with options': [
      created,
      (fetch) => client(fetch).createChain(referenceRequest, {}),
    ],
    'cancelChain, without a request': [
      answerOf(204),
      (fetch) => client(fetch).cancelChain('chain-1'),
    ],
    'cancelChain, with a reason': [
      answerOf(204),
      (fetch) => client(fetch).cancelChain('chain-1', { reason: 'The customer hung up.' }),
    ],
    closeChain: [answerOf(204), (fetch) => client(fetch).closeChain('chain-1')],
    'closeChain, refused': [answerOf(409), (fetch) => client(fetch).closeChain('chain-1')],
    'closeChain, without an answer': [reset, (fetch) => client(fetch).closeChain('chain-1')],
    'createChain, without an answer': [
      reset,
      (fetch) => client(fetch).createChain(referenceRequest),
    ],
    'createChain, with a server that fails': [
      answerOf(500),
      (fetch) => client(fetch).createChain(referenceRequest),
    ],
    getChain: [answerOf(200, '{"status":"OPEN"}'), (fetch) => client(fetch).getChain('chain-1')],
    validateChain: [answerOf(204), (fetch) => client(fetch).validateChain('chain-1', device)],
    'createChain, by a gateway': [created, (fetch) => keeping(fetch).createChain(referenceRequest)],
    'createChain, by a gateway without an answer': [
      reset,
      (fetch) => keeping(fetch).createChain(referenceRequest),
    ],
    'a creation': [created, (fetch) => keeping(fetch).creation().send(referenceRequest)],
    'a token function': [
      created,
      (fetch) =>
        api
          .createClient({ orgId: 'acme', token: async () => 'own-token', fetch })
          .createChain(referenceRequest),
    ],
  };
}

/** What servers do. They make requests and responses with the classes of the host. */
function serverSteps({ auth, gateway, sandbox }: Entries): Steps {
  const gatewayOf = (fetch: Api.Fetch, caller: string | Gateway.Caller = 'alice') =>
    gateway.createGateway({
      authorize: () => caller,
      token: 'the-token',
      secret: 'the-secret-of-the-gateway-in-tests',
      store: new gateway.MemoryStore(),
      orgId: 'acme',
      baseUrl: 'https://api.example/v1',
      fetch,
    });
  // Made before `Object.prototype` changes: Node reads an init's missing members from there.
  const askedWith = (key: string) =>
    new Request('https://gateway.example/orgs/acme/identifications/chain', {
      method: 'POST',
      headers: [
        ['Content-Type', 'application/json'],
        ['Idempotency-Key', key],
      ],
      body: JSON.stringify(referenceRequest),
    });
  const key = '8e03978e-40d5-43dd-bc93-6894a57f9324';
  const [request, again, third] = [askedWith(key), askedWith(key), askedWith(key)];
  const wrongKey = askedWith('a"b');
  const closing = new Request('https://api.example/v1/orgs/acme/identifications/chain/x/close', {
    method: 'POST',
  });
  const told = async (response: Response) => [
    response.status,
    [...response.headers],
    await response.text(),
  ];
  return {
    'a service account': [
      answerOf(200, '{"access_token":"granted","expires_in":60}'),
      (fetch) =>
        auth
          .serviceAccount(account, { tokenUrl: 'https://token.example/', fetch })
          .getToken({ rejected: undefined, signal: undefined }),
    ],
    'the gateway': [created, async (fetch) => told(await gatewayOf(fetch).fetch(request))],
    'the gateway, whose caller is an object': [
      created,
      async (fetch) => told(await gatewayOf(fetch, { principal: 'alice' }).fetch(third)),
    ],
    'the gateway, refused': [
      answerOf(400, '{}'),
      async (fetch) => told(await gatewayOf(fetch).fetch(again)),
    ],
    'the gateway, a key that is not one': [
      created,
      async (fetch) => told(await gatewayOf(fetch).fetch(wrongKey)),
    ],
    'the sandbox': [
      created,
      async () => {
        const { fetch, fail } = sandbox.createSandbox();
        fail({ status: 503 });
        const close = () => fetch(closing);
        return [(await close()).status, (await close()).status];
      },
    ],
  };
}

/** Lets pages make requests by {@link StandardRequest}. */
export function replaceRequest(): void {
  Object.assign(globalThis, { Request: StandardRequest });
}

/** Whose steps are run. */
export type Who = 'pages' | 'servers';

/** Runs the steps, one after the other. `polluted` surrounds each one. */
export async function transcriptOf(
  all: Entries,
  who: Who,
  polluted: <Result>(work: () => Promise<Result>) => Promise<Result> = (work) => work(),
): Promise<Transcript> {
  const steps = who === 'pages' ? clientSteps(all) : serverSteps(all);
  const transcript = new Map<string, Step>();
  for (const [name, [answer, work]] of Object.entries(steps)) {
    const recorder = new Recorder(answer);
    const ended = await polluted(async () => {
      try {
        return { result: await work(recorder.fetch) };
      } catch (error) {
        return { error };
      }
    });
    const end =
      'error' in ended
        ? `threw ${(ended.error as Error).name}: ${(ended.error as Error).message}`
        : JSON.stringify(ended.result);
    transcript.set(name, { end: end?.replaceAll(random, 'random'), sent: recorder.sent });
  }
  return transcript;
}
