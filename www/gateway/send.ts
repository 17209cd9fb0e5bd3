// Sends a checked request to the API with the gateway's credential, a create with a key by its keeper.

import type { OperationId } from '../client/contract.ts';
import type { Prepared } from '../client/core/request.ts';
import { authorization } from '../client/send/headers.ts';
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
  /** Aborted when the client has gone away. */
  readonly signal: AbortSignal;
  /** Keeps the work alive when the client has gone away. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** How one request to the API ended: the answer to the caller, and what it says about the API. */
interface Sent {
  readonly response: Response;
  /** The status of the API's answer; `undefined` if there was none. */
  readonly status?: number | undefined;
  /** Whether the API was asked. */
  readonly wasAsked: boolean;
}

/** Sends a request, and once more with another token if the API refused the first. */
export async function sendChecked(checked: Checked, settings: Settings): Promise<Response> {
  const { operation } = checked;
  let rejected: string | undefined;
  for (;;) {
    const token = await tokenOf(checked, settings, rejected);
    if (token === undefined || token === rejected) {
      return problem(rejected === undefined ? 'no-credential' : 'credential-refused');
    }
    const { response, status } = await throughBreaker(checked, settings, token);
    if (status !== 401) return response;
    settings.report('upstream', operation, new Error());
    if (rejected !== undefined) return response;
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
    authorization(token, undefined);
    return token;
  } catch (error) {
    report('token', operation, error);
    return undefined;
  }
}

async function throughBreaker(checked: Checked, settings: Settings, token: string): Promise<Sent> {
  const { breaker } = settings;
  const wait = breaker?.enter(Date.now());
  if (wait !== undefined) {
    const seconds = String(Math.ceil(wait / 1000));
    const headers = { 'Retry-After': seconds };
    return { response: problem('upstream-paused', { headers }), wasAsked: false };
  }
  const request = requestWith(token, checked);
  const { record } = checked;
  const sent =
    record === undefined
      ? await sendDirectly(request, checked, settings)
      : await sendKeyed({ ...record, request }, checked, settings);
  if (sent.wasAsked) breaker?.leave((sent.status ?? 500) >= 500, Date.now());
  return sent;
}

function requestWith(token: string, { prepared, body }: Checked): UpstreamRequest {
  const { method, url, headers } = prepared;
  return {
    method,
    url,
    headers: [...headers, authorization(token, undefined)],
    ...(prepared.body !== undefined && { body }),
  };
}

async function sendDirectly(
  request: UpstreamRequest,
  { operation, signal }: Checked,
  { timeout, fetch, report }: Settings,
): Promise<Sent> {
  // Only a read has no effect that its caller must learn of.
  const bounds = operation === 'getChain' ? { timeout, signal } : { timeout };
  const end = await sendUpstream(request, bounds, fetch);
  if ('failure' in end) {
    const wasAsked = end.failure !== 'aborted';
    if (wasAsked) report('upstream', operation, new Error());
    return { response: failedResponse(operation, end.failure === 'timeout'), wasAsked };
  }
  const { answer } = end;
  const { status } = answer;
  if (status >= 500) report('upstream', operation, new Error());
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
  part: Pick<KeyedTask, 'name' | 'fingerprint' | 'sealKey' | 'request'>,
  { operation, waitUntil }: Checked,
  settings: Settings,
): Promise<Sent> {
  const { timeout, storeTimeout, retention, idField, keeper, report } = settings;
  const task: KeyedTask = { ...part, timeout, storeTimeout, retention, idField };
  // The keeper may have sent the request before it failed.
  const unknown: KeyedReply = { type: 'unknown', status: 502, isRepeat: false };
  const work = Promise.resolve()
    .then(() => keeper.create(task))
    .catch((error: unknown) => {
      report('store', operation, error);
      return unknown;
    });
  waitUntil(work);
  const reply = await work;
  const response = keyedResponse(reply);
  if (reply.type === 'answer') return { response, status: reply.answer.status, wasAsked: true };
  const wasAsked = reply.type === 'unknown' && !reply.isRepeat;
  if (wasAsked) report('upstream', operation, new Error());
  return { response, wasAsked };
}
