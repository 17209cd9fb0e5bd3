// Uses every entry. It does not compile if a type is too loose or too strict.

import {
  type CreateChainRequest,
  checkField,
  createClient,
  type Issue,
  isValidationError,
  type Messages,
  preload,
  type RuleId,
  validate,
} from 'identification-chain';
import { serviceAccount, type TokenSource } from 'identification-chain/auth';
import {
  check,
  createChain,
  type Outcome,
  type Report,
  readResponse,
} from 'identification-chain/core';
import * as fallback from 'identification-chain/fallback';
import {
  type CreateChainForm,
  checkForm,
  type FormIssue,
  type FormMessages,
  formSchema,
  formValues,
} from 'identification-chain/forms';
import { en } from 'identification-chain/forms/en';
import { es as forPeople } from 'identification-chain/forms/es';
import {
  createGateway,
  type Gateway,
  MemoryStore,
  PostgresStore,
  RedisStore,
  type ResolveReply,
  type Store,
} from 'identification-chain/gateway';
import { es } from 'identification-chain/messages/es';
import { type MeterLike, openTelemetry, type TracerLike } from 'identification-chain/otel';
import { createSandbox, type LedgerEntry } from 'identification-chain/sandbox';
import { serve } from 'identification-chain/sandbox/node';
import {
  type createChainRequest,
  type RequestSchema,
  requestSchema,
} from 'identification-chain/schema';
import * as slim from 'identification-chain/slim';

const sandbox = createSandbox({ token: 't', now: () => 0 });
const chains = createClient({
  orgId: 'acme',
  fetch: sandbox.fetch,
  rules: { 'check-letter': 'off' },
});
const request = {
  actor: {
    name: 'A',
    last_name: 'B',
    identity_document: { document_number: '1', document_type: 'NEW', country: 'ES' },
  },
  expires_in: 'PT15M',
  sequence: [{ identification_type: 'AGENT' }],
};
export const id: Promise<string> = chains.createChain(request).then((chain) => chain.id);
export const done: Promise<readonly Issue[]> = chains
  .closeChain('x')
  .then(({ warnings }) => warnings);
export const report: Report = check('cancelChain', '{}');
export const also: Report = validate(new Uint8Array());
export const reports: Report[] = [
  fallback.validate(''),
  fallback.check('cancelChain', '{}'),
  slim.check('cancelChain', '{}'),
];
export const schemas: (typeof createChainRequest)[] = [
  fallback.createChainRequest,
  slim.createChainRequest,
];
export const sources: slim.CoreSource[] = ['/core.wasm', new Uint8Array()];
export const loading: Promise<void>[] = [slim.preload(fetch('/core.wasm')), preload()];
export const streamed: boolean = slim.validate(new Uint8Array()).valid;
export const built: Request = createChain({ orgId: 'acme' }, request);
export const outcome: Outcome = readResponse('closeChain', {
  status: 204,
  headers: new Headers(),
  body: new Uint8Array(),
});
export const ledger: readonly LedgerEntry[] = sandbox.ledger;
export const url: Promise<string> = serve(sandbox.fetch).then((server) => server.url);
export const store: Store = new MemoryStore();
export const stores: readonly Store[] = [
  new PostgresStore(async (text, [name]) => ({ rows: [{ text, name }] })),
  new RedisStore(async ([command]) => command),
];
export const gateway: Gateway = createGateway({
  authorize: async ({ headers }) => headers.get('X-User') ?? false,
  limit: async (_, principal) => ({ success: principal !== 'x' }),
  token: async () => 't',
  secret: new Uint8Array(32),
  store,
});
export const answered: Promise<Response> = gateway.fetch(built, {}, { waitUntil: () => {} });
export const settled: Promise<ResolveReply> = gateway.resolve(
  { principal: 'alice', key: 'k' },
  'not-created',
);
export const tokens: TokenSource = serviceAccount('{}', {
  tokenUrl: 'https://auth.example/token',
  scope: ['a'],
});
export const inSpanish: Messages = es;
export const partly: Report = validate({ actor: {} }, { partial: true, messages: es });
export const field: readonly Issue[] = checkField(['actor', 'email'], 'x', {
  rules: { email: 'warning' },
});
type Input = NonNullable<(typeof createChainRequest)['~standard']['types']>['input'];
export const typed: Input = request;
export const cancel: RequestSchema<{ reason?: string | undefined }> = requestSchema('cancelChain', {
  messages: es,
});
declare const tracer: TracerLike;
declare const meter: MeterLike | undefined;
export const hooks = openTelemetry({ tracer, meter });
export function rulesOf(error: unknown): RuleId[] {
  return isValidationError(error) ? error.issues.map(({ rule }) => rule) : [];
}
export const formOf: CreateChainForm = {
  actor: { name: '', msisdn: '+34 612 345 678' },
  sequence: [{ otp_step: { channel: { external: 'on' } } }],
};
export const twoFields: CreateChainForm = {
  actor: { msisdn: { country_code: '34', phone_number: '612 345 678' } },
};
export const ofForm: CreateChainForm = request;
export const readData: CreateChainForm = formValues('createChain', new FormData());
const own: FormMessages = (issue) => (issue.field === 'name' ? 'Name?' : forPeople(issue));
const form = formSchema('createChain', { messages: own, callingCode: '34' });
type FormTypes = NonNullable<(typeof form)['~standard']['types']>;
export const formInput: FormTypes['input'] = formOf;
export const formOutput: FormTypes['output'] = request;
export const formReport: readonly FormIssue[] = checkForm('cancelChain', formOf, {
  messages: en,
}).issues;
export function sendForm(values: unknown): unknown {
  const { request: made } = checkForm('createChain', values, { messages: en });
  return made && chains.createChain(made);
}
// @ts-expect-error the API has no such field
export const misspelt: CreateChainForm = { actor: { emial: '' } };
// @ts-expect-error a form has text
export const noText: CreateChainForm = { actor: { name: 7 } };
// @ts-expect-error the messages are required
formSchema('createChain', {});
// @ts-expect-error these are words for developers
formSchema('createChain', { messages: es });
// @ts-expect-error these are words for people
createClient({ orgId: 'acme', messages: forPeople });
// @ts-expect-error a request with an error is undefined
chains.createChain(checkForm('createChain', {}, { messages: en }).request);
// @ts-expect-error a required member is missing
chains.createChain({ expires_in: 'PT15M', sequence: [] });
// @ts-expect-error an incomplete form needs the option partial
validate({ actor: {} });
// @ts-expect-error the rule is unknown
createClient({ orgId: 'acme', rules: { 'chek-letter': 'off' } });
// @ts-expect-error the token endpoint is required
serviceAccount('{}', { scope: 'a' });
// @ts-expect-error the organization is required
createClient({});
// @ts-expect-error the source of the core is required
slim.preload();
// @ts-expect-error a tracer or a meter is required
openTelemetry({ meter });
// A member that is `undefined` is absent.
export const withoutEmail: CreateChainRequest = {
  ...request,
  actor: { ...request.actor, email: undefined, msisdn: undefined },
};
