// The options of a client and of a call: checked by name and type, and copied.

import { type CompiledRules, compileRules } from '../core/overrides.ts';
import type { Rules } from '../issues/issue.ts';
import type { Messages } from '../issues/message.ts';
import {
  anything,
  callback,
  checkedOptions,
  filledText,
  flag,
  type Kind,
  type Kinds,
  messagesFunction,
  milliseconds,
  object,
  text,
} from '../options.ts';
import { own } from '../own.ts';
import { runtimeOf, sharesWork } from '../runtime.ts';
import { userAgentFor } from '../user-agent.ts';
import type { Fetch } from './attempt.ts';
import { checkedHooks, type Hooks } from './hooks.ts';
import { type RetryOptions, type RetryPolicy, retryPolicy } from './retry.ts';
import {
  type ApiClientOptions,
  type GatewayClientOptions,
  type Server,
  type ServerOptions,
  serverKinds,
  serverOf,
} from './server.ts';
import { type TokenFunction, type TokenSource, type Tokens, tokensOf } from './token.ts';

/** Options for a client, which calls either the API or a gateway. */
export type ClientOptions = CommonOptions & (ApiClientOptions | GatewayClientOptions);

/** The options that do not depend on the server. */
export interface CommonOptions {
  /** The access token, or a function or a source that returns one for each call. */
  readonly token?: string | TokenFunction | TokenSource | undefined;
  /** Allows a token over plain http to a host other than localhost. False by default. */
  readonly allowInsecure?: boolean | undefined;
  /** The application's product token for the `User-Agent`: `shop/2.1`. Unused in a browser. */
  readonly userAgent?: string | undefined;
  /** Sends the requests. The runtime's `fetch` by default. */
  readonly fetch?: Fetch | undefined;
  /**
   * The time limit for each attempt, body included, and for getting a token, in milliseconds. 30,000
   * by default; `Infinity` for no limit.
   */
  readonly timeout?: number | undefined;
  /** The time limit for a whole call with its retries, in milliseconds. 120,000 by default. */
  readonly totalTimeout?: number | undefined;
  /**
   * How often and how soon the client retries a call. It never retries a call that could then be done
   * twice. `false` for no retries.
   */
  readonly retry?: RetryOptions | false | undefined;
  /** Severities that replace the rule book's own. */
  readonly rules?: Rules | undefined;
  /** Words the messages. English by default. */
  readonly messages?: Messages | undefined;
  /** The member of the response that holds the chain's id, if it has an unusual name. */
  readonly idField?: string | undefined;
  /** Functions that the client calls during every call, for logs, metrics and traces. */
  readonly hooks?: Hooks | undefined;
}

const clientKinds: Kinds<CommonOptions & ServerOptions> = {
  ...serverKinds,
  token: {
    expected: 'a string, a function, or an object with getToken',
    accepts: (token) =>
      text.accepts(token) ||
      callback.accepts(token) ||
      (object.accepts(token) && callback.accepts((token as TokenSource).getToken)),
  },
  allowInsecure: flag,
  userAgent: text,
  fetch: callback,
  timeout: milliseconds,
  totalTimeout: milliseconds,
  retry: {
    expected: 'an object such as { retries: 5 }, or false',
    accepts: (retry) => retry === false || object.accepts(retry),
  },
  rules: object,
  messages: messagesFunction,
  idField: filledText,
  hooks: object,
};

/** {@link ClientOptions}, checked, with their defaults. */
export interface Settings extends Server {
  readonly token: string | Tokens | undefined;
  readonly allowInsecure: boolean | undefined;
  readonly userAgent: string | undefined;
  readonly fetch: Fetch | undefined;
  readonly timeout: number;
  readonly totalTimeout: number;
  readonly retry: RetryPolicy;
  readonly rules: CompiledRules | undefined;
  readonly messages: Messages | undefined;
  readonly idField: string | undefined;
  readonly hooks: Hooks | undefined;
}

/**
 * The settings of a client.
 *
 * @throws {TypeError} for an unknown or wrong option.
 */
export function settingsOf(options: ClientOptions): Settings {
  const checked = checkedOptions<CommonOptions & ServerOptions>(
    'createClient: ',
    options,
    clientKinds,
  );
  const { token, allowInsecure, userAgent, fetch, retry, rules, hooks, messages, idField } =
    checked;
  const shared = sharesWork(runtimeOf(globalThis));
  return {
    ...serverOf(checked),
    token: token === undefined || typeof token === 'string' ? token : tokensOf(token, shared),
    allowInsecure,
    userAgent: userAgentFor(userAgent, globalThis),
    fetch,
    timeout: checked.timeout ?? 30_000,
    totalTimeout: checked.totalTimeout ?? 120_000,
    retry: retryPolicy(retry),
    rules: rules && compileRules(rules),
    messages,
    idField,
    hooks: hooks && checkedHooks(hooks),
  };
}

/** Options for one call. */
export interface CallOptions {
  /** Aborts the call. The promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Options for one `createChain`. */
export interface CreateOptions extends CallOptions {
  /**
   * The `Idempotency-Key` of this call, 1 to 255 visible ASCII characters, in place of a new one. It
   * needs the client option `gateway`.
   */
  readonly idempotencyKey?: string | undefined;
}

/** The usage of each operation with options, for error messages. */
const usage = {
  createChain: 'createChain(request, { signal })',
  cancelChain: 'cancelChain(chainId, request, { signal })',
  closeChain: 'closeChain(chainId, { signal })',
  getChain: 'getChain(chainId, { signal })',
  validateChain: 'validateChain(chainId, device, { signal })',
} as const;

const signalKind: Kind = { expected: 'an AbortSignal', accepts: isSignal };
const callKinds: Kinds<CallOptions> = { signal: signalKind };
// An invalid key is reported as an issue of the request.
const createKinds: Kinds<CreateOptions> = { signal: signalKind, idempotencyKey: anything };

/**
 * Copies the options of a call.
 *
 * @throws {TypeError} for an unknown or wrong option, and for a signal in the place of options.
 */
export function checkedCall(
  operation: keyof typeof usage,
  options: CreateOptions | undefined,
): CreateOptions {
  if (options === undefined) return own({});
  if (isSignal(options)) {
    throw new TypeError(`${operation}: pass a signal as ${usage[operation]}`);
  }
  const kinds = operation === 'createChain' ? createKinds : (callKinds as Kinds<CreateOptions>);
  return checkedOptions(`${operation}: `, options, kinds);
}

/**
 * Returns the request of `cancelChain`, unless it looks like options, which would be sent as the
 * request.
 *
 * @throws {TypeError} for a signal or options. The message shows the right call.
 */
export function checkedReason(request: unknown): unknown {
  const { signal } = (request ?? {}) as { signal?: unknown };
  if (isSignal(request) || isSignal(signal)) {
    throw new TypeError(
      'cancelChain: pass a signal as cancelChain(chainId, undefined, { signal })',
    );
  }
  return request;
}

function isSignal(value: unknown): boolean {
  return object.accepts(value) && callback.accepts((value as AbortSignal).addEventListener);
}
