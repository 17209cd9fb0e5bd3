// Tests that every function checks the names and types of its options, and copies them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ClientOptions,
  type CreateChainRequest,
  checkField,
  createClient,
  isValidationError,
  validate,
} from 'identification-chain';
import { serviceAccount } from 'identification-chain/auth';
import {
  check,
  closeChain,
  createChain,
  readResponse,
  validateChain,
} from 'identification-chain/core';
import { checkForm, formSchema } from 'identification-chain/forms';
import { en } from 'identification-chain/forms/en';
import { openTelemetry } from 'identification-chain/otel';
import { createSandbox } from 'identification-chain/sandbox';
import { serve } from 'identification-chain/sandbox/node';
import { requestSchema } from 'identification-chain/schema';
import { referenceRequest } from '../../www/demo/reference.ts';

const secret = 'SeCrEt';

/** A call of a function with options of any type. */
type Call = (options: never) => unknown;

const client: Call = (options: object) => createClient({ orgId: 'acme', ...options });
const form: Call = (options) => checkForm('createChain', {}, options);
const device = { installationId: 'i', fingerprint: 'f', forwardedFor: '127.0.0.1' };
const account = { client_email: 'a@b.c', private_key_id: '1', private_key: 'x' };

const functions: Record<string, [Call, options: unknown, message: RegExp | string][]> = {
  createClient: [
    [client, { baseURL: 'x' }, 'createClient: unknown option baseURL; did you mean baseUrl?'],
    [client, { base_url: 'x' }, /did you mean baseUrl\?$/],
    [client, { timeuot: 5 }, /did you mean timeout\?$/],
    [client, { onError() {} }, 'createClient: unknown option onError'],
    [client, { [`${secret} x`]: 1 }, 'createClient: there is an unknown option'],
    [client, { orgId: 5 }, 'createClient: orgId must be a string'],
    [client, { orgId: undefined }, 'createClient: orgId is missing; it must be a string'],
    [client, { baseUrl: new URL('https://a.example') }, 'createClient: baseUrl must be a string'],
    [client, { token: 5 }, /^createClient: token must be a string, a function, or an object/],
    [client, { token: null }, /^createClient: token must be /],
    [client, { token: {} }, /^createClient: token must be /],
    [client, { allowInsecure: 'yes' }, 'createClient: allowInsecure must be true or false'],
    [client, { userAgent: null }, 'createClient: userAgent must be a string'],
    [client, { fetch: {} }, 'createClient: fetch must be a function'],
    [client, { timeout: 0 }, 'createClient: timeout must be a number of milliseconds above 0'],
    [client, { totalTimeout: '5' }, /^createClient: totalTimeout must be a number/],
    [
      client,
      { retry: 0 },
      'createClient: retry must be an object such as { retries: 5 }, or false',
    ],
    [client, { retry: 5 }, /^createClient: retry must be an object/],
    [client, { retry: true }, /^createClient: retry must be an object/],
    [client, { retry: { retires: 1 } }, /retry.unknown option retires; did you mean retries\?$/],
    [client, { retry: { retries: -1 } }, /retry.retries must be a number of 0 or more$/],
    [client, { idempotency: 'header' }, 'createClient: unknown option idempotency'],
    [
      client,
      { gateway: 5 },
      'createClient: gateway must be a URL, or an object such as { url, keepsKeys: true }',
    ],
    [
      client,
      { gateway: '/api' },
      /^createClient: gateway must be an absolute URL outside of a page/,
    ],
    [
      client,
      { gateway: { url: 'https://a.example' } },
      /gateway.keepsKeys is missing; it must be true/,
    ],
    [client, { gateway: { keepsKeys: true } }, /gateway.url is missing; it must be a string/],
    [
      client,
      { gateway: 'https://a.example', baseUrl: 'https://a.example' },
      'createClient: pass either baseUrl or gateway, not both',
    ],
    [client, { rules: [] }, 'createClient: rules must be an object'],
    [client, { rules: { typo: 'off' } }, /^rules: unknown rule typo; did you mean type\?$/],
    [client, { messages: 'es' }, /^createClient: messages must be a function, such as `es`/],
    [client, { idField: 5 }, 'createClient: idField must be a string that is not empty'],
    [client, { idField: ['id'] }, /^createClient: idField must be a string/],
    [client, { idField: '' }, /^createClient: idField must be a string/],
    [client, { hooks: () => {} }, 'createClient: hooks must be an object'],
    [client, { hooks: { onRetyr() {} } }, /unknown hook onRetyr; did you mean onRetry\?$/],
    [client, { hooks: { onRetry: 1 } }, 'createClient: hooks.onRetry must be a function'],
    [createClient as Call, undefined, 'createClient: the options must be an object'],
    [createClient as Call, 'acme', 'createClient: the options must be an object'],
  ],
  core: [
    [(o) => createChain(o, referenceRequest), { orgID: 'a' }, /did you mean orgId\?$/],
    [
      (o) => closeChain(o, 'x'),
      { orgId: 'a', rules: 'off' },
      'closeChain: rules must be an object',
    ],
    [(o) => closeChain(o, 'x'), { orgId: 'a', messages: 'es' }, /messages must be a function/],
    [(o) => check('createChain', '{}', o), { rule: {} }, /unknown option rule; did you mean rules/],
    [(o) => check('createChain', '{}', o), { partial: 1 }, 'check: partial must be true or false'],
    [
      (o) => validateChain({ orgId: 'a' }, 'x', { ...device, ...(o as object) }),
      { installationID: 'i' },
      /unknown option installationID; did you mean installationId\?$/,
    ],
    [
      (o) => readResponse('createChain', { status: 201, headers: new Headers(), body: bytes }, o),
      5,
      'readResponse: idField must be a string that is not empty',
    ],
  ],
  forms: [
    [(o) => validate({}, o), { message: () => '' }, /did you mean messages\?$/],
    [
      (o) => checkField('/actor', {}, o),
      { operation: 'closeChain' },
      /^checkField: operation must/,
    ],
    [(o) => checkField('/actor', {}, o), { partial: true }, /^checkField: unknown option partial/],
    [(o) => requestSchema('createChain', o), { partial: 'x' }, /^requestSchema: partial must be/],
    [(o) => requestSchema(o), 'closeChain', /^requestSchema: unknown operation closeChain/],
    [
      (o) => formSchema('createChain', o),
      {},
      'formSchema: messages is missing; it must be a function, such as `en` of identification-chain/forms/en',
    ],
    [(o) => formSchema('createChain', o), undefined, 'formSchema: the options must be an object'],
    [form, { mesages: en }, 'checkForm: unknown option mesages; did you mean messages?'],
    [form, { messages: 'es' }, /^checkForm: messages must be a function, such as `en`/],
    [form, { messages: en, calingCode: '34' }, /calingCode; did you mean callingCode\?$/],
    [form, { messages: en, callingCode: '+34' }, /^checkForm: callingCode must be 1 to 3 digits/],
    [form, { messages: en, callingCode: 34 }, /^checkForm: callingCode must be 1 to 3 digits/],
    [form, { messages: en, partial: 1 }, 'checkForm: partial must be true or false'],
    [form, { messages: en, rules: { 'chek-letter': 'off' } }, /did you mean check-letter\?$/],
    [
      form,
      { messages: en, rules: { type: secret } },
      "rules: type must be 'off', 'warning' or 'error'",
    ],
    [
      (o) => formSchema(o, { messages: en }),
      'closeChain',
      /^formSchema: unknown operation closeChain/,
    ],
  ],
  others: [
    [(o) => serviceAccount(account, o), { tokenURL: 'x' }, /tokenURL; did you mean tokenUrl\?$/],
    [openTelemetry as Call, { tracer: {} }, /^openTelemetry: tracer must be an object with start/],
    [openTelemetry as Call, { metre: {} }, /did you mean meter\?$/],
    [createSandbox as Call, { tokens: [] }, /^createSandbox: unknown option tokens; did you mean/],
    [createSandbox as Call, { token: 5 }, 'createSandbox: token must be a string'],
  ],
};
const bytes = new TextEncoder().encode('{"id":"x"}');

for (const [name, cases] of Object.entries(functions)) {
  describe(`wrong options of ${name}`, () => {
    for (const [call, options, message] of cases) {
      it(`throw: ${message}`, () => {
        assert.throws(
          () => call(options as never),
          (error) => {
            assert.ok(error instanceof TypeError);
            if (typeof message === 'string') assert.equal(error.message, message);
            else assert.match(error.message, message);
            assert.ok(!error.message.includes(secret));
            return true;
          },
        );
      });
    }
  });
}

it('serve rejects a wrong port before it listens', async () => {
  const handler = () => new Response();
  for (const [options, message] of [
    [{ port: 70_000 }, 'serve: port must be a port from 0 to 65535'],
    [{ host: 'x' }, 'serve: unknown option host'],
  ] as const) {
    await assert.rejects(() => serve(handler, options as never), new TypeError(message));
  }
});

it('an undefined option counts as absent', () => {
  const options: Partial<Record<keyof ClientOptions, undefined>> = {
    baseUrl: undefined,
    token: undefined,
    retry: undefined,
    hooks: undefined,
  };
  createClient({ ...options, orgId: 'acme' });
  check('createChain', '{}', { rules: undefined, messages: undefined, partial: undefined });
});

it('a later change of the options has no effect', async () => {
  const urls: string[] = [];
  let hookCalls = 0;
  const fetch = async (request: Request) => {
    urls.push(request.url);
    return new Response(null, { status: 204 });
  };
  const hooks = {
    onResponse: () => {
      hookCalls += 1;
    },
  };
  const rules: { 'unknown-field': 'error' | 'off' } = { 'unknown-field': 'error' };
  const options = { orgId: 'acme', baseUrl: 'https://a.example', fetch, hooks, rules };
  const chains = createClient(options);
  options.orgId = 'other';
  options.baseUrl = 'https://other.example';
  options.fetch = () => assert.fail('the changed fetch was called');
  hooks.onResponse = () => assert.fail('the changed hook was called');
  rules['unknown-field'] = 'off';
  await chains.closeChain('x');
  assert.deepEqual(urls, ['https://a.example/orgs/acme/identifications/chain/x/close']);
  assert.equal(hookCalls, 1);
  await assert.rejects(chains.cancelChain('x', { reasn: 'late' } as never), isValidationError);
});

it('hooks may be methods: `this` is their object', async () => {
  class Log {
    readonly statuses: number[] = [];
    onResponse({ status }: { status: number }) {
      this.statuses.push(status);
    }
  }
  const hooks = new Log();
  const fetch = async () => new Response(null, { status: 204 });
  await createClient({ orgId: 'acme', fetch, hooks }).closeChain('x');
  assert.deepEqual(hooks.statuses, [204]);
});

describe('wrong options of a call', () => {
  const { signal } = new AbortController();
  const aborted = AbortSignal.abort();
  const fetch = () => assert.fail('a request was sent');
  const chains = createClient({ orgId: 'acme', fetch });
  const request = referenceRequest as CreateChainRequest;
  for (const [call, message] of [
    [
      () => chains.cancelChain('x', { signal } as never),
      'cancelChain: pass a signal as cancelChain(chainId, undefined, { signal })',
    ],
    [
      () => chains.cancelChain('x', signal as never),
      'cancelChain: pass a signal as cancelChain(chainId, undefined, { signal })',
    ],
    [
      () => chains.cancelChain('x', undefined, signal as never),
      'cancelChain: pass a signal as cancelChain(chainId, request, { signal })',
    ],
    [
      () => chains.closeChain('x', aborted as never),
      'closeChain: pass a signal as closeChain(chainId, { signal })',
    ],
    [
      () => chains.createChain(request, signal as never),
      'createChain: pass a signal as createChain(request, { signal })',
    ],
    [
      () => chains.validateChain('x', device, signal as never),
      'validateChain: pass a signal as validateChain(chainId, device, { signal })',
    ],
    [
      () => chains.closeChain('x', { signal: {} as AbortSignal }),
      'closeChain: signal must be an AbortSignal',
    ],
    [
      () => chains.closeChain('x', { sginal: signal } as never),
      'closeChain: unknown option sginal; did you mean signal?',
    ],
    [
      () => chains.closeChain('x', { idempotencyKey: 'k' } as never),
      'closeChain: unknown option idempotencyKey',
    ],
    [() => chains.closeChain('x', null as never), 'closeChain: the options must be an object'],
  ] as const) {
    it(`reject with: ${message}`, async () => {
      await assert.rejects(call, new TypeError(message));
    });
  }
});
