// Asks the application who sends a request, and whether it may be done now. Whatever else it answers,
// nothing is sent.

import type { OperationId } from '../client/contract.ts';
import { ownOrg } from '../client/generated/rules.ts';
import { own } from '../client/own.ts';
import type { Authorized, Caller, Limited, Settings } from './options.ts';
import { problem } from './problems.ts';
import type { Route } from './routes.ts';
import { inTime } from './time-limit.ts';

/** A caller, with the organization that it acts for. */
export interface Admitted {
  readonly principal: string;
  readonly orgId: string;
}

/** A caller of the route's organization, or the answer to everybody else. */
export async function admitted(
  request: Request,
  { operation, orgId }: Route,
  settings: Settings,
): Promise<Admitted | Response> {
  const ask = () => settings.authorize(request, operation);
  const authorized = await answerOf<Authorized>('authorize', operation, settings, ask);
  if (isResponse(authorized)) return copyOf(authorized);
  if (authorized === false) return problem('forbidden');
  const caller = typeof authorized === 'string' ? own({ principal: authorized }) : authorized;
  const principal = memberOf(caller, 'principal');
  const ownOrgId = memberOf(caller, 'orgId') ?? settings.orgId;
  if (!isName(principal) || !isName(ownOrgId) || request.bodyUsed) {
    settings.report({ at: 'authorize', operation, error: new TypeError() });
    return problem('internal');
  }
  const isOwn = orgId === ownOrg || orgId === ownOrgId;
  return isOwn ? { principal, orgId: ownOrgId } : problem('other-organization');
}

/**
 * A member of a caller, which may be an instance of the application's class. Not one of
 * `Object.prototype`: it would be the organization of everybody.
 */
function memberOf(caller: Caller | null | undefined, name: keyof Caller): unknown {
  const isShared = Object.hasOwn(Object.prototype, name);
  return caller && (Object.hasOwn(caller, name) || !isShared) ? caller[name] : undefined;
}

/** The answer to a caller who has sent too much. */
export async function limited(
  request: Request,
  operation: OperationId,
  principal: string,
  settings: Settings,
): Promise<Response | undefined> {
  const { limit } = settings;
  if (limit === undefined) return undefined;
  const ask = () => limit(request, principal);
  const answer = await answerOf<Limited>('limit', operation, settings, ask);
  if (isResponse(answer)) return copyOf(answer);
  const success = typeof answer === 'object' ? answer?.success : answer;
  if (success === true) return undefined;
  if (success === false) return problem('rate-limited', { headers: { 'Retry-After': '10' } });
  settings.report({ at: 'limit', operation, error: new TypeError() });
  return problem('internal');
}

/** Copies an answer of the application, because its headers may be immutable. */
function copyOf(answer: Response): Response {
  return new Response(answer.body, answer);
}

/** What a function of the application answers; a problem if it throws or hangs. */
async function answerOf<Answer>(
  at: 'authorize' | 'limit',
  operation: OperationId,
  settings: Settings,
  ask: () => Answer | Promise<Answer>,
): Promise<Answer | Response> {
  try {
    const tooLate = () => Object.assign(new Error(), { name: 'TimeoutError' });
    const answer = ask();
    if (!isPromise(answer)) return answer;
    return await inTime(Promise.resolve(answer), settings.authorizeTimeout, tooLate);
  } catch (error) {
    settings.report({ at, operation, error });
    return problem('internal');
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Partial<Promise<unknown>> | null | undefined)?.then === 'function';
}

/** Whether a value is a `Response`, from any realm. */
function isResponse(value: unknown): value is Response {
  const { status, headers } = (value ?? {}) as Partial<Response>;
  return typeof status === 'number' && typeof headers?.get === 'function';
}
