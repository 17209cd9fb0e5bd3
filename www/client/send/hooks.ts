// What a client tells of its calls, for logs, metrics and traces. No event holds a value of a
// request's or an answer's body, or a credential: all of it may be logged.

import type { OperationId } from '../contract.ts';
import { unknownName } from '../options.ts';

/** What every event says. */
export interface CallEvent {
  /** The number of the call, from 1, among those of all clients. Attempts of one call share it. */
  readonly call: number;
  /** The operation that was asked for. */
  readonly operation: OperationId;
  /** The number of the attempt, from 1; 0 before the first. */
  readonly attempt: number;
}

/** A request is about to be sent. */
export interface RequestEvent extends CallEvent {
  readonly method: string;
  /** The whole URL. It has the organization and the chain, and nothing of the person. */
  readonly url: string;
  /** The path of the operation with its parameters' names, as in the API's reference. */
  readonly template: string;
}

/** An answer came, with its body. */
export interface ResponseEvent extends CallEvent {
  readonly status: number;
  /** The server's own id of the request, where a usual header has one. */
  readonly requestId: string | undefined;
  /** How long it took, in milliseconds. */
  readonly duration: number;
}

/** Why an attempt is followed by another. */
export type RetryReason = 'status' | 'connection' | 'timeout' | 'token';

/** An attempt failed, and another follows. */
export interface RetryEvent extends CallEvent {
  readonly reason: RetryReason;
  /** The status that the attempt was answered with, if it was. */
  readonly status: number | undefined;
  /** How long until the next attempt, in milliseconds. */
  readonly delay: number;
}

/** A call failed, and no attempt follows. */
export interface ErrorEvent extends CallEvent {
  /**
   * The name of the error that the call rejects with: `ConflictError`; `AbortError` where the caller
   * gave up, whatever the reason.
   */
  readonly error: string;
  /** The status of the last answer, if there was one. */
  readonly status: number | undefined;
}

/**
 * What is called on the way of a call: for every attempt `onRequest`, then `onResponse` if an answer
 * came, then `onRetry` if another attempt follows; at the end `onError` if the call fails, also
 * where it fails before its first attempt. What a hook throws is dropped.
 */
export interface Hooks {
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined;
  readonly onRetry?: ((event: RetryEvent) => void) | undefined;
  readonly onError?: ((event: ErrorEvent) => void) | undefined;
}

const hookNames = ['onRequest', 'onResponse', 'onRetry', 'onError'] as const;

/**
 * Copies hooks and checks them. They may be methods of an object that has other members, too.
 *
 * @throws {TypeError} for an unknown hook, with the nearest known one, and for what is no function.
 */
export function checkedHooks(hooks: Hooks): Hooks {
  for (const name of Object.keys(hooks)) {
    if (!name.startsWith('on') || hookNames.some((known) => known === name)) continue;
    throw new TypeError(`createClient: hooks: ${unknownName(name, hookNames, 'hook')}`);
  }
  const entries = hookNames.flatMap((name) => {
    const hook = hooks[name];
    if (hook === undefined) return [];
    if (typeof hook === 'function') return [[name, hook.bind(hooks)]];
    throw new TypeError(`createClient: hooks.${name} must be a function`);
  });
  return Object.fromEntries(entries);
}

/** Tells a hook, if there is one. */
export function tell<Name extends keyof Hooks>(
  hooks: Hooks | undefined,
  name: Name,
  event: Parameters<NonNullable<Hooks[Name]>>[0],
): void {
  const hook = hooks?.[name] as ((event: object) => unknown) | undefined;
  try {
    const told = hook?.(event);
    if (told instanceof Promise) told.catch(() => {});
  } catch {
    // A log that fails must not fail the call, which may have been done.
  }
}
