// What the parameters and results of the package are, member by member, so that none becomes `any`.

import { expectTypeOf } from 'expect-type';
import type {
  ApiError,
  Attempt,
  Call,
  CallEvent,
  ChainDone,
  ChainError,
  ChainRead,
  Client,
  ClientOptions,
  ConnectionError,
  CoreError,
  CreateChainRequest,
  CreatedChain,
  CreateOptions,
  Device,
  ErrorEvent,
  ErrorItem,
  Hooks,
  Issue,
  IssueFacts,
  Messages,
  OperationId,
  OutcomeUnknownError,
  RequestEvent,
  ResponseEvent,
  RetryEvent,
  RetryOptions,
  RetryReason,
  RuleId,
  Rules,
  Severity,
  TokenFunction,
  TokenRequest,
  TokenSource,
  ValidationError,
} from 'identification-chain';
import * as api from 'identification-chain';
import type * as auth from 'identification-chain/auth';
import type * as core from 'identification-chain/core';
import type * as es from 'identification-chain/messages/es';
import type * as otel from 'identification-chain/otel';
import type * as sandbox from 'identification-chain/sandbox';
import type * as node from 'identification-chain/sandbox/node';
import type * as schema from 'identification-chain/schema';
import type * as slim from 'identification-chain/slim';

type Bytes = Uint8Array | ArrayBuffer;
type Fetch = (request: Request, init: RequestInit) => Promise<Response>;

// The client.

expectTypeOf<typeof api.createClient>().toEqualTypeOf<(options: ClientOptions) => Client>();
expectTypeOf<Client>().toEqualTypeOf<{
  createChain(
    request: CreateChainRequest | string | Bytes,
    options?: CreateOptions,
  ): Call<CreatedChain>;
  cancelChain(
    chainId: string,
    request?: { reason?: string } | string | Bytes,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Call<ChainDone>;
  closeChain(
    chainId: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Call<ChainDone>;
  getChain(
    chainId: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Call<ChainRead>;
  validateChain(
    chainId: string,
    device: Device,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Call<ChainDone>;
}>();
expectTypeOf<CreateOptions>().toEqualTypeOf<{
  readonly signal?: AbortSignal | undefined;
  readonly idempotencyKey?: string | undefined;
}>();
expectTypeOf<Device>().toEqualTypeOf<{
  readonly installationId: string;
  readonly fingerprint: string;
  readonly forwardedFor: string;
  readonly location?: string | undefined;
}>();
expectTypeOf<Awaited<Call<'result'>>>().toEqualTypeOf<'result'>();
expectTypeOf<Call<'result'>['withResponse']>().toEqualTypeOf<
  () => Promise<{ readonly data: 'result'; readonly response: Response }>
>();
expectTypeOf<CreatedChain>().toEqualTypeOf<{
  readonly id: string;
  readonly body: unknown;
  readonly warnings: readonly Issue[];
}>();
expectTypeOf<ChainDone>().toEqualTypeOf<{ readonly warnings: readonly Issue[] }>();
expectTypeOf<ChainRead>().toEqualTypeOf<{ readonly body: unknown }>();

expectTypeOf<ClientOptions>().toEqualTypeOf<{
  readonly orgId: string;
  readonly baseUrl?: string | undefined;
  readonly token?: string | TokenFunction | TokenSource | undefined;
  readonly allowInsecure?: boolean | undefined;
  readonly userAgent?: string | undefined;
  readonly fetch?: Fetch | undefined;
  readonly timeout?: number | undefined;
  readonly totalTimeout?: number | undefined;
  readonly retry?: RetryOptions | false | undefined;
  readonly idempotency?: 'header' | undefined;
  readonly rules?: Rules | undefined;
  readonly messages?: Messages | undefined;
  readonly idField?: string | undefined;
  readonly hooks?: Hooks | undefined;
}>();
expectTypeOf<RetryOptions>().toEqualTypeOf<{
  readonly retries?: number | undefined;
  readonly baseDelay?: number | undefined;
  readonly maxDelay?: number | undefined;
  readonly maxRetryAfter?: number | undefined;
}>();
expectTypeOf<TokenRequest>().toEqualTypeOf<{
  readonly rejected?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}>();
expectTypeOf<TokenFunction>().toEqualTypeOf<(request: TokenRequest) => string | Promise<string>>();
expectTypeOf<TokenSource>().toEqualTypeOf<{ readonly getToken: TokenFunction }>();

// The request. A string that the API does not name is taken, and told of by the check.

type Named<Known extends string> = Known | (string & Record<never, never>);
expectTypeOf<CreateChainRequest>().toEqualTypeOf<{
  actor: {
    name: string;
    last_name: string;
    identity_document: {
      document_number: string;
      document_type: Named<'IDENTITY_CARD' | 'NIF' | 'NIE' | 'PASSPORT'>;
      country: string;
    };
    email?: string;
    msisdn?: { phone_number: number; country_code: string };
    language?: string;
  };
  expires_in: string;
  sequence: {
    identification_type: Named<'OTP' | 'AGENT' | 'IDENTITY_DOCUMENT'>;
    otp_step?: {
      two_factor_type?: Named<'DOCUMENT_NUMBER' | 'EMAIL' | 'PERSONAL_DOCUMENT_IMAGE'>;
      channel: { type: Named<'SMS' | 'EMAIL' | 'WHATSAPP'>; external?: boolean };
    };
    identity_document_step?: { provider_type?: Named<'INTERNAL' | 'EXTERNAL'> };
  }[];
}>();

// The issues.

expectTypeOf<Issue>().toEqualTypeOf<{
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly provenance: 'reference' | 'provider' | 'logic' | 'standard';
  readonly in: 'body' | 'path' | 'header' | 'option';
  readonly path: string;
  readonly offset: number;
  readonly params: Readonly<Record<string, string | number>>;
  readonly message: string;
}>();
expectTypeOf<IssueFacts>().toEqualTypeOf<Omit<Issue, 'message'>>();
expectTypeOf<Messages>().toEqualTypeOf<(issue: IssueFacts) => string | undefined>();
expectTypeOf<Severity>().toEqualTypeOf<'error' | 'warning'>();
expectTypeOf<RuleId>()
  .extract<'check-letter' | 'json-syntax' | 'no-such-rule'>()
  .toEqualTypeOf<'check-letter' | 'json-syntax'>();
expectTypeOf<Rules>().pick<'check-letter'>().toEqualTypeOf<{
  readonly 'check-letter'?: Severity | 'off';
}>();
expectTypeOf<Rules>().not.toHaveProperty('json-syntax');
expectTypeOf<typeof es.es>().toEqualTypeOf<(issue: IssueFacts) => string>();

// The checks.

type Checked = { errors: number; warnings: number; valid: boolean; issues: readonly Issue[] };
expectTypeOf<api.ReportJson>().toEqualTypeOf<Readonly<Checked>>();
expectTypeOf<Omit<api.Report, 'toJSON'>>().toEqualTypeOf<Readonly<Checked>>();
expectTypeOf<Omit<slim.Report, 'toJSON'>>().toEqualTypeOf<Readonly<Checked>>();
expectTypeOf<ReturnType<api.Report['toJSON']>>().toEqualTypeOf<api.ReportJson>();
expectTypeOf(api.validate).returns.toEqualTypeOf<api.Report>();
expectTypeOf<api.CheckOptions>().toEqualTypeOf<{
  readonly rules?: Rules | Uint8Array | undefined;
  readonly messages?: Messages | undefined;
  readonly partial?: boolean | undefined;
}>();
expectTypeOf<typeof api.checkField>().toEqualTypeOf<
  (
    path: string | readonly (string | number)[],
    value: unknown,
    options?: api.FieldOptions,
  ) => readonly Issue[]
>();
expectTypeOf<api.FieldOptions['operation']>().toEqualTypeOf<
  'createChain' | 'cancelChain' | undefined
>();
expectTypeOf<typeof api.preload>().toEqualTypeOf<() => Promise<void>>();
expectTypeOf<typeof slim.preload>().toEqualTypeOf<
  (source: slim.CoreSource | PromiseLike<slim.CoreSource>) => Promise<void>
>();
expectTypeOf<slim.CoreSource>()
  .extract<string | URL | Response>()
  .toEqualTypeOf<string | URL | Response>();

// The errors, and what tells them apart.

expectTypeOf<OperationId>().toEqualTypeOf<
  'createChain' | 'cancelChain' | 'closeChain' | 'getChain' | 'validateChain'
>();
expectTypeOf<Pick<ApiError, Exclude<keyof ApiError & string, keyof ChainError>>>().toEqualTypeOf<{
  readonly operation: OperationId;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly afterRetry: boolean;
  readonly mayBeDone: boolean;
  readonly idempotencyKey: string | undefined;
  readonly serverErrors: readonly ErrorItem[];
  readonly headers: Headers;
  readonly body: unknown;
}>();
expectTypeOf<ErrorItem>().toEqualTypeOf<{
  readonly code?: string | undefined;
  readonly title?: string | undefined;
  readonly ref?: string | undefined;
  readonly details?: string | undefined;
}>();
expectTypeOf<Attempt>().toEqualTypeOf<
  { readonly status: number } | { readonly failure: 'connection' | 'timeout' }
>();
expectTypeOf<ChainError['message']>().toEqualTypeOf<string>();
expectTypeOf<ValidationError['issues']>().toEqualTypeOf<readonly Issue[]>();
expectTypeOf<ConnectionError['cause']>().toEqualTypeOf<{
  readonly name: string;
  readonly code?: string;
}>();
expectTypeOf<Omit<OutcomeUnknownError, keyof ChainError>>().toEqualTypeOf<{
  readonly operation: OperationId;
  readonly attempts: readonly Attempt[];
  readonly idempotencyKey: string | undefined;
}>();
expectTypeOf<api.TokenError['status']>().toEqualTypeOf<number | undefined>();

expectTypeOf(api.isChainError).guards.toEqualTypeOf<ChainError>();
expectTypeOf(api.isApiError).guards.toEqualTypeOf<ApiError>();
expectTypeOf(api.isBadRequestError).guards.toEqualTypeOf<api.BadRequestError>();
expectTypeOf(api.isConflictError).guards.toEqualTypeOf<api.ConflictError>();
expectTypeOf(api.isConnectionError).guards.toEqualTypeOf<ConnectionError>();
expectTypeOf(api.isCoreError).guards.toEqualTypeOf<CoreError>();
expectTypeOf(api.isForbiddenError).guards.toEqualTypeOf<api.ForbiddenError>();
expectTypeOf(api.isNotFoundError).guards.toEqualTypeOf<api.NotFoundError>();
expectTypeOf(api.isOutcomeUnknownError).guards.toEqualTypeOf<OutcomeUnknownError>();
expectTypeOf(api.isServerError).guards.toEqualTypeOf<api.ServerError>();
expectTypeOf(api.isTimeoutError).guards.toEqualTypeOf<api.TimeoutError>();
expectTypeOf(api.isTokenError).guards.toEqualTypeOf<api.TokenError>();
expectTypeOf(api.isUnauthorizedError).guards.toEqualTypeOf<api.UnauthorizedError>();
expectTypeOf(api.isUnexpectedResponseError).guards.toEqualTypeOf<api.UnexpectedResponseError>();
expectTypeOf(api.isValidationError).guards.toEqualTypeOf<ValidationError>();

// The hooks.

expectTypeOf<Hooks>().toEqualTypeOf<{
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined;
  readonly onRetry?: ((event: RetryEvent) => void) | undefined;
  readonly onError?: ((event: ErrorEvent) => void) | undefined;
}>();
expectTypeOf<CallEvent>().toEqualTypeOf<{
  readonly call: number;
  readonly operation: OperationId;
  readonly attempt: number;
}>();
expectTypeOf<Omit<RequestEvent, keyof CallEvent>>().toEqualTypeOf<{
  readonly method: string;
  readonly url: string;
  readonly template: string;
}>();
expectTypeOf<Omit<ResponseEvent, keyof CallEvent>>().toEqualTypeOf<{
  readonly status: number;
  readonly requestId: string | undefined;
  readonly duration: number;
}>();
expectTypeOf<Omit<RetryEvent, keyof CallEvent>>().toEqualTypeOf<{
  readonly reason: RetryReason;
  readonly status: number | undefined;
  readonly delay: number;
}>();
expectTypeOf<RetryReason>().toEqualTypeOf<'status' | 'connection' | 'timeout' | 'token'>();
expectTypeOf<Omit<ErrorEvent, keyof CallEvent>>().toEqualTypeOf<{
  readonly error: string;
  readonly status: number | undefined;
}>();
expectTypeOf<typeof otel.openTelemetry>().returns.toEqualTypeOf<Hooks>();

// The functions that send nothing.

type Options = core.RequestOptions;
expectTypeOf<typeof core.createChain>().toEqualTypeOf<
  (options: Options, body: unknown) => Request
>();
expectTypeOf<typeof core.cancelChain>().toEqualTypeOf<
  (options: Options, chainId: string, body?: unknown) => Request
>();
expectTypeOf<typeof core.closeChain>().toEqualTypeOf<
  (options: Options, chainId: string) => Request
>();
expectTypeOf<typeof core.getChain>().toEqualTypeOf<
  (options: Options, chainId: string) => Request
>();
expectTypeOf<typeof core.validateChain>().toEqualTypeOf<
  (options: Options, chainId: string, device: Device) => Request
>();
expectTypeOf<typeof core.check>().toEqualTypeOf<
  (operation: OperationId, body: unknown, options?: core.CheckOptions) => api.Report
>();
expectTypeOf<typeof core.compileRules>().toEqualTypeOf<(overrides: Rules) => Uint8Array>();
expectTypeOf<typeof core.readResponse>().toEqualTypeOf<
  (operation: OperationId, answer: core.AnswerInput, idField?: string) => core.Outcome
>();
expectTypeOf<core.AnswerInput>().toEqualTypeOf<{
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}>();
expectTypeOf<core.Outcome>().toEqualTypeOf<
  | {
      readonly type: 'created';
      readonly status: number;
      readonly id: string;
      readonly body: unknown;
    }
  | { readonly type: 'done'; readonly status: number; readonly body: unknown }
  | {
      readonly type: 'failed';
      readonly status: number;
      readonly errors: readonly ErrorItem[];
      readonly body: unknown;
    }
  | { readonly type: 'unexpected'; readonly status: number; readonly body: unknown }
>();
expectTypeOf<Options>().toEqualTypeOf<{
  readonly baseUrl?: string | undefined;
  readonly orgId: string;
  readonly token?: string | undefined;
  readonly allowInsecure?: boolean | undefined;
  readonly userAgent?: string | undefined;
  readonly rules?: Rules | Uint8Array | undefined;
  readonly messages?: Messages | undefined;
  readonly onWarnings?: ((warnings: readonly Issue[]) => void) | undefined;
}>();

// The schemas.

type Standard<Value> = schema.RequestSchema<Value>['~standard'];
expectTypeOf<typeof schema.createChainRequest>().toEqualTypeOf<
  schema.RequestSchema<CreateChainRequest>
>();
expectTypeOf<typeof schema.cancelChainRequest>().toEqualTypeOf<
  schema.RequestSchema<{ reason?: string }>
>();
expectTypeOf<NonNullable<Standard<'value'>['types']>>().toEqualTypeOf<{
  readonly input: 'value';
  readonly output: 'value';
}>();
expectTypeOf<Standard<'value'>['validate']>().toEqualTypeOf<
  (value: unknown, options?: unknown) => schema.SchemaResult<'value'>
>();
expectTypeOf<schema.SchemaResult<'value'>>().toEqualTypeOf<
  | { readonly value: 'value'; readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly message: string;
        readonly path: readonly (string | number)[];
      }[];
    }
>();
expectTypeOf<Standard<'value'>['jsonSchema']['input']>().toEqualTypeOf<
  (options: { readonly target: string }) => Record<string, unknown>
>();

// The tokens of service accounts.

expectTypeOf<typeof auth.serviceAccount>().toEqualTypeOf<
  (
    key:
      | string
      | {
          readonly private_key_id: string;
          readonly private_key: string;
          readonly client_email: string;
        },
    options: auth.ServiceAccountOptions,
  ) => TokenSource
>();
expectTypeOf<auth.ServiceAccountOptions>().toEqualTypeOf<{
  readonly tokenUrl: string;
  readonly audience?: string | undefined;
  readonly issuer?: string | undefined;
  readonly subject?: string | undefined;
  readonly scope?: string | readonly string[] | undefined;
  readonly fetch?: Fetch | undefined;
  readonly now?: (() => number) | undefined;
  readonly timeout?: number | undefined;
  readonly lifetime?: number | undefined;
}>();

// The sandbox.

expectTypeOf<typeof sandbox.createSandbox>().toEqualTypeOf<
  (options?: sandbox.SandboxOptions) => sandbox.Sandbox
>();
expectTypeOf<sandbox.Sandbox>().toEqualTypeOf<{
  readonly fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>;
  readonly ledger: readonly sandbox.LedgerEntry[];
  readonly fail: (fault: sandbox.Fault) => void;
  readonly finish: (orgId: string, chainId: string) => boolean;
}>();
expectTypeOf<sandbox.LedgerEntry>().toEqualTypeOf<{
  readonly id: string;
  readonly orgId: string;
  readonly idempotencyKey?: string | undefined;
  readonly state: sandbox.ChainState;
  readonly expiresAt: number;
  readonly events: readonly { readonly at: number; readonly state: sandbox.ChainState }[];
}>();
expectTypeOf<sandbox.ChainState>().toEqualTypeOf<
  'open' | 'cancelled' | 'closed' | 'finished' | 'expired'
>();
expectTypeOf<typeof node.serve>().toEqualTypeOf<
  (
    handler: (request: Request) => Response | Promise<Response>,
    options?: { readonly hostname?: string | undefined; readonly port?: number | undefined },
  ) => Promise<{ readonly url: string; readonly close: () => Promise<void> }>
>();
