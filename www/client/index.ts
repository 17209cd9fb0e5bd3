// The entry `identification-chain`.

export {
  type Call,
  type CallOptions,
  type CancelChainRequest,
  type ChainDone,
  type ChainRead,
  type Client,
  type ClientOptions,
  type CreateChainRequest,
  type CreatedChain,
  type CreateOptions,
  createClient,
} from './client.ts';
export type { BodyInput, CheckOptions, Device, Report } from './core.ts';
export {
  ApiError,
  type Attempt,
  BadRequestError,
  ChainError,
  ConflictError,
  ConnectionError,
  type ConnectionFailure,
  CoreError,
  type ErrorItem,
  ForbiddenError,
  isApiError,
  isBadRequestError,
  isChainError,
  isConflictError,
  isConnectionError,
  isCoreError,
  isForbiddenError,
  isNotFoundError,
  isOutcomeUnknownError,
  isServerError,
  isTimeoutError,
  isTokenError,
  isUnauthorizedError,
  isUnexpectedResponseError,
  isValidationError,
  NotFoundError,
  type OperationId,
  OutcomeUnknownError,
  ServerError,
  TimeoutError,
  TokenError,
  UnauthorizedError,
  UnexpectedResponseError,
  ValidationError,
} from './errors.ts';
export type {
  CallEvent,
  ErrorEvent,
  Hooks,
  RequestEvent,
  ResponseEvent,
  RetryEvent,
  RetryReason,
} from './hooks.ts';
export type { Issue, IssueFacts, Provenance, RuleId, Rules, Severity } from './issue.ts';
export type { Messages } from './message.ts';
export { preload } from './preload.ts';
export type { RetryOptions } from './retry.ts';
export type { Fetch } from './send.ts';
export type { TokenFunction, TokenRequest, TokenSource } from './token.ts';
export { checkField, type FieldOptions, validate } from './validate.ts';
