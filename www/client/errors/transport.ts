// The errors for calls that got no response, and for calls whose outcome is unknown.

import type { OperationId } from '../contract.ts';
import type { ApiError } from './api.ts';
import { ChainError } from './base.ts';
import type { CoreError } from './core.ts';
import { type ConnectionFailure, connectionFailure } from './failure.ts';

/** The connection failed before a response came. */
export class ConnectionError extends ChainError {
  override name = 'ConnectionError';
  /** The name and code of the error that `fetch` threw. Its message is dropped. */
  declare readonly cause: ConnectionFailure;

  constructor(operation: OperationId, thrown: unknown) {
    super(`${operation}: the connection failed before an answer came`, {
      cause: connectionFailure(thrown),
    });
  }
}

/** A time limit, and the client option that sets it. */
export interface TimeBound {
  readonly option: 'timeout' | 'totalTimeout';
  /** The value of the option, in milliseconds. */
  readonly milliseconds: number;
  /** How much of it is left, in milliseconds. */
  readonly left: number;
}

/** Formats a time limit for a message. Only `totalTimeout` is named. */
export function timeText({ option, milliseconds }: Omit<TimeBound, 'left'>): string {
  return `${option === 'timeout' ? '' : `the ${option} of `}${milliseconds} ms`;
}

/** No response came in time. */
export class TimeoutError extends ChainError {
  override name = 'TimeoutError';

  constructor(operation: OperationId, bound: Omit<TimeBound, 'left'>) {
    super(`${operation}: no answer within ${timeText(bound)}`);
  }
}

/** How one attempt of a call ended: with a status, or without a response. */
export type Attempt = { readonly status: number } | { readonly failure: 'connection' | 'timeout' };

/** The facts that an {@link OutcomeUnknownError} is made of. */
export interface UnknownFacts {
  readonly operation: OperationId;
  readonly attempts: readonly Attempt[];
  readonly idempotencyKey?: string | undefined;
}

/**
 * The outcome is unknown: the operation may or may not have been done. Either no response came, or
 * the server rejected a retry of an attempt without a response, or this package failed to read the
 * response.
 */
export class OutcomeUnknownError extends ChainError {
  override name = 'OutcomeUnknownError';
  /** The operation whose outcome is unknown. */
  readonly operation: OperationId;
  /** How each attempt ended, in order. */
  readonly attempts: readonly Attempt[];
  readonly #idempotencyKey: string | undefined;

  constructor(facts: UnknownFacts, cause: ConnectionError | TimeoutError | CoreError | ApiError) {
    super(`${facts.operation}: the outcome is unknown; it may have been done`, { cause });
    this.operation = facts.operation;
    this.attempts = facts.attempts;
    this.#idempotencyKey = facts.idempotencyKey;
  }

  /** The call's `Idempotency-Key`, if it had one. Repeat the call with it to learn the outcome. */
  get idempotencyKey(): string | undefined {
    return this.#idempotencyKey;
  }
}
