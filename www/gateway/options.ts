// The options of a gateway: checked by name and type when it is made, and copied.

import type { OperationId } from '../client/contract.ts';
import { type CompiledRules, compileRules } from '../client/core/overrides.ts';
import { prepare } from '../client/core/request.ts';
import { isValidationError, loggableName } from '../client/errors/index.ts';
import type { Rules } from '../client/issues/issue.ts';
import {
  callback,
  checkedOptions,
  filledText,
  flag,
  type Kind,
  type Kinds,
  milliseconds,
  object,
  required,
  text,
} from '../client/options.ts';
import { runtimeOf, sharesWork } from '../client/runtime.ts';
import type { Fetch } from '../client/send/attempt.ts';
import {
  type TokenFunction,
  type TokenSource,
  type Tokens,
  tokensOf,
} from '../client/send/token.ts';
import { userAgentFor } from '../client/user-agent.ts';
import { Breaker, type BreakerOptions } from './breaker.ts';
import { keeperOver } from './keyed.ts';
import type { OriginPolicy } from './origins.ts';
import { hasReservedHost } from './reserved-hosts.ts';
import { Secrets } from './secrets.ts';
import type { Keeper, Retention, Store } from './store.ts';

/** A caller that may do an operation. */
export interface Caller {
  /** The name of the caller. Its keys are its own. */
  readonly principal: string;
  /** The caller's organization. The gateway's `orgId` by default. */
  readonly orgId?: string | undefined;
}

/** What `authorize` answers: a principal, a refusal (`false`, a 403), or an answer of its own. */
export type Authorized = string | Caller | false | Response;

/** Something failed that the answer does not describe. It holds nothing of a request: you can log it. */
export interface Fault {
  readonly at: 'authorize' | 'limit' | 'token' | 'store' | 'upstream' | 'gateway';
  readonly operation: OperationId;
  /** The name of the error, if it is a known one, else `Error`. Absent if the API answered. */
  readonly error?: string | undefined;
  /** The status of the API's answer. Absent if there was none. */
  readonly status?: number | undefined;
}

/** Options for a gateway. */
export interface GatewayOptions {
  /** Says who sends a request, and whether the caller may do the operation. There is no default. */
  readonly authorize: (
    request: Request,
    operation: OperationId,
  ) => Authorized | Promise<Authorized>;
  /** The access token for the API, or a function or a source that returns one. */
  readonly token: string | TokenFunction | TokenSource;
  /** Where the records of keys are kept. */
  readonly store: Store | Keeper;
  /**
   * The secret of the records' names, 32 characters or bytes or more, the same in every instance. With
   * another secret, the gateway knows no key from before.
   */
  readonly secret: string | Uint8Array;
  /** The organization, unless `authorize` says it for each caller. */
  readonly orgId?: string | undefined;
  /** The URL of the API, with its path. The provider's server by default. */
  readonly baseUrl?: string | undefined;
  /** Allows plain http to a host other than localhost. False by default. */
  readonly allowInsecure?: boolean | undefined;
  /** The path of the gateway, before `/orgs`. Empty by default. */
  readonly basePath?: string | undefined;
  /** The origins of other hosts' pages that may use the gateway. None by default. */
  readonly allowOrigins?: readonly string[] | undefined;
  /** Whether requests of these pages may have cookies. False by default. */
  readonly allowCredentials?: boolean | undefined;
  /** The request headers that these pages may set for `authorize`, beside `Authorization`. */
  readonly allowHeaders?: readonly string[] | undefined;
  /** Whether `createChain` needs an `Idempotency-Key`. True by default. */
  readonly requireKey?: boolean | undefined;
  /** Whether a caller may send a request now. Cloudflare's rate limit binding fits. */
  readonly limit?:
    | ((request: Request, principal: string) => Limited | Promise<Limited>)
    | undefined;
  /** How long the answer to a key is kept, in milliseconds. A day by default, and 30 days at most. */
  readonly retention?: number | undefined;
  /** Keeps whole answers, encrypted, and not only their status, id and `Location`. False by default. */
  readonly keepAnswers?: boolean | undefined;
  /** The time limit for an answer of the API, in milliseconds. 30,000 by default. */
  readonly timeout?: number | undefined;
  /** The time limit for the body of a request, in milliseconds. 10,000 by default. */
  readonly bodyTimeout?: number | undefined;
  /** The time limit for `authorize` and for `limit`, in milliseconds. 10,000 by default. */
  readonly authorizeTimeout?: number | undefined;
  /** The time limit for an access to the store, in milliseconds. 5,000 by default. */
  readonly storeTimeout?: number | undefined;
  /** When to stop asking an API that fails. `false` for never. */
  readonly breaker?: BreakerOptions | false | undefined;
  /** Severities that replace the rule book's own. */
  readonly rules?: Rules | undefined;
  /** The member of the response that holds the chain's id, if it has an unusual name. */
  readonly idField?: string | undefined;
  /** The gateway's product token for the `User-Agent`: `shop/2.1`. */
  readonly userAgent?: string | undefined;
  /** Sends the requests to the API. The runtime's `fetch` by default. */
  readonly fetch?: Fetch | undefined;
  /** Told what failed, for logs and alarms. */
  readonly onFault?: ((fault: Fault) => void) | undefined;
}

/** Whether a caller is within its limit. */
export type Limited = boolean | { readonly success: boolean };

const day = 86_400_000;
const longestRetention = 30 * day;

const headerNames: Kind = {
  expected: 'a list of header names',
  accepts: isListOf((header) => /^[!#$%&'*+.^_`|~\w-]+$/.test(header)),
};

const wholeNumber: Kind = {
  expected: 'a whole number of 1 or more',
  accepts: (value) => Number.isInteger(value) && Number(value) >= 1,
};

/** A timer cannot run for longer, and a create must end. */
const timeLimit: Kind = {
  expected: 'a number of milliseconds above 0, up to 600,000',
  accepts: (value) => milliseconds.accepts(value) && Number(value) <= 600_000,
};

const gatewayKinds: Kinds<GatewayOptions> = {
  authorize: required(callback),
  token: required({
    expected: 'a string that is not empty, a function, or an object with getToken',
    accepts: (token) =>
      filledText.accepts(token) ||
      callback.accepts(token) ||
      (object.accepts(token) && callback.accepts((token as TokenSource).getToken)),
  }),
  store: required({
    expected: 'a store, such as new MemoryStore()',
    accepts: (store) => object.accepts(store) && (isStore(store) || isKeeper(store)),
  }),
  secret: required({
    expected: 'a string or a Uint8Array of 32 characters or bytes or more',
    accepts: (secret) =>
      (typeof secret === 'string' || secret instanceof Uint8Array) && secret.length >= 32,
  }),
  orgId: filledText,
  baseUrl: text,
  allowInsecure: flag,
  basePath: {
    expected: 'empty, or a path such as /api/identification',
    accepts: (path) => typeof path === 'string' && /^(?:\/[\w.~-]+)*$/.test(path),
  },
  allowOrigins: {
    expected: 'a list of exact origins, such as https://app.example.com',
    accepts: isListOf(isOrigin),
  },
  allowCredentials: flag,
  allowHeaders: headerNames,
  requireKey: flag,
  limit: callback,
  retention: {
    expected: 'a number of milliseconds above 0, up to 30 days',
    accepts: (value) => milliseconds.accepts(value) && Number(value) <= longestRetention,
  },
  keepAnswers: flag,
  timeout: timeLimit,
  bodyTimeout: timeLimit,
  authorizeTimeout: timeLimit,
  storeTimeout: timeLimit,
  breaker: {
    expected: 'an object such as { failures: 5 }, or false',
    accepts: (breaker) => breaker === false || object.accepts(breaker),
  },
  rules: object,
  idField: filledText,
  userAgent: text,
  fetch: callback,
  onFault: callback,
};

const breakerKinds: Kinds<BreakerOptions> = { failures: wholeNumber, pause: milliseconds };

function isListOf(accepts: (item: string) => boolean): Kind['accepts'] {
  return (value) =>
    Array.isArray(value) && value.every((item) => typeof item === 'string' && accepts(item));
}

/** Whether a text is the origin of a page (RFC 6454 §6.2). URL parsers take `*` for a host. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text && !text.includes('*');
}

function isStore(store: unknown): store is Store {
  const { add, replace, read } = store as Store;
  return [add, replace, read].every(callback.accepts);
}

function isKeeper(keeper: unknown): keeper is Keeper {
  const { create, resolve } = keeper as Keeper;
  return [create, resolve].every(callback.accepts);
}

const notInBrowsers =
  'a gateway does not work in a browser, because every visitor could read its credential: run it on a server or at the edge. For tests and demos in a browser, set baseUrl to a host below .test, .example, .invalid or localhost';

/** {@link GatewayOptions}, checked, with their defaults. */
export interface Settings {
  readonly authorize: GatewayOptions['authorize'];
  readonly tokens: Tokens;
  readonly keeper: Keeper;
  readonly secrets: Secrets;
  readonly orgId: string | undefined;
  /** The parts of every request to the API. */
  readonly target: {
    readonly baseUrl: string | undefined;
    readonly allowInsecure: boolean | undefined;
    readonly userAgent: string | undefined;
    readonly rules: CompiledRules | undefined;
    readonly tokenFollows: true;
  };
  readonly basePath: string;
  readonly origins: OriginPolicy;
  readonly requireKey: boolean;
  readonly limit: GatewayOptions['limit'];
  readonly retention: Retention;
  readonly keepAnswers: boolean;
  readonly timeout: number;
  readonly bodyTimeout: number;
  readonly authorizeTimeout: number;
  readonly storeTimeout: number;
  readonly breaker: Breaker | undefined;
  readonly idField: string | undefined;
  readonly fetch: Fetch | undefined;
  /** Tells the application what failed. Only the name of an error goes on. */
  readonly report: (
    fault: Pick<Fault, 'at' | 'operation' | 'status'> & { readonly error?: unknown },
  ) => void;
}

/**
 * The settings of a gateway.
 *
 * @throws {TypeError} for an unknown or wrong option.
 * @throws {Error} in a browser, where every visitor could read the credential, unless the API's host has a
 * reserved name.
 */
export function settingsOf(options: GatewayOptions): Settings {
  const runtime = runtimeOf(globalThis);
  const own = checkedOptions('createGateway: ', options, gatewayKinds);
  if (runtime === undefined && !hasReservedHost(own.baseUrl ?? '')) throw new Error(notInBrowsers);
  const { token } = own;
  const report = reporterOf(own.onFault);
  const settings: Settings = {
    authorize: own.authorize,
    tokens: typeof token === 'string' ? constant(token) : tokensOf(token, sharesWork(runtime)),
    keeper: keeperOf(own, report),
    secrets: new Secrets(bytesOf(own.secret)),
    orgId: own.orgId,
    target: {
      baseUrl: own.baseUrl,
      allowInsecure: own.allowInsecure,
      userAgent: userAgentFor(own.userAgent, globalThis),
      rules: own.rules && compileRules(own.rules),
      tokenFollows: true,
    },
    basePath: own.basePath ?? '',
    origins: {
      allowed: new Set(own.allowOrigins),
      credentials: own.allowCredentials ?? false,
      headers: [...(own.allowHeaders ?? [])],
    },
    requireKey: own.requireKey ?? true,
    limit: own.limit,
    retention: { done: own.retention ?? day, unknown: longestRetention },
    keepAnswers: own.keepAnswers ?? false,
    timeout: own.timeout ?? 30_000,
    bodyTimeout: own.bodyTimeout ?? 10_000,
    authorizeTimeout: own.authorizeTimeout ?? 10_000,
    storeTimeout: own.storeTimeout ?? 5_000,
    breaker: breakerOf(own.breaker),
    idField: own.idField,
    fetch: own.fetch,
    report,
  };
  checkTarget(settings);
  return settings;
}

/** The tokens of a gateway whose token never changes. */
function constant(token: string): Tokens {
  return { get: async () => token };
}

/** Builds a request, so that a wrong URL or product token fails now. */
function checkTarget({ target }: Settings): void {
  try {
    prepare('closeChain', { ...target, orgId: 'org', chainId: 'chain' }, undefined);
  } catch (error) {
    if (!isValidationError(error)) throw error;
    const [{ path = '', message = '' } = {}] = error.issues;
    const option = path === '/baseUrl' ? 'baseUrl' : 'userAgent';
    throw new TypeError(`createGateway: ${option} ${message}`);
  }
}

function keeperOf({ store, fetch }: GatewayOptions, report: Settings['report']): Keeper {
  if (isKeeper(store)) return store;
  return keeperOver({
    store,
    fetch,
    onStoreError: (error) => report({ at: 'store', operation: 'createChain', error }),
  });
}

function breakerOf(options: BreakerOptions | false = {}): Breaker | undefined {
  if (options === false) return undefined;
  return new Breaker(checkedOptions('createGateway: breaker.', options, breakerKinds));
}

function bytesOf(secret: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof secret === 'string' ? new TextEncoder().encode(secret) : secret.slice();
}

function reporterOf(onFault: GatewayOptions['onFault']): Settings['report'] {
  return ({ at, operation, status, error }) => {
    try {
      const what = status === undefined ? { error: loggableName(error) } : { status };
      onFault?.({ at, operation, ...what });
    } catch {
      // A failing log must not fail the request: the chain may have been created.
    }
  };
}
