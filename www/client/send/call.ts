// One call: a request that is checked and built once, and sent until its outcome is known or nothing
// more may be done. It never retries what could then be done twice.

import { longestTimer, throwIfAborted, wait } from '../bounded.ts';
import type { OperationId } from '../contract.ts';
import { frozen } from '../core/body.ts';
import { written } from '../core/check.ts';
import { startCore } from '../core/instance.ts';
import { type ExtraHeaders, type Prepared, prepare, requestOf } from '../core/request.ts';
import { type Outcome, readResponse } from '../core/response.ts';
import {
  type Attempt,
  apiError,
  type ChainError,
  ConnectionError,
  isChainError,
  isCoreError,
  isTimeoutError,
  isValidationError,
  lacks,
  OutcomeUnknownError,
  requestIdOf,
  type TimeBound,
  TimeoutError,
  UnexpectedResponseError,
  type UnknownFacts,
  ValidationError,
} from '../errors.ts';
import { loggableName } from '../failure.ts';
import { paths, repeatableIds } from '../generated/rules.ts';
import type { Issue } from '../issues/issue.ts';
import { type Answer, type Fetch, send } from './attempt.ts';
import { authorization, keyHeader, keyIssue, randomKey } from './headers.ts';
import { type CallEvent, type Hooks, type RetryReason, tell } from './hooks.ts';
import { type Call, callOf, type Done } from './results.ts';
import { type AttemptEnd, delayBefore, mayBeDone, mayRetry, retryAfterOf } from './retry.ts';
import { type CreateOptions, checkedCall, type Settings } from './settings.ts';
import type { Tokens } from './token.ts';

/** What a caller passed to a method of the client. */
export interface CallInput {
  readonly chainId?: unknown;
  /** Returns the request's value; may refuse it. */
  readonly body?: (() => unknown) | undefined;
  /** Returns the values of the operation's own headers; may refuse them. */
  readonly headers?: () => readonly unknown[];
  readonly options?: CreateOptions | undefined;
}

/** The number of calls so far, by which hooks distinguish them. */
let calls = 0;

/** Starts a call. Everything up to the first attempt that need not wait is done before it returns. */
export function startCall<Result>(
  settings: Settings,
  operation: OperationId,
  input: CallInput,
  resultOf: (done: Done) => Result,
): Call<Result> {
  calls += 1;
  return callOf(new RunningCall(settings, operation, calls).run(input), resultOf);
}

/** How an attempt ended: with an answer, or with what broke it. */
type End = AnsweredEnd | { readonly error: ConnectionError | TimeoutError };

interface AnsweredEnd {
  readonly answer: Answer;
  readonly outcome: Outcome;
}

class RunningCall {
  readonly #settings: Settings;
  readonly #operation: OperationId;
  readonly #number: number;
  readonly #deadline: number;
  readonly #attempts: Attempt[] = [];
  #signal: AbortSignal | undefined;
  #key: string | undefined;
  #attempt = 0;
  /** Whether an attempt before the last may have been done. */
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

  /** @throws {ChainError} of the kind that says what is known. */
  async run(input: CallInput): Promise<Done> {
    try {
      const { signal, idempotencyKey } = checkedCall(this.#operation, input.options);
      this.#signal = signal;
      this.#key = idempotencyKey ?? (this.#isKeyed() ? randomKey() : undefined);
      return await this.#perform(input);
    } catch (error) {
      const aborted = this.#signal?.aborted && !isChainError(error);
      const name = isChainError(error) ? error.name : loggableName(error);
      this.#tell('onError', { error: aborted ? 'AbortError' : name, status: this.#status });
      throw error;
    }
  }

  #isKeyed(): boolean {
    return this.#operation === 'createChain' && this.#settings.keyed;
  }

  async #perform(input: CallInput): Promise<Done> {
    const { fetch, messages, token: source } = this.#settings;
    if (fetch === undefined && typeof globalThis.fetch !== 'function') throw lacks('fetch');
    const wrongKey = this.#key === undefined ? undefined : keyIssue(this.#key, messages);
    const prepared = await this.#prepare(input).catch((error) => {
      throw wrongKey && isValidationError(error) ? withHeaderIssue(error.issues, wrongKey) : error;
    });
    if (wrongKey !== undefined) throw withHeaderIssue(prepared.warnings(), wrongKey);
    const token = typeof source === 'object' ? await this.#token(source) : undefined;
    return this.#attemptUntilDone(prepared, token);
  }

  /** Checks and builds. Awaited: a caller that gives up in the same turn has sent nothing. */
  async #prepare(input: CallInput): Promise<Prepared> {
    const { rules, messages } = this.#settings;
    const headers = input.headers?.();
    const value = input.body && written(this.#operation, input.body(), { rules, messages });
    const body = value && frozen(value);
    throwIfAborted(this.#signal);
    const late = startCore();
    if (late !== undefined) await late;
    const { chainId } = input;
    const named = { chainId, ...(headers && { headers }) };
    return prepare(this.#operation, { ...this.#target(), ...named }, body);
  }

  /** What the request is built of, beside what the caller passed to the method. */
  #target() {
    const { orgId, baseUrl, token, allowInsecure, userAgent, rules, messages } = this.#settings;
    const sent = typeof token === 'object' ? { tokenFollows: true } : { token };
    return { orgId, baseUrl, allowInsecure, userAgent, rules, messages, ...sent };
  }

  /** @param first the first token of a source, where the token is not in the request already. */
  async #attemptUntilDone(prepared: Prepared, first: string | undefined): Promise<Done> {
    const key: ExtraHeaders = this.#key === undefined ? [] : [[keyHeader, this.#key]];
    let token = first;
    let refreshed = false;
    for (let retry = 1; ; ) {
      const end = await this.#send(requestOf(prepared, [...this.#authorization(token), ...key]));
      const done = this.#doneBy(end);
      if (done !== undefined) return { prepared, ...done };
      const fresh = refreshed ? undefined : await this.#freshToken(end, token);
      if (fresh !== undefined) {
        refreshed = true;
        token = fresh;
        this.#tellRetry('token', 0);
        continue;
      }
      const how = attemptEnd(end);
      const delay = this.#delayBefore(retry, how);
      if (delay === undefined) throw this.#cutOff ?? this.#failure(end);
      if (isCutOff(end)) this.#cutOff ??= this.#failure(end);
      this.#maybeDone ||= mayBeDone(how);
      this.#tellRetry('status' in how ? 'status' : how.failure, delay);
      await wait(delay, this.#signal);
      retry += 1;
    }
  }

  #authorization(token: string | undefined): ExtraHeaders {
    return token === undefined ? [] : [authorization(token, this.#settings.messages)];
  }

  #token(source: Tokens, rejected?: string): Promise<string> {
    return source.take(this.#timeLeft(), this.#signal, rejected);
  }

  /** Another token, if the server has refused the last one. */
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
      // That the server refused the token says more than that there is no other.
      throwIfAborted(this.#signal);
      return undefined;
    }
  }

  /** How long an attempt, or a token for it, may take. */
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
    this.#attempt += 1;
    const { method, url } = request;
    this.#tell('onRequest', { method, url, template: paths[operation] });
    const start = performance.now();
    let answer: Answer;
    try {
      answer = await send(this.#settings.fetch ?? globalFetch, request, {
        timeout: bound.left,
        signal,
        tooLate,
      });
    } catch (thrown) {
      throwIfAborted(signal);
      const error = isTimeoutError(thrown) ? thrown : new ConnectionError(operation, thrown);
      this.#attempts.push({ failure: isTimeoutError(error) ? 'timeout' : 'connection' });
      return { error };
    }
    const { status, headers } = answer;
    this.#status = status;
    this.#attempts.push({ status });
    const duration = performance.now() - start;
    this.#tell('onResponse', { status, requestId: requestIdOf(headers), duration });
    try {
      return { answer, outcome: readResponse(operation, answer, this.#settings.idField) };
    } catch (error) {
      // What was asked for may be done, so that this is no `CoreError`.
      throw isCoreError(error) ? new OutcomeUnknownError(this.#unknown(), error) : error;
    }
  }

  /** What is known where no time is left for an attempt. */
  #tooLate(bound: TimeBound): ChainError {
    if (this.#cutOff !== undefined) return this.#cutOff;
    const error = new TimeoutError(this.#operation, bound);
    const unknown = this.#maybeDone && !this.#isRepeatable();
    return unknown ? new OutcomeUnknownError(this.#unknown(), error) : error;
  }

  /** What a call came to, if it is done. */
  #doneBy(end: End): Omit<Done, 'prepared'> | undefined {
    if (!('answer' in end)) return undefined;
    const { outcome, answer } = end;
    // Half of what a read is for is nothing.
    if (this.#operation === 'getChain' && answer.truncated) return undefined;
    const isDone = outcome.type === 'created' || outcome.type === 'done';
    return isDone ? { outcome, response: answer.response } : undefined;
  }

  /** How long to wait before the next attempt; `undefined` where there is to be none. */
  #delayBefore(retry: number, how: AttemptEnd): number | undefined {
    const policy = this.#settings.retry;
    const isRepeatable = this.#isRepeatable() || this.#key !== undefined;
    if (retry > policy.retries || !mayRetry(how, isRepeatable)) return undefined;
    const delay = delayBefore(retry, how, policy, Math.random());
    const inTime = performance.now() + (delay ?? 0) < this.#deadline;
    return delay !== undefined && delay <= longestTimer && inTime ? delay : undefined;
  }

  /** What is known after the last attempt. */
  #failure(end: End): ChainError {
    const operation = this.#operation;
    const matters = !this.#isRepeatable();
    if ('error' in end) {
      return matters ? new OutcomeUnknownError(this.#unknown(), end.error) : end.error;
    }
    const { answer, outcome } = end;
    const facts = {
      operation,
      headers: answer.headers,
      errors: [],
      ...outcome,
      retryAfter: retryAfterOf(answer.headers, Date.now()),
      afterRetry: this.#maybeDone,
      mayBeDone: outcome.type !== 'failed' || mayBeDone(attemptEnd(end)),
      idempotencyKey: this.#key,
    };
    if (outcome.type !== 'failed') {
      const problem =
        operation === 'createChain' && answer.status === 201
          ? 'a chain was created, and no id of it was found in the answer (see idField)'
          : 'an answer that the API does not document';
      const error = new UnexpectedResponseError(problem, facts);
      // A 201 says that a chain was created, whatever came before it.
      const isKnown = !matters || !this.#maybeDone || isCutOff(end) || answer.status === 201;
      return isKnown ? error : new OutcomeUnknownError(this.#unknown(), error);
    }
    const error = apiError(facts);
    // What came of the last attempt says nothing of those before it.
    return matters && this.#maybeDone ? new OutcomeUnknownError(this.#unknown(), error) : error;
  }

  /** Whether doing the operation twice is the same as doing it once. */
  #isRepeatable(): boolean {
    return repeatableIds.includes(this.#operation);
  }

  #unknown(): UnknownFacts {
    return { operation: this.#operation, attempts: this.#attempts, idempotencyKey: this.#key };
  }

  #tellRetry(reason: RetryReason, delay: number): void {
    const last = this.#attempts.at(-1);
    const status = last !== undefined && 'status' in last ? last.status : undefined;
    this.#tell('onRetry', { reason, status, delay });
  }

  #tell<Name extends keyof Hooks>(name: Name, facts: Omit<EventOf<Name>, keyof CallEvent>): void {
    const event = {
      call: this.#number,
      operation: this.#operation,
      attempt: this.#attempt,
      ...facts,
    };
    tell(this.#settings.hooks, name, event as unknown as EventOf<Name>);
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

type EventOf<Name extends keyof Hooks> = Parameters<NonNullable<Hooks[Name]>>[0];

/** How an attempt ended, as far as a retry asks. */
function attemptEnd(end: End): AttemptEnd {
  if ('error' in end) return { failure: isTimeoutError(end.error) ? 'timeout' : 'connection' };
  const { status, headers } = end.answer;
  // It is done, and the id may be had yet.
  if (isCutOff(end)) return { failure: 'connection' };
  return { status, retryAfter: retryAfterOf(headers, Date.now()) };
}

/** Whether an answer says that it was done, and broke off before its id had come. */
function isCutOff(end: End): end is AnsweredEnd {
  return 'answer' in end && end.answer.truncated && end.answer.response.ok;
}

/** The runtime's `fetch`, looked up for every request: tests and tracers replace it. */
const globalFetch: Fetch = (request, init) => globalThis.fetch(request, init);
