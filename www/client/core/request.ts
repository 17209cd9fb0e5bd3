// Checks a body and builds the request around it, in one call of the core.

import type { OperationId } from '../contract.ts';
import { missingGlobal, ValidationError } from '../errors/index.ts';
import { defaultBaseUrl } from '../generated/rules.ts';
import type { Issue } from '../issues/issue.ts';
import type { Messages } from '../issues/message.ts';
import { issuesOf } from '../issues/rows.ts';
import { issueOutsideBody } from '../issues/with-message.ts';
import { own } from '../own.ts';
import { type Body, writeBody } from './body.ts';
import { checkBody } from './check.ts';
import { inputRoom, withCore } from './instance.ts';
import { linesOf } from './lines.ts';
import type { CompiledRules } from './overrides.ts';

/** The parts of a request besides its body. Their values are unchecked. */
export interface Target {
  readonly baseUrl?: string | undefined;
  readonly orgId: unknown;
  readonly chainId?: unknown;
  /** The values of the operation's own headers, in the contract's order. */
  readonly headers?: readonly unknown[];
  readonly token?: unknown;
  /** Whether a token is added later, by {@link requestOf}. */
  readonly tokenFollows?: boolean;
  readonly allowInsecure?: boolean | undefined;
  readonly userAgent?: unknown;
  readonly rules?: CompiledRules | undefined;
  readonly messages?: Messages | undefined;
}

/** A checked request. {@link requestOf} makes a `Request` of it for every attempt. */
export interface Prepared {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly [name: string, value: string][];
  /** The body to send. `cancelChain` does not send an empty object. */
  readonly body: Body | undefined;
  /** The number of warnings. */
  readonly warningCount: number;
  /** Lists the warnings, with another check. */
  readonly warnings: () => readonly Issue[];
}

/**
 * Checks a body and builds the request around it.
 *
 * @throws {ValidationError} with every issue, if one of them is an error.
 */
export function prepare(operation: OperationId, given: Target, body: Body | undefined): Prepared {
  const target = own(given);
  const { rules, messages } = target;
  const list = callCore(operation, target, body);
  // The list starts with the number of issues.
  if (list[0] !== 0) throw new ValidationError(issuesOf(String(list[1]), messages));
  const [, warningCount, hasBody, method, url] = list as [number, number, number, string, string];
  if (!isUrl(url)) throw invalidUrl(messages);
  const headers: [string, string][] = [];
  for (let index = 5; index < list.length; index += 2) {
    headers.push([String(list[index]), String(list[index + 1])]);
  }
  return {
    method,
    url,
    headers,
    body: hasBody === 1 ? body : undefined,
    warningCount,
    warnings: () =>
      body === undefined || warningCount === 0
        ? []
        : checkBody(operation, body, own({ rules, messages })).issues,
  };
}

/** Returns the core's list for a request. */
function callCore(
  operation: OperationId,
  target: Target,
  body: Body | undefined,
): (string | number)[] {
  // Plain values, so that none of the caller's getters runs while the body is in the core's memory.
  const lines = linesOf([
    String(target.baseUrl ?? defaultBaseUrl),
    headerText(target.token),
    headerText(target.userAgent),
    target.tokenFollows === true ? '' : undefined,
    target.allowInsecure === true ? '' : undefined,
    idText(target.orgId),
    idText(target.chainId),
    ...(target.headers ?? []).map(headerText),
  ]);
  const { rules } = target;
  return withCore((core) => {
    const length = body === undefined ? -1 : writeBody(body, inputRoom());
    return core[operation](length, lines, rules);
  });
}

/** Returns an id as text. Other types become U+FFFD, which the core rejects as not a string. */
function idText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : '\uFFFD';
}

/** Returns a header's value as text. Other types become U+FFFD, as in {@link idText}. */
function headerText(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : '\uFFFD';
}

/** The origin of the last valid URL. Parsing every URL would take 1 µs. */
let lastOrigin: string | undefined;

/** Whether the host can parse a URL. The core has checked everything except its origin. */
function isUrl(url: string): boolean {
  const [origin] = /^[^/]*\/\/[^/]*/.exec(url) ?? [];
  // React Native's engine has no URL class.
  if (origin === lastOrigin || typeof URL === 'undefined') return true;
  try {
    new URL(url);
    lastOrigin = origin;
    return true;
  } catch {
    return false;
  }
}

function invalidUrl(messages: Messages | undefined): ValidationError {
  const place = { rule: 'base-url', in: 'option', path: '/baseUrl' } as const;
  return new ValidationError([issueOutsideBody(place, 'unparsable', messages)]);
}

/** The headers that a single attempt adds. */
export type ExtraHeaders = readonly (readonly [name: string, value: string])[];

/**
 * Makes the web-standard `Request`. It does not follow redirects, so that personal data stays with
 * this server. (workerd does not support the mode `error`.)
 *
 * @throws {CoreError} if the host has no `Request`.
 */
export function requestOf(prepared: Prepared, extra: ExtraHeaders = []): Request {
  if (typeof Request === 'undefined') throw missingGlobal('Request');
  const { method, url, headers, body } = prepared;
  return new Request(
    url,
    own({
      method,
      headers: [...headers, ...extra] as [string, string][],
      // Not left out, because Node copies what it is given to an object with a prototype.
      body: (body as BodyInit | undefined) ?? null,
      signal: null,
      redirect: 'manual' as const,
    }),
  );
}
