// One call: a request that is built and checked once, and sent until its outcome is known or nothing
// more may be done. Nothing is asked for again that could then be done twice.

import { longestTimer, throwIfAborted, wait } from './bounded.ts';
import { type Outcome, readResponse } from './core.ts';
import {
  type Attempt,
  apiError,
  type ChainError,
  ConnectionError,
  isChainError,
  isCoreError,
  isTimeoutError,
  type OperationId,
  OutcomeUnknownError,
  requestIdOf,
  TimeoutError,
  UnexpectedResponseError,
  type UnknownFacts,
} from './errors.ts';
import { repeatableIds } from './generated/rules.ts';
import { type CallEvent, type Hooks, type RetryReason, tell } from './hooks.ts';
import { startCore } from './instance.ts';
import {
  type AttemptEnd,
  delayBefore,
  mayBeDone,
  mayRetry,
  type RetryPolicy,
  retryAfterOf,
} from './retry.ts';
import { type Answer, type Fetch, send } from './send.ts';
import type { Tokens } from './token.ts';

/** What a call is made of. */
export interface CallPlan {
  readonly operation: OperationId;
  /** The path of the operation with its parameters' names. */
  readonly template: string;
  /** The number of the call. */
  readonly number: number;
  /** Checks and builds the request. */
  readonly build: (token: string | undefined) => Request;
  /** The body that it is built around. */
  readonly body: string | Uint8Array | undefined;
  /** The token, or where it comes from. */
  readonly token: string | Tokens | undefined;
  readonly idempotencyKey: string | undefined;
  readonly idField: string | undefined;
  readonly fetch: Fetch;
  readonly timeout: number;
  readonly totalTimeout: number;
  readonly retry: RetryPolicy;
  readonly hooks: Hooks | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What a call that was done came to. */
export interface Done {
  readonly outcome: Outcome;
  readonly response: Response;
}

/**
 * Performs a call.
 *
 * @throws {ChainError} of the kind that says what is known.
 */
export async function perform(plan: CallPlan): Promise<Done> {
  const call = new RunningCall(plan);
  try {
    return await call.run();
  } catch (error) {
    call.failed(error);
    throw error;
  }
}

/** How an attempt ended: with an answer, or with what broke it. */
type End = AnsweredEnd | { readonly error: ConnectionError | TimeoutError };

interface AnsweredEnd {
  readonly answer: Answer;
  readonly outcome: Outcome;
}

class RunningCall {
  readonly #plan: CallPlan;
  readonly #deadline: number;
  readonly #attempts: Attempt[] = [];
  #attempt = 0;
  /** Whether an attempt before the last may have been done. */
  #maybeDone = false;
  /** The first answer that said that it was done, and broke off before its id had come. */
  #cutOff: AnsweredEnd | undefined;
  /** The status of the last answer. */
  #status: number | undefined;

  constructor(plan: CallPlan) {
    this.#plan = plan;
    this.#deadline = performance.now() + plan.totalTimeout;
  }

  async run(): Promise<Done> {
    const { build, body, signal, idempotencyKey } = this.#plan;
    throwIfAborted(signal);
    const late = startCore();
    if (late !== undefined) await late;
    let token = await this.#firstToken();
    let request = withKey(build(token), idempotencyKey);
    let refreshed = false;
    for (let retry = 1; ; ) {
      const end = await this.#send(request);
      const done = this.#doneBy(end);
      if (done !== undefined) return done;
      const fresh = refreshed ? undefined : await this.#freshRequest(end, token);
      if (fresh !== undefined) {
        refreshed = true;
        ({ token, request } = fresh);
        this.#tellRetry('token', 0);
        continue;
      }
      const how = attemptEnd(end);
      const delay = this.#delayBefore(retry, how);
      if (delay === undefined) throw this.#failure(this.#cutOff ?? end);
      this.#maybeDone ||= mayBeDone(how);
      if (isCutOff(end)) this.#cutOff ??= end;
      this.#tellRetry('status' in how ? 'status' : how.failure, delay);
      await wait(delay, signal);
      retry += 1;
      request = again(request, body);
    }
  }

  /** Tells of a call that failed. */
  failed(error: unknown): void {
    const aborted = this.#plan.signal?.aborted && !isChainError(error);
    const name = isChainError(error) ? error.name : 'Error';
    this.#tell('onError', { error: aborted ? 'AbortError' : name, status: this.#status });
  }

  /** The token of the first attempt. A bad request is told before one is asked for. */
  async #firstToken(): Promise<string | undefined> {
    const { token, build, signal } = this.#plan;
    if (typeof token !== 'object') return token;
    build('-');
    return token.take(this.#timeLeft(), signal);
  }

  /** The request with another token, where the server has refused the one it was sent. */
  async #freshRequest(end: End, rejected: string | undefined) {
    const { token: tokens, build, signal, idempotencyKey } = this.#plan;
    if (typeof tokens !== 'object' || !('answer' in end) || end.answer.status !== 401) {
      return undefined;
    }
    try {
      const token = await tokens.take(this.#timeLeft(), signal, rejected);
      if (token === rejected) return undefined;
      return { token, request: withKey(build(token), idempotencyKey) };
    } catch {
      // That the server refused the token says more than that there is no other.
      throwIfAborted(signal);
      return undefined;
    }
  }

  /** How long an attempt, or a token for it, may take. */
  #timeLeft(): number {
    return Math.max(0, Math.min(this.#plan.timeout, this.#deadline - performance.now()));
  }

  async #send(request: Request): Promise<End> {
    const { operation, template, fetch, signal, idField } = this.#plan;
    const timeout = this.#timeLeft();
    if (timeout === 0) throw this.#tooLate();
    const tooLate = () => new TimeoutError(operation, Math.round(timeout));
    this.#attempt += 1;
    this.#tell('onRequest', { method: request.method, url: request.url, template });
    const start = performance.now();
    let answer: Answer;
    try {
      answer = await send(fetch, request, { timeout, signal, tooLate });
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
      return { answer, outcome: readResponse(operation, answer, idField) };
    } catch (error) {
      // What was asked for may be done, so that this is no `CoreError`.
      throw isCoreError(error) ? new OutcomeUnknownError(this.#unknown(), error) : error;
    }
  }

  /** What is known where no time is left for an attempt. */
  #tooLate(): ChainError {
    const { operation, totalTimeout } = this.#plan;
    const error = new TimeoutError(operation, totalTimeout);
    const unknown = this.#maybeDone && !repeatableIds.includes(operation);
    return unknown ? new OutcomeUnknownError(this.#unknown(), error) : error;
  }

  /** What a call came to, if it is done. */
  #doneBy(end: End): Done | undefined {
    if (!('answer' in end)) return undefined;
    const { outcome, answer } = end;
    // Half of what a read is for is nothing.
    if (this.#plan.operation === 'getChain' && answer.truncated) return undefined;
    const isDone = outcome.type === 'created' || outcome.type === 'done';
    return isDone ? { outcome, response: answer.response } : undefined;
  }

  /** How long to wait before the next attempt; `undefined` where there is to be none. */
  #delayBefore(retry: number, how: AttemptEnd): number | undefined {
    const { operation, idempotencyKey, retry: policy } = this.#plan;
    const isRepeatable = repeatableIds.includes(operation) || idempotencyKey !== undefined;
    if (retry > policy.retries || !mayRetry(how, isRepeatable)) return undefined;
    const delay = delayBefore(retry, how, policy, Math.random());
    const inTime = performance.now() + (delay ?? 0) < this.#deadline;
    return delay !== undefined && delay <= longestTimer && inTime ? delay : undefined;
  }

  /** What is known after the last attempt. */
  #failure(end: End): ChainError {
    const { operation } = this.#plan;
    const matters = !repeatableIds.includes(operation);
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
      idempotencyKey: this.#plan.idempotencyKey,
    };
    if (outcome.type !== 'failed') {
      const problem =
        operation === 'createChain' && answer.status === 201
          ? 'a chain was created, and no id of it was found in the answer (see idField)'
          : 'an answer that the API does not document';
      return new UnexpectedResponseError(problem, facts);
    }
    const error = apiError(facts);
    // What came of the last attempt says nothing of those before it.
    return matters && this.#maybeDone ? new OutcomeUnknownError(this.#unknown(), error) : error;
  }

  #unknown(): UnknownFacts {
    const { operation, idempotencyKey } = this.#plan;
    return { operation, attempts: this.#attempts, idempotencyKey };
  }

  #tellRetry(reason: RetryReason, delay: number): void {
    const last = this.#attempts.at(-1);
    const status = last !== undefined && 'status' in last ? last.status : undefined;
    this.#tell('onRetry', { reason, status, delay });
  }

  #tell<Name extends keyof Hooks>(name: Name, facts: Omit<EventOf<Name>, keyof CallEvent>): void {
    const { hooks, number, operation } = this.#plan;
    const event = { call: number, operation, attempt: this.#attempt, ...facts };
    tell(hooks, name, event as unknown as EventOf<Name>);
  }
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

/** The header by which a server knows a request that it has seen before. */
function withKey(request: Request, key: string | undefined): Request {
  if (key !== undefined) request.headers.set('Idempotency-Key', key);
  return request;
}

/** The same request once more, with the bytes that were checked. */
function again(spent: Request, body: string | Uint8Array | undefined): Request {
  return new Request(spent.url, {
    method: spent.method,
    headers: spent.headers,
    // The core leaves out a body that says nothing, and then its type.
    body: spent.headers.has('Content-Type') ? ((body ?? null) as BodyInit | null) : null,
    redirect: 'manual',
  });
}
