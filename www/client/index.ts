// The entry `identification-chain`.

export type { CancelChainRequest, CreateChainRequest, ErrorItem, OperationId } from './contract.ts';
export type { BodyInput } from './core/body.ts';
export type { CheckOptions, Report, ReportJson } from './core/check.ts';
export type { Device } from './core/device.ts';
export type { ConnectionFailure } from './errors/index.ts';
export {
  ApiError,
  type Attempt,
  BadRequestError,
  ChainError,
  ConflictError,
  ConnectionError,
  CoreError,
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
  OutcomeUnknownError,
  ServerError,
  TimeoutError,
  TokenError,
  UnauthorizedError,
  UnexpectedResponseError,
  ValidationError,
} from './errors/index.ts';
export { checkField, type FieldOptions, validate } from './forms/validate.ts';
export type { Issue, IssueFacts, Provenance, RuleId, Rules, Severity } from './issues/issue.ts';
export type { Messages } from './issues/message.ts';
export { preload } from './preload.ts';
export type { Fetch } from './send/attempt.ts';
export { type Client, createClient } from './send/client.ts';
export type { Creation, CreationOptions } from './send/creation.ts';
export type {
  CallEvent,
  ErrorEvent,
  Hooks,
  RequestEvent,
  ResponseEvent,
  RetryEvent,
  RetryReason,
} from './send/hooks.ts';
export type { Call, ChainDone, ChainRead, CreatedChain } from './send/results.ts';
export type { RetryOptions } from './send/retry.ts';
export type { ApiClientOptions, GatewayClientOptions, KeepingServer } from './send/server.ts';
export type { CallOptions, ClientOptions, CommonOptions, CreateOptions } from './send/settings.ts';
export type { TokenFunction, TokenRequest, TokenSource } from './send/token.ts';
