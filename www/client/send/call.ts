// One call. It checks and builds the request once, and sends it until the outcome is known or another
// attempt is not allowed. It never retries an operation that could then be done twice.

import { longestTimer, throwIfAborted, wait } from '../bounded.ts';
import type { OperationId } from '../contract.ts';
import { type Body, frozen } from '../core/body.ts';
import { written } from '../core/check.ts';
import { startCore } from '../core/instance.ts';
import { type ExtraHeaders, type Prepared, prepare, requestOf } from '../core/request.ts';
import { type Outcome, readResponse } from '../core/response.ts';
import {
  type ApiError,
  type Attempt,
  apiError,
  type ChainError,
  ConnectionError,
  CoreError,
  connectionFailure,
  isApiError,
  isChainError,
  isCoreError,
  isOutcomeUnknownError,
  isTimeoutError,
  isValidationError,
  loggableName,
  missingGlobal,
  OutcomeUnknownError,
  requestIdOf,
  type TimeBound,
  TimeoutError,
  UnexpectedResponseError,
  ValidationError,
} from '../errors/index.ts';
import { paths, repeatableIds } from '../generated/rules.ts';
import type { Issue } from '../issues/issue.ts';
import { own } from '../own.ts';
import { type Answer, type Fetch, send } from './attempt.ts';
import { authorization, keyHeader, keyIssue, randomKey, sentOnce } from './headers.ts';
import { type CallEvent, callHook, type Hooks, type RetryReason } from './hooks.ts';
import { type GatewayProblem, gatewayProblem, meanings } from './problem.ts';
import { type Call, callOf, type Done } from './results.ts';
import {
  type AttemptEnd,
  delayBefore,
  isInProgress,
  mayBeDone,
  mayRetry,
  retryAfterOf,
} from './retry.ts';
import { type CreateOptions, checkedCall, type Settings } from './settings.ts';
import type { Tokens } from './token.ts';

/** The arguments of a client's method. */
export interface CallInput {
  readonly chainId?: unknown;
  /** Returns the body, or throws a `TypeError`. */
  readonly body?: (() => unknown) | undefined;
  /** Returns the values of the operation's own headers, or throws a `TypeError`. */
  readonly headers?: () => readonly unknown[];
  readonly options?: CreateOptions | undefined;
  /** The creation that the call belongs to. By default the call has a key of its own. */
  readonly creation?: CallOfCreation;
}

/** The creation that a call belongs to. It outlives the call. */
export interface CallOfCreation {
  /** Returns the idempotency key for a body. */
  readonly keyFor: (body: Body) => string;
  /** Whether another call with that key may have created the chain. */
  readonly mayBeDone: () => boolean;
  /** The call is about to send its first request. */
  readonly sent: () => void;
  /** The call has ended, and has certainly not created the chain. */
  readonly notDone: () => void;
  /** Returns the key to use instead, if the server used that of the call for another request. */
  readonly anotherKey: () => string | undefined;
}

/** The number of the last call, by which hooks distinguish calls. */
let calls = 0;

/** Starts a call. It checks the request synchronously, so that a later change has no effect. */
export function startCall<Result>(
  settings: Settings,
  operation: OperationId,
  input: CallInput,
  resultOf: (done: Done) => Result,
): Call<Result> {
  calls += 1;
  return callOf(new RunningCall(settings, operation, calls).run(own(input)), resultOf);
}

/** How an attempt ended: with an answer, or with an error. */
type End = AnsweredEnd | { readonly error: ConnectionError | TimeoutError };

interface AnsweredEnd {
  readonly answer: Answer;
  readonly outcome: Outcome;
  /** What a gateway says of a create with a key. */
  readonly problem: GatewayProblem | undefined;
}

/** Why an outcome is unknown. */
type UnknownCause = ConstructorParameters<typeof OutcomeUnknownError>[1];

class RunningCall {
  readonly #settings: Settings;
  readonly #operation: OperationId;
  readonly #number: number;
  readonly #deadline: number;
  readonly #attempts: Attempt[] = [];
  #signal: AbortSignal | undefined;
  #creation: CallOfCreation | undefined;
  /** The key that the caller gave. */
  #ownKey: string | undefined;
  #key: string | undefined;
  #attempt = 0;
  /** Whether an earlier attempt may have done the operation. */
  #maybeDone = false;
  /** The error of the first answer that said that it was done, and broke off before its id. */
  #cutOff: ChainError | undefined;
  /** The status of the last answer. */
  #status: number | undefined;

  constructor(settings: Settings, operation: OperationId, number: number) {
    this.#settings = settings;
    this.#operation = operation;
    this.#number = number;
    this.#deadline = performance.now() + settings.totalTimeout;
  }

  /** @throws {ChainError} of the class that describes the outcome. */
  async run(input: CallInput): Promise<Done> {
    try {
      const { signal, idempotencyKey } = checkedCall(this.#operation, input.options);
      if (idempotencyKey !== undefined && !this.#settings.keepsKeys) {
        throw new TypeError('createChain: idempotencyKey needs the client option gateway');
      }
      this.#signal = signal;
      this.#ownKey = idempotencyKey;
      this.#creation = input.creation;
      return await this.#perform(input);
    } catch (thrown) {
      const aborted = this.#signal?.aborted && !isChainError(thrown);
      const error = aborted ? thrown : this.#knownError(thrown);
      if (this.#attempt > 0 && isNotDone(error)) this.#creation?.notDone();
      const name = isChainError(error) ? error.name : loggableName(error);
      const facts = { error: aborted ? 'AbortError' : name, status: this.#status };
      this.#callHook('onError', () => facts);
      throw error;
    }
  }

  /** The error to reject with: a failure of this package after a request was sent must say so. */
  #knownError(thrown: unknown): unknown {
    const isOfCore = isCoreError(thrown);
    if (this.#attempt === 0 || (isChainError(thrown) && !isOfCore)) return thrown;
    return this.#outcomeUnknown(isOfCore ? thrown : new CoreError(connectionFailure(thrown)));
  }

  /** Checks and builds the request, gets a token, and sends the request until the call is done. */
  async #perform(input: CallInput): Promise<Done> {
    const { fetch, token: source } = this.#settings;
    if (fetch === undefined && typeof globalThis.fetch !== 'function') throw missingGlobal('fetch');
    const prepared = await this.#prepare(input);
    const token = typeof source === 'object' ? await this.#token(source) : undefined;
    return this.#attemptUntilDone(prepared, token);
  }

  /** Checks and builds. Awaited: a caller that gives up in the same turn has sent nothing. */
  async #prepare(input: CallInput): Promise<Prepared> {
    const { rules, messages } = this.#settings;
    const headers = input.headers?.();
    const value = input.body && written(this.#operation, input.body(), own({ rules, messages }));
    const body = value && frozen(value);
    throwIfAborted(this.#signal);
    const isKeyed = this.#operation === 'createChain' && this.#settings.keepsKeys;
    if (isKeyed && body !== undefined) this.#takeKey(body);
    const wrongKey = this.#key === undefined ? undefined : keyIssue(this.#key, messages);
    await startCore();
    const { chainId } = input;
    const target = { ...this.#target(), chainId, ...(headers && { headers }) };
    return reportingKey(wrongKey, () => prepare(this.#operation, target, body));
  }

  #takeKey(body: Body): void {
    this.#key = this.#creation?.keyFor(body) ?? this.#ownKey ?? randomKey();
    this.#maybeDone = this.#creation?.mayBeDone() ?? false;
  }

  /** The parts of the request that come from the settings. */
  #target() {
    const { orgId, baseUrl, token, allowInsecure, userAgent, rules, messages } = this.#settings;
    const sent = typeof token === 'object' ? { tokenFollows: true } : { token };
    return { orgId, baseUrl, allowInsecure, userAgent, rules, messages, ...sent };
  }

  /** @param first the first token, if the client has a token source. */
  async #attemptUntilDone(prepared: Prepared, first: string | undefined): Promise<Done> {
    let token = first;
    let refreshed = false;
    for (let retry = 1; ; ) {
      const end = await this.#send(requestOf(prepared, this.#headers(token)));
      const done = this.#doneBy(end);
      if (done !== undefined) return { prepared, ...done };
      if (this.#hasAnotherKey(end)) continue;
      const fresh = refreshed ? undefined : await this.#freshToken(end, token);
      if (fresh !== undefined) {
        refreshed = true;
        token = fresh;
        this.#callOnRetry('token', 0);
        continue;
      }
      retry = await this.#waitBefore(retry, end);
    }
  }

  /**
   * Waits before the next attempt, and returns the number of the retry after it.
   *
   * @throws {ChainError} if no attempt follows.
   */
  async #waitBefore(retry: number, end: End): Promise<number> {
    const attempt = attemptEnd(end);
    const delay = this.#delayBefore(retry, attempt);
    if (delay === undefined) throw this.#cutOff ?? this.#failure(end);
    if (isCutOff(end)) this.#cutOff ??= this.#failure(end);
    this.#maybeDone ||= mayBeDone(attempt);
    this.#callOnRetry('status' in attempt ? 'status' : attempt.failure, delay);
    await wait(delay, this.#signal);
    // To wait for a request that is in progress is not a retry.
    return isInProgress(attempt) ? retry : retry + 1;
  }

  /**
   * Takes another key if the server used this one for another request. This request has then not been
   * done, by any attempt.
   */
  #hasAnotherKey(end: End): boolean {
    const creation = this.#creation;
    if ('error' in end || end.problem !== 'keyReused' || creation === undefined) return false;
    const another = creation.anotherKey();
    if (another === undefined) return false;
    this.#key = another;
    this.#maybeDone = creation.mayBeDone();
    creation.sent();
    this.#callOnRetry('status', 0);
    return true;
  }

  /** The headers of an attempt that are not those of the prepared request. */
  #headers(token: string | undefined): ExtraHeaders {
    const key: ExtraHeaders = this.#key === undefined ? [] : [[keyHeader, this.#key]];
    return [...this.#authorization(token), ...key, ...sentOnce(this.#operation)];
  }

  #authorization(token: string | undefined): ExtraHeaders {
    return token === undefined ? [] : [authorization(token, this.#settings.messages)];
  }

  #token(source: Tokens, rejected?: string): Promise<string> {
    return source.get(this.#timeLeft(), this.#signal, rejected);
  }

  /** Gets another token, if the server rejected the last one. */
  async #freshToken(end: End, rejected: string | undefined): Promise<string | undefined> {
    const source = this.#settings.token;
    if (typeof source !== 'object' || !('answer' in end) || end.answer.status !== 401) {
      return undefined;
    }
    try {
      const token = await this.#token(source, rejected);
      this.#authorization(token);
      return token === rejected ? undefined : token;
    } catch {
      // The caller gets the server's 401, which says more than a missing second token.
      throwIfAborted(this.#signal);
      return undefined;
    }
  }

  /** The time limit for the next attempt, or for getting a token. */
  #timeLeft(): TimeBound {
    const { timeout, totalTimeout } = this.#settings;
    const left = Math.max(0, this.#deadline - performance.now());
    return timeout <= left
      ? { option: 'timeout', milliseconds: timeout, left: timeout }
      : { option: 'totalTimeout', milliseconds: totalTimeout, left };
  }

  async #send(request: Request): Promise<End> {
    const operation = this.#operation;
    const signal = this.#signal;
    const bound = this.#timeLeft();
    if (bound.left === 0) throw this.#tooLate(bound);
    const tooLate = () => new TimeoutError(operation, bound);
    if (this.#attempt === 0) this.#creation?.sent();
    this.#attempt += 1;
    this.#callHook('onRequest', () => {
      const { method, url } = request;
      return { method, url, template: paths[operation] };
    });
    const start = performance.now();
    let answer: Answer;
    try {
      const fetch = this.#settings.fetch ?? globalFetch;
      answer = await send((init) => fetch(request, init), {
        timeout: bound.left,
        signal,
        tooLate,
        onlyWhole: false,
      });
    } catch (thrown) {
      throwIfAborted(signal);
      const error = isTimeoutError(thrown) ? thrown : new ConnectionError(operation, thrown);
      this.#attempts.push({ failure: isTimeoutError(error) ? 'timeout' : 'connection' });
      return own({ error });
    }
    const { status, headers } = answer;
    this.#status = status;
    this.#attempts.push({ status });
    this.#callHook('onResponse', () => {
      const duration = performance.now() - start;
      return { status, requestId: requestIdOf(headers), duration };
    });
    const outcome = readResponse(operation, answer, this.#settings.idField);
    const problem = this.#key === undefined ? undefined : gatewayProblem(answer, outcome.body);
    return own({ answer, outcome, problem });
  }

  /** The error if no time is left for an attempt. */
  #tooLate(bound: TimeBound): ChainError {
    if (this.#cutOff !== undefined) return this.#cutOff;
    const error = new TimeoutError(this.#operation, bound);
    const unknown = this.#maybeDone && !this.#isRepeatable();
    return unknown ? this.#outcomeUnknown(error) : error;
  }

  /** The result of the call, if the operation was done. */
  #doneBy(end: End): Omit<Done, 'prepared'> | undefined {
    if (!('answer' in end)) return undefined;
    const { outcome, answer } = end;
    // A read with half of its body is not a result.
    if (this.#operation === 'getChain' && answer.truncated) return undefined;
    const isDone = outcome.type === 'created' || outcome.type === 'done';
    return isDone ? { outcome, answer } : undefined;
  }

  /** How long to wait before the next attempt, or `undefined` if no attempt follows. */
  #delayBefore(retry: number, attempt: AttemptEnd): number | undefined {
    const isRepeatable = this.#isRepeatable() || this.#key !== undefined;
    if (!mayRetry(attempt, isRepeatable)) return undefined;
    const delay =
      delayBefore(retry, attempt, this.#settings.retry, Math.random()) ?? Number.POSITIVE_INFINITY;
    const inTime = performance.now() + delay < this.#deadline;
    return delay <= longestTimer && inTime ? delay : undefined;
  }

  /** The error after the last attempt. */
  #failure(end: End): ChainError {
    if ('error' in end) {
      return this.#isRepeatable() ? end.error : this.#outcomeUnknown(end.error);
    }
    const { problem } = end;
    const error = this.#answerError(end);
    // The last response says nothing about earlier attempts, unless it says that one succeeded.
    const isCreated = problem === 'idLost' || isCutOff(end) || end.answer.status === 201;
    // A key that belongs to another request has never run this one.
    const isKnown = isCreated || problem === 'keyReused' || this.#isRepeatable();
    const isUnknown = problem === 'inProgress' || problem === 'outcomeUnknown' || this.#maybeDone;
    return isKnown || !isUnknown ? error : this.#outcomeUnknown(error);
  }

  /** The error for the last response by itself. */
  #answerError(end: AnsweredEnd): ApiError {
    const { answer, outcome, problem } = end;
    const facts = {
      operation: this.#operation,
      headers: answer.headers,
      errors: [],
      ...outcome,
      retryAfter: retryAfterOf(answer.headers, Date.now()),
      afterRetry: this.#maybeDone,
      mayBeDone: outcome.type !== 'failed' || mayBeDone(attemptEnd(end)),
      idempotencyKey: this.#key,
    };
    if (problem === 'idLost') return new UnexpectedResponseError(meanings.idLost, facts);
    if (outcome.type === 'failed') return apiError(facts, problem && meanings[problem]);
    const isCreated = this.#operation === 'createChain' && answer.status === 201;
    const meaning = isCreated
      ? 'a chain was created, but the response has no id for it (see idField)'
      : 'the API does not document this response';
    return new UnexpectedResponseError(meaning, facts);
  }

  /** Whether the operation is idempotent: doing it twice has the effect of doing it once. */
  #isRepeatable(): boolean {
    return repeatableIds.includes(this.#operation);
  }

  #outcomeUnknown(cause: UnknownCause): OutcomeUnknownError {
    const operation = this.#operation;
    const attempts = this.#attempts;
    return new OutcomeUnknownError({ operation, attempts, idempotencyKey: this.#key }, cause);
  }

  #callOnRetry(reason: RetryReason, delay: number): void {
    const { status } = { status: undefined, ...this.#attempts.at(-1) };
    this.#callHook('onRetry', () => ({ reason, status, delay }));
  }

  /** Calls a hook. Most clients have no hooks, so the event is made only for those that have. */
  #callHook<Name extends keyof Hooks>(
    name: Name,
    facts: () => Omit<EventOf<Name>, keyof CallEvent>,
  ): void {
    const hook = this.#settings.hooks?.[name] as ((event: object) => void) | undefined;
    if (hook === undefined) return;
    callHook(hook, {
      call: this.#number,
      operation: this.#operation,
      attempt: this.#attempt,
      ...facts(),
    });
  }
}

/** Prepares a request. An issue of its key is reported with its other issues. */
function reportingKey(wrongKey: Issue | undefined, prepare: () => Prepared): Prepared {
  try {
    const prepared = prepare();
    if (wrongKey !== undefined) throw new ValidationError(prepared.warnings());
    return prepared;
  } catch (error) {
    throw wrongKey && isValidationError(error) ? withHeaderIssue(error.issues, wrongKey) : error;
  }
}

/** Adds an issue of a header, before those of the body. */
function withHeaderIssue(issues: readonly Issue[], added: Issue): ValidationError {
  const isBody = (issue: Issue) => issue.in === 'body';
  return new ValidationError([
    ...issues.filter((issue) => !isBody(issue)),
    added,
    ...issues.filter(isBody),
  ]);
}

/** Whether the error of a create says that no attempt of the call has created the chain. */
function isNotDone(error: unknown): boolean {
  if (isApiError(error)) return !error.mayBeDone && !error.afterRetry;
  return isChainError(error) && !isOutcomeUnknownError(error);
}

type EventOf<Name extends keyof Hooks> = Parameters<NonNullable<Hooks[Name]>>[0];

/** How an attempt ended, for the decision to retry. */
function attemptEnd(end: End): AttemptEnd {
  if ('error' in end) return own({ failure: isTimeoutError(end.error) ? 'timeout' : 'connection' });
  // The operation was done, and a retry may still get its id.
  if (isCutOff(end)) return own({ failure: 'connection' });
  const { answer, problem } = end;
  const { status, headers } = answer;
  return own({ status, retryAfter: retryAfterOf(headers, Date.now()), problem });
}

/** Whether an answer reports success, but was cut off before the whole body arrived. */
function isCutOff(end: End): boolean {
  return 'answer' in end && end.answer.truncated && end.answer.response.ok;
}

/** The runtime's `fetch`. Looked up for every request, because tests and tracers replace it. */
const globalFetch: Fetch = (request, init) => globalThis.fetch(request, init);
