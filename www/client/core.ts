// The WebAssembly functions in their public form: each checks its input and builds a request, and
// none sends anything.

import { type Body, toBody, writeBody } from './body.ts';
import {
  type ErrorItem,
  isValidationError,
  lacks,
  type OperationId,
  ValidationError,
} from './errors.ts';
import {
  defaultBaseUrl,
  errorItemFields,
  operationIds,
  rules as ruleBook,
} from './generated/rules.ts';
import { type Core, inputRoom, withCore } from './instance.ts';
import { type Issue, type IssueRow, issuesOf, type RuleId, type Rules } from './issue.ts';
import type { Messages } from './message.ts';
import { decoder } from './utf8.ts';

/** A request body: a value that is written as JSON, or JSON as text or as UTF-8 bytes. */
export type BodyInput<Value = unknown> = Value | string | Uint8Array | ArrayBuffer;

/** What a request needs beside its body. */
export interface RequestOptions {
  /** The server, with any path of its own. The provider's own unless given. */
  readonly baseUrl?: string | undefined;
  /** The organization's name. */
  readonly orgId: string;
  /** The access token, sent as `Authorization: Bearer`. */
  readonly token?: string | undefined;
  /** Whether a token may go over plain http to another host than this one. */
  readonly allowInsecure?: boolean | undefined;
  /** The `User-Agent`. Leave it out in a browser, whose own goes out. */
  readonly userAgent?: string | undefined;
  /** Severities that replace the rule book's own. */
  readonly rules?: Rules | CompiledRules | undefined;
  /** Says what is wrong: in English unless given. */
  readonly messages?: Messages | undefined;
  /** Is called with the warnings of a body that is sent, if there are any. */
  readonly onWarnings?: ((warnings: readonly Issue[]) => void) | undefined;
}

/**
 * Checks the body and makes the request that creates a chain.
 *
 * @throws {ValidationError} with every issue, where one of them is an error.
 */
export function createChain(options: RequestOptions, body: BodyInput): Request {
  return build(options, {}, written('createChain', body, options), (core, length, target) =>
    core.createChain(length ?? 0, target),
  );
}

/**
 * Checks the body, if there is one, and makes the request that cancels a chain.
 *
 * @throws {ValidationError} with every issue, where one of them is an error.
 */
export function cancelChain(options: RequestOptions, chainId: string, body?: BodyInput): Request {
  const reason = body === undefined ? undefined : written('cancelChain', body, options);
  return build(options, { chainId }, reason, (core, length, target) =>
    core.cancelChain(length, target),
  );
}

/**
 * Makes the request that closes a chain.
 *
 * @throws {ValidationError} with every issue, where one of them is an error.
 */
export function closeChain(options: RequestOptions, chainId: string): Request {
  return build(options, { chainId }, undefined, (core, _, target) => core.closeChain(target));
}

/**
 * Makes the request that reads a chain, as the end user may.
 *
 * @throws {ValidationError} with every issue, where one of them is an error.
 */
export function getChain(options: RequestOptions, chainId: string): Request {
  return build(options, { chainId }, undefined, (core, _, target) => core.getChain(target));
}

/** The device on which the end user validates a chain, as the API's headers tell it. */
export interface Device {
  /** The installation of the application (`x-installation_id`). */
  readonly installationId: string;
  /** The fingerprint of the device (`x-fingerprint`). */
  readonly fingerprint: string;
  /** The address of the device (`x-forwarded-for`). */
  readonly forwardedFor: string;
  /** Where the device is (`x-location`). */
  readonly location?: string | undefined;
}

/**
 * Makes the request that validates a chain on the end user's device.
 *
 * @throws {ValidationError} with every issue, where one of them is an error.
 */
export function validateChain(options: RequestOptions, chainId: string, device: Device): Request {
  const { installationId, fingerprint, forwardedFor, location } = device;
  const headers = [installationId, fingerprint, forwardedFor, location].map(
    (value) => headerValue(value) ?? '',
  );
  return build(options, { chainId, headers }, undefined, (core, _, target) =>
    core.validateChain(target),
  );
}

/** What a check found. */
export class Report {
  /** How many issues block. */
  readonly errors: number;
  /** How many issues do not. */
  readonly warnings: number;
  readonly #list: () => readonly Issue[];
  #issues: readonly Issue[] | undefined;

  /** @internal */
  constructor(errors: number, warnings: number, list: () => readonly Issue[]) {
    this.errors = errors;
    this.warnings = warnings;
    this.#list = list;
  }

  /** Whether the body may be sent. */
  get valid(): boolean {
    return this.errors === 0;
  }

  /**
   * Every issue in document order. They are written down when this is first read: read it before
   * you change bytes that you gave.
   */
  get issues(): readonly Issue[] {
    this.#issues ??= this.errors + this.warnings === 0 ? [] : this.#list();
    return this.#issues;
  }
}

/** What a check may be told. */
export interface CheckOptions {
  /** Severities that replace the rule book's own. */
  readonly rules?: Rules | CompiledRules | undefined;
  /** Says what is wrong: in English unless given. */
  readonly messages?: Messages | undefined;
  /**
   * Whether the body is one that somebody is still filling in. Then nothing is missing yet, and what
   * is blank, `null`, `undefined` or `NaN` is not there yet.
   */
  readonly partial?: boolean | undefined;
}

/** Checks the body of an operation. */
export function check(operation: OperationId, body: BodyInput, options?: CheckOptions): Report {
  const number = numberOf(operation);
  const rules = compiled(options?.rules);
  const partial = options?.partial === true;
  let input: Body;
  try {
    input = written(operation, body, options);
  } catch (error) {
    if (!isValidationError(error)) throw error;
    return reportOf(error.issues);
  }
  return withCore((core) => {
    const counts = core.check(number, writeBody(input, inputRoom()), rules, partial);
    return new Report(counts >>> 16, counts & 0xffff, () => {
      const rows = withCore((later) =>
        later.issues(number, writeBody(input, inputRoom()), rules, partial),
      );
      return issuesOf(rows, options?.messages);
    });
  });
}

/**
 * What is sent of a body.
 *
 * @throws {ValidationError} with every issue, where the body is a value that JSON cannot say.
 */
export function written(operation: OperationId, body: unknown, options?: CheckOptions): Body {
  return toBody(body, options, (text) => check(operation, text, options).issues);
}

function reportOf(issues: readonly Issue[]): Report {
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  return new Report(errors, issues.length - errors, () => issues);
}

/** The number of an operation in the core. */
function numberOf(operation: OperationId): number {
  const number = operationIds.indexOf(operation);
  if (number < 0) throw new TypeError(`there is no operation ${operation}`);
  return number;
}

/** What an answer means. */
export type Outcome =
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
  | { readonly type: 'unexpected'; readonly status: number; readonly body: unknown };

/** An answer of the server. */
export interface AnswerInput {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/**
 * Reads an answer.
 *
 * @param idField the member that holds the chain's id, looked at before the usual ones.
 */
export function readResponse(
  operation: OperationId,
  answer: AnswerInput,
  idField?: string,
): Outcome {
  const { status, headers } = answer;
  const number = numberOf(operation);
  const [[type, id = ''] = [], ...items] = withCore((core) =>
    core.readResponse(number, status, headers.get('Location'), answer.body, idField),
  );
  const body = parsed(answer.body);
  switch (type) {
    case 'created':
      return { type, status, id, body };
    case 'failed':
      return { type, status, errors: items.map(errorItem), body };
    case 'done':
      return { type, status, body };
    default:
      return { type: 'unexpected', status, body };
  }
}

/** An item of the server's `ErrorsResponse`, without what the server left out. */
function errorItem(row: readonly string[]): ErrorItem {
  return Object.fromEntries(
    errorItemFields.flatMap((name, index) => (row[index] ? [[name, row[index]]] : [])),
  );
}

/** A body as JSON, or as text where it is none; `undefined` where there is none. */
function parsed(body: Uint8Array): unknown {
  if (body.length === 0) return undefined;
  const text = decoder.decode(body).replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Overrides that {@link compileRules} has checked: a byte for each rule. */
export type CompiledRules = Uint8Array;

const severityBytes = { off: 0, warning: 1, error: 2 } as const;
const unchanged = 255;

/**
 * Checks overrides once for many calls.
 *
 * @throws {TypeError} for an unknown rule or severity, and for a rule whose severity is fixed.
 */
export function compileRules(overrides: Rules): CompiledRules {
  const ids = Object.keys(ruleBook);
  const bytes = new Uint8Array(ids.length).fill(unchanged);
  for (const [id, severity] of Object.entries(overrides)) {
    if (severity === undefined) continue;
    if (!ids.includes(id)) {
      const nearest = withCore((core) => core.nearestName(id, ids.join(' ')));
      throw new TypeError(`rules: no rule ${id}${nearest ? `; did you mean ${nearest}?` : ''}`);
    }
    if (ruleBook[id as RuleId].locked) throw new TypeError(`rules: ${id} cannot be overridden`);
    if (!Object.hasOwn(severityBytes, severity)) {
      throw new TypeError(`rules: ${id} must be 'off', 'warning' or 'error'`);
    }
    bytes[ids.indexOf(id)] = severityBytes[severity];
  }
  return bytes;
}

function compiled(rules: Rules | CompiledRules | undefined): CompiledRules | undefined {
  return rules === undefined || rules instanceof Uint8Array ? rules : compileRules(rules);
}

type Target = Parameters<Core['closeChain']>[0];

/** An id as it was given. Anything but text becomes what the core refuses as no text. */
function id(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : '\uFFFD';
}

/** A header's value as it was given. Anything but text becomes what the core refuses as empty. */
function headerValue(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : '';
}

/** What a request names beside its options. */
interface Named {
  readonly chainId?: string;
  /** The operation's own headers, in the contract's order. */
  readonly headers?: readonly string[];
}

/** Builds a request with `call`, and gives its errors and warnings their public form. */
function build(
  options: RequestOptions,
  named: Named,
  body: Body | undefined,
  call: (core: Core, length: number | undefined, target: Target) => Request,
): Request {
  if (typeof Request === 'undefined') throw lacks('Request');
  let warnings: readonly IssueRow[] = [];
  // Copied before the body is written, so that no getter of the caller runs in between.
  const target = {
    baseUrl: String(options.baseUrl ?? defaultBaseUrl),
    orgId: id(options.orgId),
    chainId: id(named.chainId),
    // A line for each. What has a line break of its own is refused for the other character, too.
    headers: named.headers?.map((value) => value.replaceAll('\n', '\r')).join('\n'),
    token: headerValue(options.token),
    allowInsecure: options.allowInsecure === true,
    userAgent: headerValue(options.userAgent),
    rules: compiled(options.rules),
    onWarnings: (rows: readonly IssueRow[]) => {
      warnings = rows;
    },
  };
  let request: Request;
  try {
    request = withCore((core) => {
      const length = body === undefined ? undefined : writeBody(body, inputRoom());
      return call(core, length, target as unknown as Target);
    });
  } catch (error) {
    // The core throws a bare error of that name.
    const { name, issues } = error as { name?: string; issues?: readonly IssueRow[] };
    if (name !== 'ValidationError' || issues === undefined) throw error;
    throw new ValidationError(issuesOf(issues, options.messages));
  }
  // Not before the core has returned: what the caller does here may use it again.
  if (warnings.length > 0) options.onWarnings?.(issuesOf(warnings, options.messages));
  return request;
}
