// Everything that the client throws. Messages hold places, rules and status codes, and never a
// value of the request or the answer. What the server wrote is behind getters, so that a log of
// the error does not hold it.

import type { ErrorItem, OperationId } from './contract.ts';
import { type ConnectionFailure, connectionFailure } from './failure.ts';
import { type Issue, issueLine } from './issues/issue.ts';

/** Marks the errors of this package, also those of another copy of it or of another realm. */
const brand = Symbol.for('identification-chain.error');

/** What all errors of this package are. */
export class ChainError extends Error {
  override name = 'ChainError';

  /** @internal */
  get [brand](): true {
    return true;
  }
}

/** How many errors the message of a {@link ValidationError} tells. */
const mostTold = 20;

/** The request breaks rules. Nothing was sent. */
export class ValidationError extends ChainError {
  override name = 'ValidationError';
  /** Every issue in document order, warnings among them. */
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    const errors = issues.filter((issue) => issue.severity === 'error');
    const told = errors.slice(0, mostTold).map(issueLine);
    if (errors.length > mostTold) told.push(`and ${errors.length - mostTold} more`);
    super(told.join('; '));
    this.issues = issues;
  }
}

/** What an answer was. */
export interface ResponseFacts {
  readonly operation: OperationId;
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly errors: readonly ErrorItem[];
  readonly retryAfter: number | undefined;
  readonly afterRetry: boolean;
  readonly mayBeDone: boolean;
  readonly idempotencyKey: string | undefined;
}

/** The headers in which servers and what stands before them put their id of a request. */
const requestIdHeaders = [
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'x-amzn-requestid',
  'cf-ray',
];

/**
 * The server's own id of a request, where a usual header has one. What does not look like an id is
 * none: it may be anything, and an id is logged.
 */
export function requestIdOf(headers: Headers): string | undefined {
  const values = requestIdHeaders.map((name) => headers.get(name));
  return values.find((value) => value !== null && /^[\w.:/+=-]{1,128}$/.test(value)) ?? undefined;
}

/** The server answered, and not that the operation was done. */
export class ApiError extends ChainError {
  override name = 'ApiError';
  /** The operation that was asked for. */
  readonly operation: OperationId;
  /** The status code. */
  readonly status: number;
  /** The server's own id of the request, where a usual header has one. */
  readonly requestId: string | undefined;
  /** How long the server asks to wait (`Retry-After`), in milliseconds, where it does. */
  readonly retryAfter: number | undefined;
  /**
   * Whether an earlier attempt of the call may have been done, though no good answer came to it. A
   * 409 may then be the call's own effect.
   */
  readonly afterRetry: boolean;
  /**
   * Whether the answer leaves open if the operation was done: a 408, a 5xx, a redirect or a success
   * that the API does not document. False where the server asks to try later.
   */
  readonly mayBeDone: boolean;
  readonly #facts: ResponseFacts;

  constructor(meaning: string, facts: ResponseFacts) {
    super(`${facts.operation}: ${meaning} (${facts.status})`);
    this.operation = facts.operation;
    this.status = facts.status;
    this.requestId = requestIdOf(facts.headers);
    this.retryAfter = facts.retryAfter;
    this.afterRetry = facts.afterRetry;
    this.mayBeDone = facts.mayBeDone;
    this.#facts = facts;
  }

  /**
   * The items of the server's `ErrorsResponse`. Not named `errors`: loggers print an array of that
   * name.
   */
  get serverErrors(): readonly ErrorItem[] {
    return this.#facts.errors;
  }

  /** The `Idempotency-Key` of the call, if it had one: a call with the same key may find out. */
  get idempotencyKey(): string | undefined {
    return this.#facts.idempotencyKey;
  }

  /** The headers of the answer. */
  get headers(): Headers {
    return this.#facts.headers;
  }

  /** The body as JSON, or as text where it is none. */
  get body(): unknown {
    return this.#facts.body;
  }
}

/** 400: the server does not take the request. */
export class BadRequestError extends ApiError {
  override name = 'BadRequestError';
}

/** 401: the token is missing, wrong, or not allowed to do this. */
export class UnauthorizedError extends ApiError {
  override name = 'UnauthorizedError';
}

/** 403: the end user may not do this. */
export class ForbiddenError extends ApiError {
  override name = 'ForbiddenError';
}

/** 404: there is no such organization or chain. */
export class NotFoundError extends ApiError {
  override name = 'NotFoundError';
}

/** 409: the chain is already cancelled, closed, finished or expired. */
export class ConflictError extends ApiError {
  override name = 'ConflictError';
}

/** 500: the server failed. */
export class ServerError extends ApiError {
  override name = 'ServerError';
}

/** An answer that the API does not document: a redirect, or a 201 without an id. */
export class UnexpectedResponseError extends ApiError {
  override name = 'UnexpectedResponseError';
}

/** No answer came, because the connection failed. */
export class ConnectionError extends ChainError {
  override name = 'ConnectionError';
  /** What may be logged of what `fetch` threw. */
  declare readonly cause: ConnectionFailure;

  constructor(operation: OperationId, thrown: unknown) {
    super(`${operation}: the connection failed before an answer came`, {
      cause: connectionFailure(thrown),
    });
  }
}

/** A bound of the client's options, by its name. */
export interface TimeBound {
  readonly option: 'timeout' | 'totalTimeout';
  /** The value of the option, in milliseconds. */
  readonly milliseconds: number;
  /** How much of it is left, in milliseconds. */
  readonly left: number;
}

/** A bound as messages have it. `timeout` is the usual one, and not named. */
export function timeText({ option, milliseconds }: Omit<TimeBound, 'left'>): string {
  return `${option === 'timeout' ? '' : `the ${option} of `}${milliseconds} ms`;
}

/** No answer came in time. */
export class TimeoutError extends ChainError {
  override name = 'TimeoutError';

  constructor(operation: OperationId, bound: Omit<TimeBound, 'left'>) {
    super(`${operation}: no answer within ${timeText(bound)}`);
  }
}

/** How one attempt of a call ended: with a status, or without an answer. */
export type Attempt = { readonly status: number } | { readonly failure: 'connection' | 'timeout' };

/** What is known where it is not known whether an operation was done. */
export interface UnknownFacts {
  readonly operation: OperationId;
  readonly attempts: readonly Attempt[];
  readonly idempotencyKey?: string | undefined;
}

/**
 * It is not known whether the operation was done: no answer came, the server refused an attempt that
 * followed one without an answer, or an answer came that this package failed to read.
 */
export class OutcomeUnknownError extends ChainError {
  override name = 'OutcomeUnknownError';
  /** The operation that was asked for. */
  readonly operation: OperationId;
  /** How each attempt ended, the first first. */
  readonly attempts: readonly Attempt[];
  readonly #idempotencyKey: string | undefined;

  constructor(facts: UnknownFacts, cause: ConnectionError | TimeoutError | CoreError | ApiError) {
    super(`${facts.operation}: it is not known whether this was done`, { cause });
    this.operation = facts.operation;
    this.attempts = facts.attempts;
    this.#idempotencyKey = facts.idempotencyKey;
  }

  /** The `Idempotency-Key` of the call, if it had one: a call with the same key may find out. */
  get idempotencyKey(): string | undefined {
    return this.#idempotencyKey;
  }
}

/** There is no access token. Nothing was sent to the API. */
export class TokenError extends ChainError {
  override name = 'TokenError';
  /** The status that the token endpoint answered with, if it did. */
  readonly status: number | undefined;

  constructor(problem: string, cause?: unknown, status?: number) {
    super(
      `the access token: ${problem}`,
      cause === undefined ? undefined : { cause: connectionFailure(cause) },
    );
    this.status = status;
  }
}

/** The core cannot run here, as the message tells, or it trapped, which is a defect of this package. */
export class CoreError extends ChainError {
  override name = 'CoreError';

  constructor(cause: unknown, problem = 'failed; please report this') {
    super(`the core of identification-chain ${problem}`, { cause });
  }
}

/** The error for a host that lacks what requests are made of or sent with. */
export function lacks(name: 'crypto' | 'fetch' | 'Request'): CoreError {
  return new CoreError(
    undefined,
    `needs ${name}, which is not here; import a polyfill of it first`,
  );
}

/** The error that a failed answer is. */
export function apiError(facts: ResponseFacts): ApiError {
  const [Class, meaning] = classes[facts.status] ?? [ApiError, 'the server refused or failed'];
  return new Class(meaning, facts);
}

const classes: Readonly<Record<number, readonly [typeof ApiError, string]>> = {
  400: [BadRequestError, 'the server does not take the request'],
  401: [UnauthorizedError, 'not authorized'],
  403: [ForbiddenError, 'forbidden'],
  404: [NotFoundError, 'no such organization or chain'],
  409: [ConflictError, 'the chain is not in a state for this'],
  500: [ServerError, 'the server failed'],
};

/** Whether a value is an error of this package, of any copy and realm. */
export function isChainError(value: unknown): value is ChainError {
  return typeof value === 'object' && value !== null && brand in value;
}

/** Whether a value is an {@link ApiError} of any kind. */
export function isApiError(value: unknown): value is ApiError {
  return isChainError(value) && 'afterRetry' in value;
}

type Guard<Kind extends ChainError> = (value: unknown) => value is Kind;

function guard<Kind extends ChainError>(name: string): Guard<Kind> {
  return (value): value is Kind => isChainError(value) && value.name === name;
}

/** Whether a value is a {@link ValidationError}. */
export const isValidationError: Guard<ValidationError> = /* @__PURE__ */ guard('ValidationError');

/** Whether a value is a {@link BadRequestError}. */
export const isBadRequestError: Guard<BadRequestError> = /* @__PURE__ */ guard('BadRequestError');

/** Whether a value is an {@link UnauthorizedError}. */
export const isUnauthorizedError: Guard<UnauthorizedError> =
  /* @__PURE__ */ guard('UnauthorizedError');

/** Whether a value is a {@link ForbiddenError}. */
export const isForbiddenError: Guard<ForbiddenError> = /* @__PURE__ */ guard('ForbiddenError');

/** Whether a value is a {@link NotFoundError}. */
export const isNotFoundError: Guard<NotFoundError> = /* @__PURE__ */ guard('NotFoundError');

/** Whether a value is a {@link ConflictError}. */
export const isConflictError: Guard<ConflictError> = /* @__PURE__ */ guard('ConflictError');

/** Whether a value is a {@link ServerError}. */
export const isServerError: Guard<ServerError> = /* @__PURE__ */ guard('ServerError');

/** Whether a value is an {@link UnexpectedResponseError}. */
export const isUnexpectedResponseError: Guard<UnexpectedResponseError> =
  /* @__PURE__ */ guard('UnexpectedResponseError');

/** Whether a value is a {@link ConnectionError}. */
export const isConnectionError: Guard<ConnectionError> = /* @__PURE__ */ guard('ConnectionError');

/** Whether a value is a {@link TimeoutError}. */
export const isTimeoutError: Guard<TimeoutError> = /* @__PURE__ */ guard('TimeoutError');

/** Whether a value is an {@link OutcomeUnknownError}. */
export const isOutcomeUnknownError: Guard<OutcomeUnknownError> =
  /* @__PURE__ */ guard('OutcomeUnknownError');

/** Whether a value is a {@link TokenError}. */
export const isTokenError: Guard<TokenError> = /* @__PURE__ */ guard('TokenError');

/** Whether a value is a {@link CoreError}. */
export const isCoreError: Guard<CoreError> = /* @__PURE__ */ guard('CoreError');
