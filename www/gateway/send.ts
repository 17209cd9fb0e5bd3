// Sends a checked request to the API with the gateway's credential, a create with a key by its keeper.

import type { OperationId } from '../client/contract.ts';
import type { Prepared } from '../client/core/request.ts';
import { authorization, sentOnce } from '../client/send/headers.ts';
import { answerOf } from './answers.ts';
import type { Settings } from './options.ts';
import { problem } from './problems.ts';
import { failedResponse, keyedResponse, upstreamResponse } from './responses.ts';
import type { KeyedReply, KeyedTask, UpstreamRequest } from './store.ts';
import { sendUpstream } from './upstream.ts';

/** A request that was checked, and what the gateway knows of it. */
export interface Checked {
  readonly operation: OperationId;
  readonly prepared: Prepared;
  readonly body: Uint8Array<ArrayBuffer>;
  /** The record of a create with a key. */
  readonly record: Pick<KeyedTask, 'name' | 'fingerprint' | 'sealKey'> | undefined;
  /** Aborts the request when the client has gone away. */
  readonly signal: AbortSignal | undefined;
  /** Keeps the work alive when the client has gone away. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** How a request to the API ended. */
interface Sent {
  /** The answer to the caller. */
  readonly response: Response;
  /** The status of the API's answer; `undefined` if there was none. */
  readonly status?: number | undefined;
  /** Whether the API was asked. */
  readonly wasAsked: boolean;
  /** Whether the key was not freed after a refusal. The create cannot be sent again. */
  readonly isHeld?: boolean | undefined;
}

/** Sends a request, and once more with another token if the API refused the first. */
export async function sendChecked(checked: Checked, settings: Settings): Promise<Response> {
  const { breaker } = settings;
  let rejected: string | undefined;
  for (;;) {
    const token = await tokenOf(checked, settings, rejected);
    if (token === undefined && rejected === undefined) {
      return withoutSending(problem('no-credential'), checked, settings);
    }
    if (token === undefined || token === rejected) return problem('credential-refused');
    const wait = breaker?.enter(Date.now());
    if (wait !== undefined) return withoutSending(pausedFor(wait), checked, settings);
    const { response, status, wasAsked, isHeld } = await sendWith(token, checked, settings);
    if (wasAsked) breaker?.leave((status ?? 500) >= 500, Date.now());
    if (status !== 401 || rejected !== undefined || isHeld) return response;
    rejected = token;
  }
}

/** The access token. `undefined` if there is none. */
async function tokenOf(
  { operation }: Checked,
  { tokens, timeout, report }: Settings,
  rejected: string | undefined,
): Promise<string | undefined> {
  const bound = { option: 'timeout', milliseconds: timeout, left: timeout } as const;
  try {
    const token = await tokens.get(bound, undefined, rejected);
    // A token with a line break would fail in the request.
    authorization(token, undefined);
    return token;
  } catch (error) {
    report({ at: 'token', operation, error });
    return undefined;
  }
}

function pausedFor(milliseconds: number): Response {
  const seconds = String(Math.ceil(milliseconds / 1000));
  return problem('upstream-paused', { headers: { 'Retry-After': seconds } });
}

/** Answers from the record of a key, if it has one; else with a problem. */
async function withoutSending(
  otherwise: Response,
  checked: Checked,
  settings: Settings,
): Promise<Response> {
  if (checked.record === undefined) return otherwise;
  const reply = await replyTo(undefined, checked.record, checked, settings);
  return reply.type === 'not-run' ? otherwise : keyedResponse(reply);
}

function sendWith(token: string, checked: Checked, settings: Settings): Promise<Sent> {
  const { prepared, body, record } = checked;
  const { method, url, headers } = prepared;
  const request = {
    method,
    url,
    headers: [...headers, authorization(token, undefined), ...sentOnce(checked.operation)],
    body: prepared.body === undefined ? undefined : body,
  };
  return record === undefined
    ? sendDirectly(request, checked, settings)
    : sendKeyed(request, record, checked, settings);
}

async function sendDirectly(
  request: UpstreamRequest,
  { operation, signal }: Checked,
  { timeout, fetch, report }: Settings,
): Promise<Sent> {
  const end = await sendUpstream(request, { timeout, signal }, fetch);
  if ('failure' in end) {
    const wasAsked = end.failure !== 'aborted';
    const isLate = end.failure === 'timeout';
    if (wasAsked) report({ at: 'upstream', operation, error: unanswered(isLate) });
    return { response: failedResponse(operation, isLate), wasAsked };
  }
  const { answer } = end;
  const { status } = answer;
  if (isFailure(status)) report({ at: 'upstream', operation, status });
  const cutOff = answer.truncated && answer.response.ok ? cutOffResponse(operation) : undefined;
  const response = cutOff ?? upstreamResponse(operation, answerOf(answer));
  return { response, status, wasAsked: true };
}

/** The answer if a success of the API broke off. `undefined` if its body does not matter. */
function cutOffResponse(operation: OperationId): Response | undefined {
  if (operation === 'createChain') return problem('id-lost');
  return operation === 'getChain' ? failedResponse(operation, false) : undefined;
}

async function sendKeyed(
  request: UpstreamRequest,
  record: NonNullable<Checked['record']>,
  checked: Checked,
  settings: Settings,
): Promise<Sent> {
  const { operation } = checked;
  const { report } = settings;
  const reply = await replyTo(request, record, checked, settings);
  const response = keyedResponse(reply);
  if (reply.type === 'answer') {
    const { status } = reply.answer;
    if (isFailure(status)) report({ at: 'upstream', operation, status });
    return { response, status, wasAsked: true, isHeld: reply.isHeld };
  }
  if (reply.type !== 'unknown' || reply.isRepeat) return { response, wasAsked: false };
  const { answered: status } = reply;
  const error = status === undefined ? unanswered(reply.status === 504) : undefined;
  report({ at: 'upstream', operation, status, error });
  return { response, status, wasAsked: true };
}

/** Whether the status of an answer is a fault of the API, or of the gateway's credential. */
function isFailure(status: number): boolean {
  return status >= 500 || status === 401;
}

/** The reply of the keeper. It may have sent the request before it failed. */
async function replyTo(
  request: UpstreamRequest | undefined,
  record: NonNullable<Checked['record']>,
  { operation, waitUntil }: Checked,
  { timeout, storeTimeout, retention, idField, keeper, report }: Settings,
): Promise<KeyedReply> {
  const task: KeyedTask = { ...record, request, timeout, storeTimeout, retention, idField };
  const work = Promise.resolve()
    .then(() => keeper.create(task))
    .catch((error: unknown): KeyedReply => {
      report({ at: 'store', operation, error });
      if (request === undefined) return { type: 'not-run' };
      return { type: 'unknown', status: 502, isRepeat: false };
    });
  waitUntil(work);
  return work;
}

/** The error of a request without an answer, for {@link Settings.report}. */
function unanswered(isLate: boolean): Error {
  return Object.assign(new Error(), { name: isLate ? 'TimeoutError' : 'NetworkError' });
}
