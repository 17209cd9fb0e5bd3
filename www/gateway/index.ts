// The entry `identification-chain/gateway`: a fetch handler that keeps the credential on a server, and
// makes a repeated create safe.

import { checkedOptions, filledText, type Kinds, required } from '../client/options.ts';
import { handle } from './handle.ts';
import { type GatewayOptions, settingsOf } from './options.ts';
import { addCors } from './origins.ts';
import type { KeyOwner } from './secrets.ts';
import type { Resolution, ResolveReply } from './states.ts';

export type { OperationId } from '../client/contract.ts';
export type { BreakerOptions } from './breaker.ts';
export { keeperOver, keyedCreate, type Place, resolveKey } from './keyed.ts';
export type { Authorized, Caller, Fault, GatewayOptions, Limited } from './options.ts';
export type { Resolution, ResolveReply } from './states.ts';
export type {
  Keeper,
  KeyedReply,
  KeyedTask,
  Retention,
  Store,
  UpstreamAnswer,
  UpstreamRequest,
} from './store.ts';
export * from './stores/index.ts';

/** The part of a platform's context that the gateway uses. */
export interface Context {
  /** Keeps work alive after the answer. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** The key of a create, and whose it is. */
export interface KeyToResolve {
  /** The principal that `authorize` answered. */
  readonly principal: string;
  /** The organization. The gateway's `orgId` by default. */
  readonly orgId?: string | undefined;
  /** The value of `Idempotency-Key`, without quotes. */
  readonly key: string;
}

/** A server between pages and the API. */
export interface Gateway {
  /** Answers a request. It never rejects. Pass the context if the platform has one. */
  readonly fetch: (request: Request, env?: unknown, context?: Context) => Promise<Response>;
  /**
   * Settles a create whose outcome is unknown, after somebody has found it out: with the id of the
   * chain, or with the word that none was created, which frees the key.
   *
   * It answers `resolved`; `no-record` for an unknown key; `in-progress` while the create may still
   * run; `known` if the outcome is known already. It rejects if the store fails.
   *
   * @throws {TypeError} for a wrong argument.
   */
  readonly resolve: (key: KeyToResolve, resolution: Resolution) => Promise<ResolveReply>;
}

const keyKinds: Kinds<KeyToResolve> = {
  principal: required(filledText),
  orgId: filledText,
  key: required(filledText),
};
const resolutionKinds: Kinds<Exclude<Resolution, string>> = { id: required(filledText) };

/**
 * Creates a gateway.
 *
 * @throws {TypeError} for an unknown or wrong option.
 * @throws {Error} in a browser, where every visitor could read the credential, unless the host of `baseUrl`
 * has a name that is reserved for tests: below `.test`, `.example`, `.invalid` or `localhost`.
 *
 * @example
 * import { createGateway, MemoryStore } from 'identification-chain/gateway';
 *
 * const gateway = createGateway({
 *   orgId: 'acme',
 *   token: process.env.API_TOKEN,
 *   secret: process.env.GATEWAY_SECRET,
 *   store: new MemoryStore(),
 *   authorize: async (request) => (await sessionOf(request))?.userId ?? false,
 * });
 * export default { fetch: gateway.fetch };
 */
export function createGateway(options: GatewayOptions): Gateway {
  const settings = settingsOf(options);
  return {
    fetch: async (request, _, context) => {
      const waitUntil = (work: Promise<unknown>) => context?.waitUntil?.(work);
      const answer = await handle(request, settings, waitUntil);
      addCors(answer.headers, request, settings.origins);
      return answer;
    },
    resolve: async (key, resolution) => {
      const { secrets, keeper, retention } = settings;
      const name = await secrets.nameOf(ownerOf(key, settings.orgId));
      return keeper.resolve(name, checkedResolution(resolution), retention);
    },
  };
}

function ownerOf(key: KeyToResolve, defaultOrgId: string | undefined): KeyOwner {
  const own = checkedOptions('resolve: ', key, keyKinds);
  const orgId = own.orgId ?? defaultOrgId;
  if (orgId === undefined) throw new TypeError('resolve: orgId is missing');
  return { principal: own.principal, orgId, key: own.key };
}

function checkedResolution(resolution: Resolution): Resolution {
  if (resolution === 'not-created') return resolution;
  if (typeof resolution === 'string') {
    throw new TypeError("resolve: the resolution must be { id } or 'not-created'");
  }
  return checkedOptions('resolve: ', resolution, resolutionKinds);
}
