// A gateway in front of a sandbox. It records what reaches the API.

import {
  createGateway,
  type Fault,
  type Gateway,
  type GatewayOptions,
  MemoryStore,
} from 'identification-chain/gateway';
import { createSandbox, type Sandbox } from 'identification-chain/sandbox';
import { referenceRequest } from '../../www/demo/reference.ts';

/** The credential, which no answer and no fault may hold. */
export const token = 'the-credential';

export const secret = 'the-secret-of-the-gateway-in-tests';

/** A valid body, and one that breaks a rule. */
export const validBody = JSON.stringify(referenceRequest);
export const wrongBody = JSON.stringify({ ...referenceRequest, expires_in: '15' });

/** The path of a create in the organization of the tests. */
export const createPath = '/orgs/acme/identifications/chain';

/** A request that reached the API. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Fixture {
  readonly gateway: Gateway;
  readonly sandbox: Sandbox;
  readonly seen: readonly Seen[];
  readonly faults: readonly Fault[];
  /** Sends a request to the gateway. */
  readonly send: (path: string, init?: RequestInit) => Promise<Response>;
  /** Sends a create with a key. */
  readonly create: (key: string, headers?: Record<string, string>) => Promise<Response>;
}

/** Who sends a request: `Bearer alice`. Nobody else is known. */
export function principalOf({ headers }: Request): string | false {
  return /^Bearer (alice|bob)$/.exec(headers.get('Authorization') ?? '')?.[1] ?? false;
}

/** Makes a gateway in front of a sandbox. */
export function fixture(options: Partial<GatewayOptions> = {}): Fixture {
  const sandbox = createSandbox({ token, orgId: 'acme', requireUserAgent: true });
  const seen: Seen[] = [];
  const faults: Fault[] = [];
  const gateway = createGateway({
    authorize: principalOf,
    token,
    secret,
    store: new MemoryStore(),
    orgId: 'acme',
    baseUrl: 'https://api.example/v1',
    fetch: async (request, init) => {
      const { method, url, headers } = request;
      const body = await request.clone().text();
      seen.push({ method, url, headers: Object.fromEntries(headers), body });
      return sandbox.fetch(request, init);
    },
    onFault: (fault) => void faults.push(fault),
    ...options,
  });
  const send: Fixture['send'] = (path, init) =>
    gateway.fetch(new Request(`https://gateway.example${path}`, init));
  return {
    gateway,
    sandbox,
    seen,
    faults,
    send,
    create: (key, headers) => send(createPath, createInit(key, headers)),
  };
}

/** A valid create of alice's. */
export function createInit(key: string, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: {
      Authorization: 'Bearer alice',
      'Content-Type': 'application/json',
      'Idempotency-Key': key,
      ...headers,
    },
    body: validBody,
  };
}

/** The name of an answer's problem. */
export async function problemOf(response: Response): Promise<string> {
  const { type } = (await response.json()) as { type: string };
  return type.replace('urn:identification-chain:problem:', '');
}
