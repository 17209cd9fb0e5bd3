// Checks a body and builds the request around it, in one crossing into WebAssembly.

import type { OperationId } from '../contract.ts';
import { lacks, ValidationError } from '../errors.ts';
import { defaultBaseUrl } from '../generated/rules.ts';
import { described, type Issue, type IssueRow, issuesOf } from '../issues/issue.ts';
import type { Messages } from '../issues/message.ts';
import { type Body, writeBody } from './body.ts';
import { checkBody } from './check.ts';
import { type Core, inputRoom, withCore } from './instance.ts';
import type { CompiledRules } from './overrides.ts';

/** What a request needs beside its body. Values may be anything that a caller passed. */
export interface Target {
  readonly baseUrl?: string | undefined;
  readonly orgId: unknown;
  readonly chainId?: unknown;
  /** The values of the operation's own headers, in the contract's order. */
  readonly headers?: readonly unknown[];
  readonly token?: unknown;
  /** Whether each attempt adds a token of its own. */
  readonly tokenFollows?: boolean;
  readonly allowInsecure?: boolean | undefined;
  readonly userAgent?: unknown;
  readonly rules?: CompiledRules | undefined;
  readonly messages?: Messages | undefined;
}

/** A request that was checked and built. {@link requestOf} makes a `Request` of it. */
export interface Prepared {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly [name: string, value: string][];
  /** The body to send. `cancelChain` sends none if it has no member. */
  readonly body: Body | undefined;
  /** How many warnings there are. */
  readonly warningCount: number;
  /** Makes the list of warnings. */
  readonly warnings: () => readonly Issue[];
}

type CoreTarget = Parameters<Core['closeChain']>[0];

/** How the core builds the request of each operation. */
const builders: Record<
  OperationId,
  (core: Core, length: number | undefined, target: CoreTarget) => (string | number)[]
> = {
  createChain: (core, length, target) => core.createChain(length ?? 0, target),
  cancelChain: (core, length, target) => core.cancelChain(length, target),
  closeChain: (core, _, target) => core.closeChain(target),
  getChain: (core, _, target) => core.getChain(target),
  validateChain: (core, _, target) => core.validateChain(target),
};

/**
 * Checks a body and builds the request around it.
 *
 * @throws {ValidationError} with every issue, if one of them is an error.
 */
export function prepare(operation: OperationId, target: Target, body: Body | undefined): Prepared {
  const { rules, messages } = target;
  const row = crossing(operation, target, body);
  const [warningCount, hasBody, method, url, ...named] = row as [number, number, string, string];
  if (!isUrl(url)) throw unparsable(messages);
  const headers: [string, string][] = [];
  for (let index = 0; index < named.length; index += 2) {
    headers.push([String(named[index]), String(named[index + 1])]);
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
        : checkBody(operation, body, { rules, messages }).issues,
  };
}

/** The core's row for a request; its issues get their public form. */
function crossing(
  operation: OperationId,
  target: Target,
  body: Body | undefined,
): (string | number)[] {
  // Plain values: no getter of the caller runs while the body is in the core's memory.
  const own = {
    baseUrl: String(target.baseUrl ?? defaultBaseUrl),
    orgId: idText(target.orgId),
    chainId: idText(target.chainId),
    // One line for each. A line break in a value is refused as `\r`, too.
    headers: target.headers
      ?.map((value) => (headerText(value) ?? '').replaceAll('\n', '\r'))
      .join('\n'),
    token: headerText(target.token),
    tokenFollows: target.tokenFollows === true,
    allowInsecure: target.allowInsecure === true,
    userAgent: headerText(target.userAgent),
    rules: target.rules,
  };
  try {
    return withCore((core) => {
      const length = body === undefined ? undefined : writeBody(body, inputRoom());
      return builders[operation](core, length, own as unknown as CoreTarget);
    });
  } catch (error) {
    // The core throws a bare error of that name.
    const { name, issues } = error as { name?: string; issues?: readonly IssueRow[] };
    if (name !== 'ValidationError' || issues === undefined) throw error;
    throw new ValidationError(issuesOf(issues, target.messages));
  }
}

/** An id as text. The core refuses U+FFFD as no text. */
function idText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : '\uFFFD';
}

/** A header's value as text. The core refuses U+FFFD as no text. */
function headerText(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : '\uFFFD';
}

/** The last URL that the engine could parse, up to where ids differ. Parsing each would take 1 µs. */
let lastOrigin: string | undefined;

/** Whether the engine can parse a URL that the core has built: the core checks all but the host. */
function isUrl(url: string): boolean {
  const [origin] = /^[^/]*\/\/[^/]*/.exec(url) ?? [];
  // React Native's engine has no URL of its own.
  if (origin === lastOrigin || typeof URL === 'undefined') return true;
  try {
    new URL(url);
    lastOrigin = origin;
    return true;
  } catch {
    return false;
  }
}

function unparsable(messages: Messages | undefined): ValidationError {
  const facts = {
    rule: 'base-url',
    severity: 'error',
    provenance: 'logic',
    in: 'option',
    path: '/baseUrl',
    offset: 0,
    params: { problem: 'unparsable' },
  } as const;
  return new ValidationError([described(facts, messages)]);
}

/** Headers that an attempt adds. */
export type ExtraHeaders = readonly (readonly [name: string, value: string])[];

/**
 * Makes the web-standard `Request`. It does not follow a redirect: personal data must not, and
 * workerd has no mode `error`.
 *
 * @throws {CoreError} if the host has no `Request`.
 */
export function requestOf(prepared: Prepared, extra: ExtraHeaders = []): Request {
  if (typeof Request === 'undefined') throw lacks('Request');
  const { method, url, headers, body } = prepared;
  return new Request(url, {
    method,
    headers: [...headers, ...extra] as [string, string][],
    ...(body !== undefined && { body: body as BodyInit }),
    redirect: 'manual',
  });
}
