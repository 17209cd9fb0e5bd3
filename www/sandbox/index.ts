// The entry `identification-chain/sandbox`: a stand-in for the API, as a fetch handler. It follows the
// API reference. What the reference does not document (the fields of responses, the names of states,
// error codes) is the sandbox's own, and may differ from the real server.

import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { OperationId } from '../client/contract.ts';
import { check } from '../client/core/check.ts';
import { callback, checkedOptions, flag, type Kinds, text } from '../client/options.ts';
import { Chains, type LedgerEntry } from './chains.ts';
import { Creations } from './creations.ts';
import {
  ConnectionReset,
  delay,
  type Fault,
  FaultPlan,
  faultFromHeader,
  faultHeader,
} from './faults.ts';
import { problem } from './problem.ts';

export type { ChainEvent, ChainState, LedgerEntry } from './chains.ts';
export { ConnectionReset, type Fault } from './faults.ts';

/** Options for a sandbox. */
export interface SandboxOptions {
  /** The only valid token. Without this option, every request is authorized. */
  readonly token?: string | undefined;
  /** The only organization that exists. Without this option, every organization exists. */
  readonly orgId?: string | undefined;
  /** The path before `/orgs`. `/v1` by default. */
  readonly basePath?: string | undefined;
  /** The clock, in milliseconds since 1970. `Date.now` by default. */
  readonly now?: (() => number) | undefined;
  /** Responds with 400 to a request without `User-Agent`, as the reference says. False by default. */
  readonly requireUserAgent?: boolean | undefined;
  /**
   * Supports the header `Idempotency-Key`. A repeated creation gets the first response and creates
   * nothing. A different body gets 422. While the first request runs, another one gets 409 with
   * `Retry-After`. By default the header is ignored, because the reference does not have it.
   */
  readonly idempotency?: boolean | undefined;
}

/** A stand-in for the API, for tests and development. */
export interface Sandbox {
  /** Responds to a request, as `fetch` does. Pass it to a client as its `fetch`. */
  readonly fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>;
  /** Every chain with the changes of its state, in order of creation. It has no personal data. */
  readonly ledger: readonly LedgerEntry[];
  /** Plans a fault for a later request. */
  readonly fail: (fault: Fault) => void;
  /** Finishes an open chain, as its last step would. Returns false if the chain is not open. */
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
 * Creates a sandbox without chains.
 *
 * @throws {TypeError} for an unknown or wrong option.
 *
 * @example
 * import { createClient } from 'identification-chain';
 * import { createSandbox } from 'identification-chain/sandbox';
 *
 * const sandbox = createSandbox();
 * const chains = createClient({ orgId: 'acme', fetch: sandbox.fetch });
 * sandbox.fail({ status: 503, headers: { 'Retry-After': '1' } });
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

/** The required headers of the end user's device. */
const device = ['x-installation_id', 'x-fingerprint', 'x-forwarded-for'];

function routes(options: SandboxOptions, chains: Chains, faults: FaultPlan) {
  const app = new Hono().basePath(options.basePath ?? '/v1');
  const creations = new Creations();
  const collection = '/orgs/:orgId/identifications/chain' as const;

  /** Applies faults, checks the request, and then runs the operation. */
  const operate = async (
    operation: OperationId,
    request: Request,
    orgId: string,
    effect: (body: Uint8Array, key?: string) => Response,
  ): Promise<Response> => {
    const requested = faultFromHeader(request.headers.get(faultHeader));
    if (requested === 'malformed') return problem(400, `${faultHeader} is malformed`);
    const fault = requested ?? faults.take(operation);
    const body = new Uint8Array(await request.arrayBuffer());
    const turn = async (respond: () => Response) => {
      if (fault?.latency !== undefined) await delay(fault.latency, request.signal);
      if (fault?.reset === 'before') throw new ConnectionReset();
      if (fault?.status !== undefined) {
        return problem(fault.status, 'A planned fault', fault.headers);
      }
      return rejection(options, request, orgId) ?? respond();
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
        faultHeader,
        ...device,
        'x-location',
      ],
      exposeHeaders: ['Location', 'Retry-After'],
    }),
  );
  app.post(collection, (context) => {
    const { orgId } = context.req.param();
    return operate('createChain', context.req.raw, orgId, (body, key) => {
      const invalid = badRequest('createChain', body);
      if (invalid) return invalid;
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
      return chain ? Response.json(chainBody(chain)) : notFound();
    });
  });
  app.post(`${collection}/:id/validate`, (context) => {
    const { orgId, id } = context.req.param();
    return operate('validateChain', context.req.raw, orgId, () => {
      const missing = device.find((name) => !context.req.header(name));
      if (missing !== undefined) return problem(400, `The header ${missing} is missing`);
      return chains.find(orgId, id) ? new Response(null, { status: 204 }) : notFound();
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
  app.notFound(() => notFound());
  // Rethrown, so that the caller of `fetch` gets a reset as an error, as from a network.
  app.onError((error) => {
    throw error;
  });
  return app;
}

/** Returns the response to an unauthorized or incomplete request, or `undefined` for a good one. */
function rejection(options: SandboxOptions, request: Request, orgId: string): Response | undefined {
  const { token, requireUserAgent } = options;
  if (token !== undefined && request.headers.get('Authorization') !== `Bearer ${token}`) {
    return problem(401, 'AuthN and AuthZ validations have failed');
  }
  if (requireUserAgent && !request.headers.has('User-Agent')) {
    return problem(400, 'The header User-Agent is missing');
  }
  return options.orgId === undefined || options.orgId === orgId ? undefined : notFound();
}

/** Returns the response to a body with errors, with an item for each, or `undefined` for a good one. */
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

/** Ends a chain, and returns the response. */
function ended(chains: Chains, orgId: string, id: string, state: 'cancelled' | 'closed'): Response {
  const chain = chains.find(orgId, id);
  if (chain === undefined) return notFound();
  if (chains.end(orgId, id, state)) return new Response(null, { status: 204 });
  return problem(409, `The chain is ${chain.state} and cannot be ${state}`);
}

function notFound(): Response {
  return problem(404, 'Entity does not exist or can not be found');
}

function chainBody({ id, state, expiresAt }: LedgerEntry): Record<string, string> {
  return {
    identification_chain_id: id,
    status: state.toUpperCase(),
    expires_at: new Date(expiresAt).toISOString(),
  };
}
