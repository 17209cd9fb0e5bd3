// The errors for responses: one class for each status that the API documents, and one for responses
// that it does not document.

import type { ErrorItem, OperationId } from '../contract.ts';
import { ChainError } from './base.ts';

/** The facts about a response that an {@link ApiError} is made of. */
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

/** The headers in which servers and proxies return a request id. */
const requestIdHeaders = [
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'x-amzn-requestid',
  'cf-ray',
];

/**
 * Returns the server's request id, if one of the usual headers has one. A value that does not look
 * like an id is ignored: the id gets logged, and such a value could be anything.
 */
export function requestIdOf(headers: Headers): string | undefined {
  const values = requestIdHeaders.map((name) => headers.get(name));
  return values.find((value) => value !== null && /^[\w.:/+=-]{1,128}$/.test(value)) ?? undefined;
}

/** The server responded with an error, or with something that the API does not document. */
export class ApiError extends ChainError {
  override name = 'ApiError';
  /** The operation that failed. */
  readonly operation: OperationId;
  /** The HTTP status code. */
  readonly status: number;
  /** The server's request id, if one of the usual headers has one. */
  readonly requestId: string | undefined;
  /** How long the server asks you to wait (`Retry-After`), in milliseconds. */
  readonly retryAfter: number | undefined;
  /**
   * Whether an earlier attempt of this call may have succeeded without a usable response. A 409 can
   * then be the effect of that attempt.
   */
  readonly afterRetry: boolean;
  /**
   * Whether the operation may have been done despite this response: after a 408, a 5xx, a redirect,
   * or a success that the API does not document. False if the server asks you to retry later.
   */
  readonly mayBeDone: boolean;
  // Behind getters, so that a logger that prints the error does not print what the server wrote.
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
   * The items of the server's `ErrorsResponse`. Not named `errors`, because loggers print an array
   * of that name.
   */
  get serverErrors(): readonly ErrorItem[] {
    return this.#facts.errors;
  }

  /** The call's `Idempotency-Key`, if it had one. Repeat the call with it to learn the outcome. */
  get idempotencyKey(): string | undefined {
    return this.#facts.idempotencyKey;
  }

  /** The response headers. */
  get headers(): Headers {
    return this.#facts.headers;
  }

  /** The response body: parsed JSON, or text if it is not JSON. */
  get body(): unknown {
    return this.#facts.body;
  }
}

/** 400: the server rejected the request as invalid. */
export class BadRequestError extends ApiError {
  override name = 'BadRequestError';
}

/** 401: the token is missing, invalid, or does not allow this operation. */
export class UnauthorizedError extends ApiError {
  override name = 'UnauthorizedError';
}

/** 403: the end user may not do this. */
export class ForbiddenError extends ApiError {
  override name = 'ForbiddenError';
}

/** 404: the organization or the chain does not exist. */
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

/** The API does not document this response: for example a redirect, or a 201 without an id. */
export class UnexpectedResponseError extends ApiError {
  override name = 'UnexpectedResponseError';
}

/** The class and the message for each status that the API documents. */
const classes: Readonly<Record<number, readonly [typeof ApiError, string]>> = {
  400: [BadRequestError, 'the server rejected the request as invalid'],
  401: [UnauthorizedError, 'not authorized'],
  403: [ForbiddenError, 'forbidden'],
  404: [NotFoundError, 'the organization or the chain does not exist'],
  409: [ConflictError, 'the chain has already ended'],
  500: [ServerError, 'the server failed'],
};

/**
 * Makes the error for a failed response.
 *
 * @param said what a gateway says in place of the API.
 */
export function apiError(facts: ResponseFacts, said?: string): ApiError {
  const [Class, meaning] = classes[facts.status] ?? [
    ApiError,
    'the server responded with an error',
  ];
  return new Class(said ?? meaning, facts);
}
