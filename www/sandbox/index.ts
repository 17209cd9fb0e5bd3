// The entry `identification-chain/sandbox`: a stand-in for the API, as a fetch handler. It answers
// as the reference says; what the reference leaves open (fields of answers, names of states, error
// codes) is this sandbox's own and no promise of the real server.

import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { OperationId } from '../client/contract.ts';
import { check } from '../client/core/check.ts';
import { callback, checkedOptions, flag, type Kinds, text } from '../client/options.ts';
import { Chains, type LedgerEntry } from './chains.ts';
import { Creations } from './creations.ts';
import { ConnectionReset, delay, type Fault, FaultPlan, faultFromHeader } from './faults.ts';
import { problem } from './problem.ts';

export type { ChainEvent, ChainState, LedgerEntry } from './chains.ts';
export { ConnectionReset, type Fault } from './faults.ts';

/** What a sandbox is made of. */
export interface SandboxOptions {
  /** The only token that is taken. Without it every request is authorized. */
  readonly token?: string | undefined;
  /** The only organization that exists. Without it every organization does. */
  readonly orgId?: string | undefined;
  /** The path before `/orgs`; `/v1` unless given. */
  readonly basePath?: string | undefined;
  /** The clock, in milliseconds since 1970; `Date.now` unless given. */
  readonly now?: (() => number) | undefined;
  /** Whether a request without `User-Agent` is a bad one, as the reference has it. */
  readonly requireUserAgent?: boolean | undefined;
  /**
   * Whether a creation with an `Idempotency-Key` that the organization has used is answered as the
   * first was, and creates nothing: 422 for another body, 409 with `Retry-After` while the first
   * runs. Unless given, the header is ignored: the reference does not know it.
   */
  readonly idempotency?: boolean | undefined;
}

/** A stand-in for the API. */
export interface Sandbox {
  /** Answers a request, as `fetch` does; it can be the `fetch` of a client. */
  readonly fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>;
  /** What happened to every chain, in the order of their creation. Nothing of the person is kept. */
  readonly ledger: readonly LedgerEntry[];
  /** Plans a fault for a request to come. */
  readonly fail: (fault: Fault) => void;
  /** Finishes an open chain, as its last step does. False where it is not open. */
  readonly finish: (orgId: string, chainId: string) => boolean;
}

const sandboxKinds: Kinds<SandboxOptions> = {
  token: text,
  orgId: text,
  basePath: text,
  now: callback,
  requireUserAgent: flag,
  idempotency: flag,
};

/**
 * Makes a sandbox with no chains.
 *
 * @throws {TypeError} for an unknown or wrong option.
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const own = checkedOptions('createSandbox: ', options, sandboxKinds);
  const chains = new Chains(own.now ?? Date.now);
  const faults = new FaultPlan();
  const app = routes(own, chains, faults);
  return {
    fetch: async (input, init) => app.fetch(new Request(input, init)),
    get ledger() {
      return chains.ledger();
    },
    fail: (fault) => faults.add(fault),
    finish: (orgId, chainId) => chains.end(orgId, chainId, 'finished'),
  };
}

/** The headers of the end user's device that may not be left out. */
const device = ['x-installation_id', 'x-fingerprint', 'x-forwarded-for'];

function routes(options: SandboxOptions, chains: Chains, faults: FaultPlan) {
  const app = new Hono().basePath(options.basePath ?? '/v1');
  const creations = new Creations();
  const collection = '/orgs/:orgId/identifications/chain' as const;

  /** Does what every operation does around its own part. */
  const operate = async (
    operation: OperationId,
    request: Request,
    orgId: string,
    effect: (body: Uint8Array, key?: string) => Response,
  ): Promise<Response> => {
    const asked = faultFromHeader(request.headers.get('X-Sandbox-Fault'));
    if (asked === 'malformed') return problem(400, 'X-Sandbox-Fault is malformed');
    const fault = asked ?? faults.take(operation);
    const body = new Uint8Array(await request.arrayBuffer());
    const turn = async (answer: () => Response) => {
      if (fault?.latency !== undefined) await delay(fault.latency, request.signal);
      if (fault?.reset === 'before') throw new ConnectionReset();
      if (fault?.status !== undefined) {
        return problem(fault.status, 'A planned fault', fault.headers);
      }
      return refusal(options, request, orgId) ?? answer();
    };
    const keyed = options.idempotency && operation === 'createChain';
    const key = keyed ? request.headers.get('Idempotency-Key') : undefined;
    const response = key
      ? await creations.once({ orgId, key, body }, turn, () => effect(body, key))
      : await turn(() => effect(body));
    if (fault?.reset === 'after') throw new ConnectionReset();
    return response;
  };

  app.use(
    cors({
      origin: '*',
      allowMethods: ['GET', 'POST'],
      allowHeaders: [
        'Authorization',
        'Content-Type',
        'Idempotency-Key',
        'User-Agent',
        'X-Sandbox-Fault',
        ...device,
        'x-location',
      ],
      exposeHeaders: ['Location', 'Retry-After'],
    }),
  );
  app.post(collection, (context) => {
    const { orgId } = context.req.param();
    return operate('createChain', context.req.raw, orgId, (body, key) => {
      const refused = badRequest('createChain', body);
      if (refused) return refused;
      const { expires_in } = JSON.parse(new TextDecoder().decode(body));
      const chain = chains.create(orgId, expires_in, key);
      const location = `${new URL(context.req.url).pathname}/${chain.id}`;
      return Response.json(chainBody(chain), { status: 201, headers: { Location: location } });
    });
  });
  app.get(`${collection}/:id`, (context) => {
    const { orgId, id } = context.req.param();
    return operate('getChain', context.req.raw, orgId, () => {
      const chain = chains.find(orgId, id);
      return chain ? Response.json(chainBody(chain)) : missing();
    });
  });
  app.post(`${collection}/:id/validate`, (context) => {
    const { orgId, id } = context.req.param();
    return operate('validateChain', context.req.raw, orgId, () => {
      const absent = device.find((name) => !context.req.header(name));
      if (absent !== undefined) return problem(400, `${absent} is missing`);
      return chains.find(orgId, id) ? new Response(null, { status: 204 }) : missing();
    });
  });
  for (const [path, operation, state] of [
    ['cancel', 'cancelChain', 'cancelled'],
    ['close', 'closeChain', 'closed'],
  ] as const) {
    app.post(`${collection}/:id/${path}`, (context) => {
      const { orgId, id } = context.req.param();
      return operate(
        operation,
        context.req.raw,
        orgId,
        (body) =>
          (body.length > 0 ? badRequest(operation, body) : undefined) ??
          ended(chains, orgId, id, state),
      );
    });
  }
  app.notFound(() => missing());
  // A reset is no answer: whoever called `fetch` gets it, as from a network.
  app.onError((error) => {
    throw error;
  });
  return app;
}

/** The answer to a request that may not go on, if it is one. */
function refusal(options: SandboxOptions, request: Request, orgId: string): Response | undefined {
  const { token, requireUserAgent } = options;
  if (token !== undefined && request.headers.get('Authorization') !== `Bearer ${token}`) {
    return problem(401, 'AuthN and AuthZ validations have failed');
  }
  if (requireUserAgent && !request.headers.has('User-Agent')) {
    return problem(400, 'User-Agent is missing');
  }
  return options.orgId === undefined || options.orgId === orgId ? undefined : missing();
}

/** The answer to a body that breaks rules, if it does: an item for each. */
function badRequest(operation: OperationId, body: Uint8Array): Response | undefined {
  const report = check(operation, body);
  if (report.valid) return undefined;
  const errors = report.issues
    .filter((issue) => issue.severity === 'error')
    .map(({ rule, path, message }) => ({
      code: rule,
      title: 'Request input is not valid',
      ref: path,
      details: message,
    }));
  return Response.json({ errors }, { status: 400 });
}

/** Ends a chain, and answers. */
function ended(chains: Chains, orgId: string, id: string, state: 'cancelled' | 'closed'): Response {
  const chain = chains.find(orgId, id);
  if (chain === undefined) return missing();
  if (chains.end(orgId, id, state)) return new Response(null, { status: 204 });
  return problem(409, `The chain is ${chain.state} and cannot be ${state}`);
}

function missing(): Response {
  return problem(404, 'Entity does not exist or can not be found');
}

function chainBody({ id, state, expiresAt }: LedgerEntry): Record<string, string> {
  return {
    identification_chain_id: id,
    status: state.toUpperCase(),
    expires_at: new Date(expiresAt).toISOString(),
  };
}
