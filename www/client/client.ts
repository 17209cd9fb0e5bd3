// Sends the requests that the core builds.

import { type Body, toBody } from './body.ts';
import {
  type AnswerInput,
  type BodyInput,
  type CompiledRules,
  cancelChain,
  closeChain,
  compileRules,
  createChain,
  type Outcome,
  readResponse,
} from './core.ts';
import {
  apiError,
  ConnectionError,
  isCoreError,
  isTimeoutError,
  type OperationId,
  OutcomeUnknownError,
  TimeoutError,
  UnexpectedResponseError,
} from './errors.ts';
import type { components } from './generated/openapi.ts';
import type { Issue, Rules } from './issue.ts';
import type { Messages } from './message.ts';
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
  /** The access token, or a function that has it, called for every request. */
  readonly token?: string | (() => string | Promise<string>) | undefined;
  /** The application's product token for the `User-Agent`: `shop/2.1`. Unused in a browser. */
  readonly userAgent?: string | undefined;
  /** What sends: the runtime's `fetch` unless given. */
  readonly fetch?: ((request: Request, init: RequestInit) => Promise<Response>) | undefined;
  /**
   * How long an answer may take, body included, in milliseconds; how long a token may take, too.
   * 30,000 unless given; `Infinity` for no bound.
   */
  readonly timeout?: number | undefined;
  /** Severities that replace the rule book's own. */
  readonly rules?: Rules | undefined;
  /** Says what is wrong with a request: in English unless given. */
  readonly messages?: Messages | undefined;
  /** The member of the server's answer that holds the chain's id, if it is an unusual one. */
  readonly idField?: string | undefined;
}

/** What one call may be told. */
export interface CallOptions {
  /** Ends the call. The promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
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

/** That a chain was cancelled or closed. */
export interface ChainDone {
  /** What was odd about the request, and did not block it. */
  readonly warnings: readonly Issue[];
}

/** Creates, cancels and closes identification chains. */
export interface Client {
  /**
   * Creates a chain. Not idempotent: two calls make two chains.
   *
   * @throws {ValidationError} before anything is sent, where the request breaks a rule.
   * @throws {OutcomeUnknownError} where no answer came.
   * @throws {ApiError} where the server refused or failed.
   */
  createChain(request: BodyInput<CreateChainRequest>, options?: CallOptions): Promise<CreatedChain>;

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
  ): Promise<ChainDone>;

  /**
   * Closes a chain.
   *
   * @throws {ValidationError} before anything is sent, where the chain's id is none.
   * @throws {ConnectionError | TimeoutError} where no answer came.
   * @throws {ApiError} where the server refused or failed.
   */
  closeChain(chainId: string, options?: CallOptions): Promise<ChainDone>;
}

/**
 * Makes a client. Nothing is sent until it is used.
 *
 * @throws {TypeError} for rules that cannot be overridden so, and a timeout that is no time.
 */
export function createClient(options: ClientOptions): Client {
  const { timeout = 1 } = options;
  if (typeof timeout !== 'number' || !(timeout > 0)) {
    throw new TypeError('timeout must be a number of milliseconds above 0');
  }
  const rules = options.rules === undefined ? undefined : compileRules(options.rules);
  return {
    async createChain(request, call) {
      const body = frozen(request, options);
      const { outcome, warnings } = await perform('createChain', options, rules, call, (target) =>
        createChain(target, body),
      );
      const { id } = outcome as { id: string };
      return { id, body: outcome.body, warnings };
    },
    async cancelChain(chainId, request, call) {
      const body = request === undefined ? undefined : frozen(request, options);
      const { warnings } = await perform('cancelChain', options, rules, call, (target) =>
        cancelChain(target, chainId, body),
      );
      return { warnings };
    },
    async closeChain(chainId, call) {
      const { warnings } = await perform('closeChain', options, rules, call, (target) =>
        closeChain(target, chainId),
      );
      return { warnings };
    },
  };
}

/** A body that the caller cannot change while a token is waited for. */
function frozen(request: unknown, { messages }: ClientOptions): Body {
  const body = toBody(request, { messages });
  return typeof body === 'string' ? body : body.slice();
}

interface Done {
  readonly outcome: Outcome;
  readonly warnings: readonly Issue[];
}

type BuildRequest = (target: Parameters<typeof createChain>[0]) => Request;

/** Checks, builds, sends and reads. */
async function perform(
  operation: OperationId,
  options: ClientOptions,
  rules: CompiledRules | undefined,
  call: CallOptions | undefined,
  build: BuildRequest,
): Promise<Done> {
  call?.signal?.throwIfAborted();
  let warnings: readonly Issue[] = [];
  const target = {
    baseUrl: options.baseUrl,
    orgId: options.orgId,
    userAgent: userAgentFor(options.userAgent, globalThis),
    rules,
    messages: options.messages,
    onWarnings: (found: readonly Issue[]) => {
      warnings = found;
    },
  };
  let { token } = options;
  if (typeof token === 'function') {
    // A bad request is told before a token is asked for.
    build(target);
    const source = token;
    token = (await bounded(operation, options, call?.signal, async () => source())) ?? '';
  }
  const request = build({ ...target, token });
  const answer = await send(operation, request, options, call?.signal);
  const outcome = read(operation, answer, options.idField);
  const facts = { operation, headers: answer.headers, errors: [], ...outcome };
  if (outcome.type === 'failed') throw apiError(facts);
  if (outcome.type === 'unexpected') {
    throw new UnexpectedResponseError('an answer that the API does not document', facts);
  }
  return { outcome, warnings };
}

/** Sends a request and takes the whole answer. */
async function send(
  operation: OperationId,
  request: Request,
  options: ClientOptions,
  signal: AbortSignal | undefined,
): Promise<AnswerInput> {
  try {
    return await bounded(operation, options, signal, async (bound) => {
      const fetch = options.fetch ?? globalThis.fetch;
      const response = await fetch(request, { signal: bound });
      const body = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, headers: response.headers, body };
    });
  } catch (thrown) {
    signal?.throwIfAborted();
    const error = isTimeoutError(thrown) ? thrown : new ConnectionError(operation, thrown);
    throw operation === 'createChain' ? new OutcomeUnknownError(operation, error) : error;
  }
}

/** Reads an answer. What was asked for may be done, so that a failure to is no `CoreError`. */
function read(operation: OperationId, answer: AnswerInput, idField: string | undefined): Outcome {
  try {
    return readResponse(operation, answer, idField);
  } catch (error) {
    throw isCoreError(error) ? new OutcomeUnknownError(operation, error) : error;
  }
}

const longestTimer = 2 ** 31 - 1;

/**
 * Settles as `work` does, unless the caller gives up or the time is over first. It waits for
 * neither a token nor a `fetch` that does not know its signal.
 */
async function bounded<Result>(
  operation: OperationId,
  { timeout = 30_000 }: ClientOptions,
  signal: AbortSignal | undefined,
  work: (bound: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const giveUp = () => controller.abort(signal?.reason);
  signal?.addEventListener('abort', giveUp);
  const timer =
    timeout <= longestTimer
      ? setTimeout(() => controller.abort(new TimeoutError(operation, timeout)), timeout)
      : undefined;
  try {
    const over = new Promise<never>((_, reject) => {
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason));
    });
    return await Promise.race([work(controller.signal), over]);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}
