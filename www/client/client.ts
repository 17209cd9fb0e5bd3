// The client: what a call is made of, and what comes of it.

import type { Body } from './body.ts';
import { type CallPlan, type Done, perform } from './call.ts';
import {
  type BodyInput,
  type CheckOptions,
  cancelChain,
  closeChain,
  compileRules,
  createChain,
  type Device,
  getChain,
  type RequestOptions,
  validateChain,
  written,
} from './core.ts';
import { lacks, type OperationId, ValidationError } from './errors.ts';
import type { components } from './generated/openapi.ts';
import { paths } from './generated/rules.ts';
import { type Hooks, tell } from './hooks.ts';
import { described, type Issue, type Rules } from './issue.ts';
import type { Messages } from './message.ts';
import { randomId } from './random-id.ts';
import { type RetryOptions, retryPolicy } from './retry.ts';
import { runtimeOf, sharesWork } from './runtime.ts';
import type { Fetch } from './send.ts';
import { type TokenFunction, type TokenSource, tokensOf } from './token.ts';
import { userAgentFor } from './user-agent.ts';

type Schemas = components['schemas'];

/** Who is to be identified, by which steps, and for how long. */
export type CreateChainRequest = Schemas['CreateChainIdentificationRequest'];

/** Why a chain is cancelled. */
export type CancelChainRequest = Schemas['CancelIdentificationRequest'];

/** What a client is made of. */
export interface ClientOptions {
  /** The organization's name. */
  readonly orgId: string;
  /** The server or gateway, with any path of its own. The provider's own server unless given. */
  readonly baseUrl?: string | undefined;
  /** The access token, or where it comes from: a function or a source, asked for every call. */
  readonly token?: string | TokenFunction | TokenSource | undefined;
  /** Whether a token may go over plain http to another host than this one. */
  readonly allowInsecure?: boolean | undefined;
  /** The application's product token for the `User-Agent`: `shop/2.1`. Unused in a browser. */
  readonly userAgent?: string | undefined;
  /** What sends: the runtime's `fetch` unless given. */
  readonly fetch?: Fetch | undefined;
  /**
   * How long an answer may take, body included, in milliseconds; how long a token may take, too.
   * 30,000 unless given; `Infinity` for no bound.
   */
  readonly timeout?: number | undefined;
  /** How long a call may take, with all that it takes, in milliseconds. 120,000 unless given. */
  readonly totalTimeout?: number | undefined;
  /** How often and how soon a call is tried again, where that cannot do anything twice. */
  readonly retry?: RetryOptions | false | undefined;
  /**
   * `'header'`: every `createChain` has an `Idempotency-Key` of its own, and may be tried again. The
   * server has to know the header: a gateway of yours does, the API itself is not known to.
   */
  readonly idempotency?: 'header' | undefined;
  /** Severities that replace the rule book's own. */
  readonly rules?: Rules | undefined;
  /** Says what is wrong with a request: in English unless given. */
  readonly messages?: Messages | undefined;
  /** The member of the server's answer that holds the chain's id, if it is an unusual one. */
  readonly idField?: string | undefined;
  /** What is told of every call. */
  readonly hooks?: Hooks | undefined;
}

/** What one call may be told. */
export interface CallOptions {
  /** Ends the call. The promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What a call that creates a chain may be told. */
export interface CreateOptions extends CallOptions {
  /** The `Idempotency-Key` of this call, in place of a new one: 1 to 255 visible characters. */
  readonly idempotencyKey?: string | undefined;
}

/** A chain that was created. */
export interface CreatedChain {
  /** Its id, by which it is cancelled and closed. */
  readonly id: string;
  /** The server's whole answer; the API publishes none of its fields. */
  readonly body: unknown;
  /** What was odd about the request, and did not block it. */
  readonly warnings: readonly Issue[];
}

/** That a chain was cancelled, closed or validated. */
export interface ChainDone {
  /** What was odd about the request, and did not block it. */
  readonly warnings: readonly Issue[];
}

/** A chain as it is. */
export interface ChainRead {
  /** The server's whole answer; the API publishes none of its fields. */
  readonly body: unknown;
}

/** What comes of a call, and on demand the answer that it came from. */
export interface Call<Result> extends Promise<Result> {
  /** What comes of the call, beside the answer as `fetch` gave it, its body unread. */
  withResponse(): Promise<{ readonly data: Result; readonly response: Response }>;
}

/** Creates, cancels and closes identification chains. */
export interface Client {
  /**
   * Creates a chain. Not idempotent: two calls make two chains.
   *
   * @throws {ValidationError} before anything is sent, where the request breaks a rule.
   * @throws {OutcomeUnknownError} where it is not known whether there is a chain now.
   * @throws {ApiError} where the server refused or failed.
   */
  createChain(request: BodyInput<CreateChainRequest>, options?: CreateOptions): Call<CreatedChain>;

  /**
   * Cancels a chain, with or without a reason.
   *
   * @throws {ValidationError} before anything is sent, where the request breaks a rule.
   * @throws {ConnectionError | TimeoutError} where no answer came.
   * @throws {ApiError} where the server refused or failed.
   */
  cancelChain(
    chainId: string,
    request?: BodyInput<CancelChainRequest>,
    options?: CallOptions,
  ): Call<ChainDone>;

  /**
   * Closes a chain.
   *
   * @throws {ValidationError} before anything is sent, where the chain's id is none.
   * @throws {ConnectionError | TimeoutError} where no answer came.
   * @throws {ApiError} where the server refused or failed.
   */
  closeChain(chainId: string, options?: CallOptions): Call<ChainDone>;

  /**
   * Reads a chain, as its end user may: known from another page of the provider.
   *
   * @throws {ValidationError} before anything is sent, where the chain's id is none.
   * @throws {ConnectionError | TimeoutError} where no answer came.
   * @throws {ApiError} where the server refused or failed.
   */
  getChain(chainId: string, options?: CallOptions): Call<ChainRead>;

  /**
   * Validates a chain on its end user's device: known from another page of the provider.
   *
   * @throws {ValidationError} before anything is sent, where the id or the device breaks a rule.
   * @throws {OutcomeUnknownError} where no answer came.
   * @throws {ApiError} where the server refused or failed.
   */
  validateChain(chainId: string, device: Device, options?: CallOptions): Call<ChainDone>;
}

/** The calls that were made, by which hooks tell them apart. */
let calls = 0;

/**
 * Makes a client. Nothing is sent until it is used.
 *
 * @throws {TypeError} for options that cannot be: rules, times, retries.
 */
export function createClient(options: ClientOptions): Client {
  const { token, messages } = options;
  const fixed = {
    ...timesOf(options),
    retry: retryPolicy(options.retry),
    // What is no token at all is refused with the request, as an empty one is.
    token: isSource(token)
      ? tokensOf(token, sharesWork(runtimeOf(globalThis)))
      : (token ?? (token === null ? '' : undefined)),
    idField: options.idField,
    hooks: options.hooks,
    // Looked up for every request: tests and tracers replace it.
    fetch: options.fetch ?? ((request, init) => globalThis.fetch(request, init)),
  } satisfies Partial<CallPlan>;
  if (options.fetch !== undefined && typeof options.fetch !== 'function') {
    throw new TypeError('fetch must be a function');
  }
  const rules = options.rules === undefined ? undefined : compileRules(options.rules);
  if (options.idempotency !== undefined && options.idempotency !== 'header') {
    throw new TypeError("idempotency must be 'header', or left out");
  }

  /** What a caller gives, so that later changes do not reach it. */
  const taken = (given: Given, operation: OperationId, number: number) => {
    try {
      // Otherwise it would be a connection that failed, and the outcome unknown.
      if (given.signal !== undefined && typeof given.signal?.addEventListener !== 'function') {
        throw new TypeError('signal must be an AbortSignal');
      }
      if (options.fetch === undefined && typeof globalThis.fetch !== 'function')
        throw lacks('fetch');
      const body = given.body && frozen(operation, given.body.value, { rules, messages });
      return { body, idempotencyKey: keyOf(given.idempotencyKey, messages) };
    } catch (error) {
      const { name } = error as Error;
      tell(options.hooks, 'onError', {
        call: number,
        operation,
        attempt: 0,
        error: name,
        status: undefined,
      });
      throw error;
    }
  };

  /** Starts a call of which `build` makes the request, and gives its result with `read`. */
  const start = <Result>(
    operation: OperationId,
    given: Given,
    build: (target: RequestOptions, body: Body | undefined) => Request,
    read: (done: Done, warnings: readonly Issue[]) => Result,
  ): Call<Result> => {
    let warnings: readonly Issue[] = [];
    const begin = async () => {
      const number = ++calls;
      const { body, idempotencyKey } = taken(given, operation, number);
      const target = {
        baseUrl: options.baseUrl,
        orgId: options.orgId,
        allowInsecure: options.allowInsecure,
        userAgent: userAgentFor(options.userAgent, globalThis),
        rules,
        messages,
        onWarnings: (found: readonly Issue[]) => {
          warnings = found;
        },
      };
      return perform({
        ...fixed,
        operation,
        template: paths[operation],
        number,
        body,
        build: (token) => build({ ...target, token }, body),
        idempotencyKey,
        signal: given.signal,
      });
    };
    return withResponse(begin(), (done) => read(done, warnings));
  };

  const done = (_: Done, warnings: readonly Issue[]): ChainDone => ({ warnings });
  return {
    createChain: (request, call) => {
      const own = call?.idempotencyKey;
      const idempotencyKey = own ?? (options.idempotency && randomId());
      return start(
        'createChain',
        { ...call, body: { value: request }, idempotencyKey },
        (target, body) => createChain(target, body),
        ({ outcome }, warnings) => {
          const { id } = outcome as { id: string };
          return { id, body: outcome.body, warnings };
        },
      );
    },
    cancelChain: (chainId, request, call) =>
      start(
        'cancelChain',
        { ...call, ...(request !== undefined && { body: { value: request } }) },
        (target, body) => cancelChain(target, chainId, body),
        done,
      ),
    closeChain: (chainId, call) =>
      start('closeChain', { ...call }, (target) => closeChain(target, chainId), done),
    getChain: (chainId, call) =>
      start(
        'getChain',
        { ...call },
        (target) => getChain(target, chainId),
        ({ outcome }) => ({ body: outcome.body }),
      ),
    validateChain: (chainId, device, call) => {
      const own = { ...device };
      return start(
        'validateChain',
        { ...call },
        (target) => validateChain(target, chainId, own),
        done,
      );
    },
  };
}

/** What a caller gives to one call. */
interface Given extends CreateOptions {
  readonly body?: { readonly value: unknown };
}

function isSource(token: ClientOptions['token']): token is TokenFunction | TokenSource {
  return typeof token === 'function' || (typeof token === 'object' && token !== null);
}

function timesOf({ timeout = 30_000, totalTimeout = 120_000 }: ClientOptions) {
  for (const [name, time] of Object.entries({ timeout, totalTimeout })) {
    if (typeof time !== 'number' || !(time > 0)) {
      throw new TypeError(`${name} must be a number of milliseconds above 0`);
    }
  }
  return { timeout, totalTimeout };
}

/** A body that the caller cannot change while a token is waited for. */
function frozen(operation: OperationId, request: unknown, options: CheckOptions): Body {
  const body = written(operation, request, options);
  return typeof body === 'string' ? body : body.slice();
}

/** A key that a header can have (RFC 9110 §5.5). */
function keyOf(key: unknown, messages: Messages | undefined): string | undefined {
  if (key === undefined || (typeof key === 'string' && /^[!-~]{1,255}$/.test(key))) return key;
  const problem = key === '' ? 'empty' : 'header-character';
  throw new ValidationError([
    described(
      {
        rule: 'header-value',
        severity: 'error',
        provenance: 'standard',
        in: 'header',
        path: '/Idempotency-Key',
        offset: 0,
        params: { problem },
      },
      messages,
    ),
  ]);
}

function withResponse<Result>(done: Promise<Done>, read: (done: Done) => Result): Call<Result> {
  const result = done.then(read);
  return Object.assign(result, {
    async withResponse() {
      // Who waits for this does not wait for the other.
      result.catch(() => {});
      return { data: await result, response: (await done).response };
    },
  });
}
