// The hooks of a client, for logs, metrics and traces. Events hold no credential and no value from a
// request or response body: you can log them.

import type { OperationId } from '../contract.ts';
import { unknownName } from '../options.ts';
import { own } from '../own.ts';

/** The members of every event. */
export interface CallEvent {
  /** The number of the call, from 1, counted over all clients. All attempts of a call share it. */
  readonly call: number;
  /** The operation that was called. */
  readonly operation: OperationId;
  /** The number of the attempt, from 1. 0 before the first attempt. */
  readonly attempt: number;
}

/** A request is about to be sent. */
export interface RequestEvent extends CallEvent {
  readonly method: string;
  /** The whole URL. It contains the ids of the organization and the chain, and no personal data. */
  readonly url: string;
  /** The path with the names of its parameters, as in the API reference. */
  readonly template: string;
}

/** A response came, with its body. */
export interface ResponseEvent extends CallEvent {
  readonly status: number;
  /** The server's request id, if one of the usual headers has one. */
  readonly requestId: string | undefined;
  /** The duration of the attempt, in milliseconds. */
  readonly duration: number;
}

/** Why the client retries: a status, a failed connection, a timeout, or a rejected token. */
export type RetryReason = 'status' | 'connection' | 'timeout' | 'token';

/** An attempt failed, and another follows. */
export interface RetryEvent extends CallEvent {
  readonly reason: RetryReason;
  /** The HTTP status of the failed attempt, if it got a response. */
  readonly status: number | undefined;
  /** The delay before the next attempt, in milliseconds. */
  readonly delay: number;
}

/** A call failed, and no other attempt follows. */
export interface ErrorEvent extends CallEvent {
  /**
   * The name of the error that the call rejects with, such as `ConflictError`. `AbortError` if the
   * caller aborted the call, whatever the signal's reason.
   */
  readonly error: string;
  /** The HTTP status of the last response, if there was one. */
  readonly status: number | undefined;
}

/**
 * Functions that the client calls during a call. An error that a hook throws is ignored.
 */
export interface Hooks {
  /** Called before every attempt. */
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Called after every attempt that got a response. */
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined;
  /** Called after a failed attempt, if another attempt follows. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined;
  /** Called once if the call fails, even if it fails before the first attempt. */
  readonly onError?: ((event: ErrorEvent) => void) | undefined;
}

const hookNames = ['onRequest', 'onResponse', 'onRetry', 'onError'] as const;

/**
 * Copies and checks hooks. They may be methods of an object that has other members, too.
 *
 * @throws {TypeError} for an unknown hook, with the nearest known one, and for a hook that is not a
 * function.
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
  return own(Object.fromEntries(entries));
}

/** Calls a hook. It ignores what the hook throws. */
export function callHook(hook: (event: object) => unknown, event: object): void {
  try {
    const result = hook(event);
    if (result instanceof Promise) result.catch(() => {});
  } catch {
    // A failing hook must not fail the call: the operation may have been done.
  }
}
