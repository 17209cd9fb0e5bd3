// The entry `identification-chain/core`: checks bodies, builds requests and reads responses. It sends
// nothing: use it with an HTTP client of your own.

import type { OperationId } from '../contract.ts';
import type { Issue, Rules } from '../issues/issue.ts';
import type { Messages } from '../issues/message.ts';
import {
  anything,
  callback,
  checkedOptions,
  flag,
  type Kinds,
  messagesFunction,
  object,
  text,
} from '../options.ts';
import { own } from '../own.ts';
import { type BodyInput, frozen } from './body.ts';
import { written } from './check.ts';
import { type Device, deviceHeaders } from './device.ts';
import { type CompiledRules, compiled } from './overrides.ts';
import { prepare, requestOf, type Target } from './request.ts';

export type { OperationId } from '../contract.ts';
export type { BodyInput } from './body.ts';
export { type CheckOptions, check, Report, type ReportJson } from './check.ts';
export type { Device } from './device.ts';
export { type CompiledRules, compileRules } from './overrides.ts';
export { type AnswerInput, type Outcome, readResponse } from './response.ts';

/** Options for a request. */
export interface RequestOptions {
  /** The URL of the server or gateway, with its path. The provider's server by default. */
  readonly baseUrl?: string | undefined;
  /** The organization's name. */
  readonly orgId: string;
  /** The access token, sent as `Authorization: Bearer`. */
  readonly token?: string | undefined;
  /** Allows a token over plain http to a host other than localhost. False by default. */
  readonly allowInsecure?: boolean | undefined;
  /** The `User-Agent`. Leave it out in a browser, which sends its own. */
  readonly userAgent?: string | undefined;
  /** Severities that replace the rule book's own. */
  readonly rules?: Rules | CompiledRules | undefined;
  /** Words the messages. English by default. */
  readonly messages?: Messages | undefined;
  /** Called with the warnings of the body, if there are any. */
  readonly onWarnings?: ((warnings: readonly Issue[]) => void) | undefined;
}

const requestKinds: Kinds<RequestOptions> = {
  baseUrl: text,
  // A value of another type is an issue of the request, reported with all others.
  orgId: anything,
  token: anything,
  userAgent: anything,
  allowInsecure: flag,
  rules: object,
  messages: messagesFunction,
  onWarnings: callback,
};

/**
 * Checks the body and builds the request that creates a chain.
 *
 * @throws {ValidationError} with every issue, if one of them is an error.
 * @throws {TypeError} for an unknown or wrong option.
 */
export function createChain(options: RequestOptions, body: BodyInput): Request {
  return build('createChain', options, {}, { value: body });
}

/**
 * Checks the body, if there is one, and builds the request that cancels a chain.
 *
 * @throws {ValidationError} with every issue, if one of them is an error.
 * @throws {TypeError} for an unknown or wrong option.
 */
export function cancelChain(options: RequestOptions, chainId: string, body?: BodyInput): Request {
  return build(
    'cancelChain',
    options,
    { chainId },
    body === undefined ? undefined : { value: body },
  );
}

/**
 * Builds the request that closes a chain.
 *
 * @throws {ValidationError} with every issue, if one of them is an error.
 * @throws {TypeError} for an unknown or wrong option.
 */
export function closeChain(options: RequestOptions, chainId: string): Request {
  return build('closeChain', options, { chainId });
}

/**
 * Builds the request that reads a chain.
 *
 * @throws {ValidationError} with every issue, if one of them is an error.
 * @throws {TypeError} for an unknown or wrong option.
 */
export function getChain(options: RequestOptions, chainId: string): Request {
  return build('getChain', options, { chainId });
}

/**
 * Builds the request that validates a chain on the end user's device.
 *
 * @throws {ValidationError} with every issue, if one of them is an error.
 * @throws {TypeError} for an unknown or wrong option or member of the device.
 */
export function validateChain(options: RequestOptions, chainId: string, device: Device): Request {
  return build('validateChain', options, { chainId, headers: deviceHeaders(device) });
}

function build(
  operation: OperationId,
  options: RequestOptions,
  named: Pick<Target, 'chainId' | 'headers'>,
  input?: { readonly value: BodyInput },
): Request {
  const checked = checkedOptions(`${operation}: `, options, requestKinds);
  const { onWarnings, messages } = checked;
  const rules = compiled(checked.rules);
  const body = input && frozen(written(operation, input.value, own({ rules, messages })));
  const prepared = prepare(operation, { ...checked, ...named, rules }, body);
  const request = requestOf(prepared);
  if (onWarnings !== undefined && prepared.warningCount > 0) onWarnings(prepared.warnings());
  return request;
}
