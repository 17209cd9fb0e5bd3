// The entry `identification-chain`.

export {
  type CallOptions,
  type CancelChainRequest,
  type ChainDone,
  type Client,
  type ClientOptions,
  type CreateChainRequest,
  type CreatedChain,
  createClient,
} from './client.ts';
export type { BodyInput, CheckOptions, Report } from './core.ts';
export {
  ApiError,
  BadRequestError,
  ChainError,
  ConflictError,
  ConnectionError,
  type ConnectionFailure,
  CoreError,
  type ErrorItem,
  isApiError,
  isBadRequestError,
  isChainError,
  isConflictError,
  isConnectionError,
  isCoreError,
  isNotFoundError,
  isOutcomeUnknownError,
  isServerError,
  isTimeoutError,
  isUnauthorizedError,
  isUnexpectedResponseError,
  isValidationError,
  NotFoundError,
  type OperationId,
  OutcomeUnknownError,
  ServerError,
  TimeoutError,
  UnauthorizedError,
  UnexpectedResponseError,
  ValidationError,
} from './errors.ts';
export type { Issue, IssueFacts, Provenance, RuleId, Rules, Severity } from './issue.ts';
export type { Messages } from './message.ts';
export { checkField, type FieldOptions, validate } from './validate.ts';
