// What every call comes to, by the table that the client for Rust front-ends runs, too:
// tests/cases/outcomes.json. One test for each scenario.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inspect } from 'node:util';
import {
  type Attempt,
  createClient,
  isApiError,
  isBadRequestError,
  isConflictError,
  isConnectionError,
  isForbiddenError,
  isNotFoundError,
  isOutcomeUnknownError,
  isServerError,
  isTimeoutError,
  isTokenError,
  isUnauthorizedError,
  isUnexpectedResponseError,
  isValidationError,
} from 'identification-chain';
import {
  type CallSettings,
  type Facts,
  type Scenario,
  type ScenarioServer,
  type Seen,
  serveScenarios,
  table,
} from '../support/scenarios.ts';

let server: ScenarioServer;
before(async () => {
  server = await serveScenarios();
});
after(() => server.close());

const operations = [...new Set(table.scenarios.map(({ operation }) => operation))];
for (const operation of operations) {
  describe(operation, { concurrency: 4 }, () => {
    table.scenarios.forEach((scenario, number) => {
      if (scenario.operation !== operation) return;
      it(scenario.name, async () => {
        const { facts, key } = await call(scenario, `${server.url}/${number}/v1`);
        assert.deepEqual(facts, scenario.comesTo);
        const seen = server.seen(number);
        assert.equal(seen.length, scenario.requests);
        assertSame(seen, scenario);
        // Every error of a call that was sent has the key of its requests.
        if (key !== null) assert.equal(key, seen[0]?.key ?? undefined);
      });
    });
  });
}

/** What a call came to, and the key of its error; `null` for a result or an error without one. */
interface CallEnd {
  readonly facts: Facts;
  readonly key: string | undefined | null;
}

/** Makes the scenario's call. */
async function call(scenario: Scenario, baseUrl: string): Promise<CallEnd> {
  const { operation, settings = {}, device = table.device } = scenario;
  try {
    const chains = clientOf(settings, baseUrl);
    switch (operation) {
      case 'createChain': {
        const { key: idempotencyKey } = settings;
        const { id } = await chains.createChain(bodyOf(scenario) as never, { idempotencyKey });
        return { facts: { id }, key: null };
      }
      case 'cancelChain':
        await chains.cancelChain('chain-1', bodyOf(scenario) as never);
        break;
      case 'closeChain':
        await chains.closeChain('chain-1');
        break;
      case 'getChain':
        return { facts: { body: (await chains.getChain('chain-1')).body }, key: null };
      case 'validateChain':
        await chains.validateChain('chain-1', device);
    }
    return { facts: { done: true }, key: null };
  } catch (error) {
    const facts = factsOf(error);
    if (facts.error !== 'validation' && facts.error !== 'token') {
      assert.match(String(error), new RegExp(`^\\w+: ${operation}: `));
    }
    if (!isApiError(error) && !isOutcomeUnknownError(error)) return { facts, key: null };
    assert.equal(error.operation, operation);
    return { facts, key: error.idempotencyKey };
  }
}

function clientOf(settings: CallSettings, baseUrl: string) {
  const { keepsKeys, idField, timeout, totalTimeout, token = 'tok', tokens } = settings;
  const { retries, baseDelay = 1, maxDelay, maxRetryAfter } = settings;
  const rest = [...(tokens ?? [])];
  const source = () => {
    const next = rest.length > 1 ? rest.shift() : rest[0];
    return typeof next === 'string' ? next : new Promise<never>(() => {});
  };
  return createClient({
    orgId: 'acme',
    ...(keepsKeys ? { gateway: { url: baseUrl, keepsKeys } } : { baseUrl }),
    token: tokens === undefined ? token : source,
    retry: { retries, baseDelay, maxDelay, maxRetryAfter },
    idField,
    timeout,
    totalTimeout,
  });
}

function bodyOf({ operation, request }: Scenario): object | undefined {
  if (operation !== 'createChain' && operation !== 'cancelChain') return undefined;
  return request ?? table.requests[operation];
}

/** All that is known of an error, in the table's words. */
function factsOf(error: unknown): Facts {
  if (isValidationError(error)) {
    const issues = error.issues
      .filter(({ severity }) => severity === 'error')
      .map(({ rule, in: place, path, params: { problem } }) => ({
        rule,
        in: place,
        path,
        ...(typeof problem === 'string' && { problem }),
      }));
    return { error: 'validation', issues };
  }
  if (isTokenError(error)) return { error: 'token', ...boundOf(error) };
  if (isTimeoutError(error)) return { error: 'timeout', ...boundOf(error) };
  if (isConnectionError(error)) return { error: 'connection' };
  if (isOutcomeUnknownError(error)) {
    const attempts = error.attempts.map(attemptOf);
    return { error: 'unknown', attempts, cause: factsOf(error.cause) };
  }
  assert.ok(isApiError(error), inspect(error));
  const { status, mayBeDone, afterRetry, retryAfter } = error;
  const kind = isUnexpectedResponseError(error) ? 'unexpected' : 'api';
  if (kind === 'api') {
    const isOwn = guards[status] ?? (() => error.name === 'ApiError');
    assert.ok(isOwn(error), inspect(error));
  }
  return {
    error: kind,
    status,
    mayBeDone,
    ...(afterRetry && { afterRetry }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

/** The statuses that have an error of their own. */
const guards: Readonly<Record<number, (error: unknown) => boolean>> = {
  400: isBadRequestError,
  401: isUnauthorizedError,
  403: isForbiddenError,
  404: isNotFoundError,
  409: isConflictError,
  500: isServerError,
};

function attemptOf(attempt: Attempt): number | 'connection' | 'timeout' {
  return 'status' in attempt ? attempt.status : attempt.failure;
}

/** The bound that a message names: `within 30 ms`, `within the totalTimeout of 30 ms`. */
function boundOf({ message }: Error): Pick<Facts, 'within'> {
  const [, option, time] = /within (?:the (\w+) of )?(\d+) ms$/.exec(message) ?? [];
  if (time === undefined) return {};
  assert.ok(option === undefined || option === 'totalTimeout', message);
  const milliseconds = Number(time);
  return { within: option ? { totalTimeout: milliseconds } : { timeout: milliseconds } };
}

/** Every attempt had the bytes that were checked and the same key, and the token of its turn. */
function assertSame(seen: readonly Seen[], scenario: Scenario): void {
  const { settings: { keepsKeys, key, token = 'tok' } = {}, tokensSent } = scenario;
  const body = bodyOf(scenario);
  const isEmpty = body === undefined || Object.keys(body).length === 0;
  seen.forEach((request, index) => {
    assert.equal(request.body, isEmpty ? '' : JSON.stringify(body));
    assert.equal(request.contentType, isEmpty ? null : 'application/json');
    assert.equal(request.key, key ?? (keepsKeys ? seen[0]?.key : null));
    if (keepsKeys) assert.ok(request.key);
    assert.equal(request.authorization, `Bearer ${tokensSent?.[index] ?? token}`);
  });
}
