// The way of a request through the gateway: cheap checks first, then the application's, then the body,
// then the core's; and only then the API.

import type { OperationId } from '../client/contract.ts';
import { deviceHeaders } from '../client/core/device.ts';
import { startCore } from '../client/core/instance.ts';
import { type Prepared, prepare } from '../client/core/request.ts';
import { isValidationError } from '../client/errors/index.ts';
import { bodies } from '../client/generated/rules.ts';
import { type Admitted, admitted, limited } from './admission.ts';
import { readBody } from './body.ts';
import { headProblem } from './head.ts';
import { keyOf } from './idempotency-key.ts';
import type { Settings } from './options.ts';
import { isCrossOrigin, preflight } from './origins.ts';
import { problem } from './problems.ts';
import { failedResponse } from './responses.ts';
import { methodOf, type Route, routeOf, wrongMethod } from './routes.ts';
import { type Checked, sendChecked } from './send.ts';

/** Keeps work alive after the answer. */
export type WaitUntil = (work: Promise<unknown>) => void;

/** Answers a request. */
export async function handle(
  request: Request,
  settings: Settings,
  waitUntil: WaitUntil,
): Promise<Response> {
  const route = routeOf(request.url, settings.basePath);
  if (route === undefined) return guarded(problem('not-found'));
  try {
    return guarded(await answerRoute(request, route, settings, waitUntil));
  } catch (error) {
    settings.report({ at: 'gateway', operation: route.operation, error });
    return guarded(problem('internal'));
  }
}

/** Forbids to store an answer, or to guess its type. */
function guarded(answer: Response): Response {
  answer.headers.set('Cache-Control', 'no-store');
  answer.headers.set('X-Content-Type-Options', 'nosniff');
  return answer;
}

async function answerRoute(
  request: Request,
  route: Route,
  settings: Settings,
  waitUntil: WaitUntil,
): Promise<Response> {
  const early = earlyAnswer(request, route, settings);
  if (early !== undefined) return early;
  const key = keyFor(request, route.operation, settings);
  return key instanceof Response ? key : answerCaller(request, route, key, settings, waitUntil);
}

/** The answer to a request that its method, origin or headers decide. */
function earlyAnswer(request: Request, route: Route, settings: Settings): Response | undefined {
  const asked = preflight(request, methodOf(route), settings.origins);
  if (asked !== undefined) return asked;
  if (request.method !== methodOf(route)) return wrongMethod(route);
  if (isCrossOrigin(request, settings.origins)) return problem('cross-origin');
  return headProblem(request, route.operation);
}

/** The key of a create; the answer if it is missing or wrong. */
function keyFor(
  { headers }: Request,
  operation: OperationId,
  { requireKey }: Settings,
): string | undefined | Response {
  if (operation !== 'createChain') return undefined;
  const header = headers.get('Idempotency-Key');
  if (header === null) return requireKey ? problem('key-missing') : undefined;
  return keyOf(header) ?? problem('key-invalid');
}

async function answerCaller(
  request: Request,
  route: Route,
  key: string | undefined,
  settings: Settings,
  waitUntil: WaitUntil,
): Promise<Response> {
  const { operation } = route;
  const caller = await admitted(request, route, settings);
  if (caller instanceof Response || !('principal' in caller)) return caller;
  const tooMany = await limited(request, operation, caller.principal, settings);
  if (tooMany !== undefined) return tooMany;
  const body = await readBody(request, settings.bodyTimeout);
  if (body instanceof Response) return body;
  if (bodies[operation] === 'none' && body.length > 0) return problem('unexpected-body');
  const prepared = await check(request, route, caller.orgId, body, settings);
  if (prepared instanceof Response) return prepared;
  const record = key === undefined ? undefined : await recordOf(caller, key, body, settings);
  // Only a read has no effect that its caller must learn of.
  const signal = operation === 'getChain' ? request.signal : undefined;
  const checked: Checked = { operation, prepared, body, record, signal, waitUntil };
  return sendChecked(checked, settings).catch((error: unknown) => {
    // The request may have been sent before.
    settings.report({ at: 'gateway', operation, error });
    return failedResponse(operation, false);
  });
}

/** Checks the bytes that arrived, which are the bytes that are sent. */
async function check(
  request: Request,
  { operation, chainId }: Route,
  orgId: string,
  body: Uint8Array<ArrayBuffer>,
  { target }: Settings,
): Promise<Prepared | Response> {
  const starting = startCore();
  if (starting !== undefined) await starting;
  const isAbsent =
    bodies[operation] === 'none' || (bodies[operation] === 'optional' && body.length === 0);
  const headers = operation === 'validateChain' ? deviceOf(request) : undefined;
  const named = { ...target, orgId, chainId, ...(headers && { headers }) };
  try {
    return prepare(operation, named, isAbsent ? undefined : body);
  } catch (error) {
    if (!isValidationError(error)) throw error;
    return problem('invalid-request', { issues: error.issues });
  }
}

/** The headers of the end user's device, which the API needs for `validateChain`. */
function deviceOf({ headers }: Request): unknown[] {
  const value = (name: string) => headers.get(name) ?? '';
  return deviceHeaders({
    installationId: value('x-installation_id'),
    fingerprint: value('x-fingerprint'),
    forwardedFor: value('x-forwarded-for'),
    location: headers.get('x-location') ?? undefined,
  });
}

/** The names and keys of a create's record. */
async function recordOf(
  { principal, orgId }: Admitted,
  key: string,
  body: Uint8Array<ArrayBuffer>,
  { secrets, keepAnswers }: Settings,
): Promise<Checked['record']> {
  const name = await secrets.nameOf({ principal, orgId, key });
  const fingerprint = await secrets.fingerprintOf(body);
  const sealKey = keepAnswers ? await secrets.sealKeyOf(name) : undefined;
  return { name, fingerprint, sealKey };
}
