// The guards of errors. Unlike `instanceof`, they recognize the errors of other copies and realms.

import type {
  ApiError,
  BadRequestError,
  ConflictError,
  ForbiddenError,
  NotFoundError,
  ServerError,
  UnauthorizedError,
  UnexpectedResponseError,
} from './api.ts';
import { type ChainError, isChainError } from './base.ts';
import type { CoreError } from './core.ts';
import type { TokenError } from './token.ts';
import type { ConnectionError, OutcomeUnknownError, TimeoutError } from './transport.ts';
import type { ValidationError } from './validation.ts';

/** Whether a value is an {@link ApiError} or one of its subclasses. */
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
