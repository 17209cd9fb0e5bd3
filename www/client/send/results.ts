// The results of calls.

import type { Prepared } from '../core/request.ts';
import type { Outcome } from '../core/response.ts';
import { CoreError, isCoreError } from '../errors/index.ts';
import type { Issue } from '../issues/issue.ts';
import { type Answer, responseOf } from './attempt.ts';

/** The result of `createChain`. */
export interface CreatedChain {
  /** The chain's id. Store it: you need it to cancel and close the chain. */
  readonly id: string;
  /** The whole response body. The API reference does not document its fields. */
  readonly body: unknown;
  /** The warnings about the request, which did not block it. */
  readonly warnings: readonly Issue[];
}

/** The result of `cancelChain`, `closeChain` and `validateChain`. */
export interface ChainDone {
  /** The warnings about the request, which did not block it. */
  readonly warnings: readonly Issue[];
}

/** The result of `getChain`. */
export interface ChainRead {
  /** The whole response body. The API reference does not document its fields. */
  readonly body: unknown;
}

/** The promise of a result, which can also return the response. */
export interface Call<Result> extends Promise<Result> {
  /**
   * Resolves to the result and to the response, with its body unread. The response has the status,
   * headers, URL and body of the one that `fetch` returned.
   */
  withResponse(): Promise<{ readonly data: Result; readonly response: Response }>;
}

/** A successful call: its request, its outcome, and its answer. */
export interface Done {
  readonly prepared: Prepared;
  readonly outcome: Outcome;
  readonly answer: Answer;
}

export function createdChain({ prepared, outcome }: Done): CreatedChain {
  const { id, body } = outcome as Extract<Outcome, { type: 'created' }>;
  return withWarnings({ id, body }, prepared);
}

export function chainDone({ prepared }: Done): ChainDone {
  return withWarnings({}, prepared);
}

export function chainRead({ outcome }: Done): ChainRead {
  return { body: outcome.body };
}

/** Adds the warnings. They are listed when they are first read, which saves a second check. */
function withWarnings<Result extends object>(
  result: Result,
  { warningCount, warnings }: Prepared,
): Result & { readonly warnings: readonly Issue[] } {
  if (warningCount === 0) return { ...result, warnings: [] };
  let list: readonly Issue[] | undefined;
  return Object.defineProperty({ ...result, warnings: [] as readonly Issue[] }, 'warnings', {
    get: () => {
      list ??= listed(warnings);
      return list;
    },
  });
}

/**
 * Lists the warnings.
 *
 * @throws {CoreError} if the core crashes. Its message says that the call itself has succeeded.
 */
function listed(warnings: Prepared['warnings']): readonly Issue[] {
  try {
    return warnings();
  } catch (error) {
    if (!isCoreError(error)) throw error;
    throw new CoreError(
      error.cause,
      'failed to list the warnings of a call that succeeded; please report this',
    );
  }
}

/** Adds `withResponse` to the promise of a result. */
export function callOf<Result>(
  done: Promise<Done>,
  resultOf: (done: Done) => Result,
): Call<Result> {
  const result = done.then(resultOf);
  return Object.assign(result, {
    async withResponse() {
      // The caller handles the rejection of this promise, and need not handle that of `result`.
      result.catch(() => {});
      return { data: await result, response: responseOf((await done).answer) };
    },
  });
}
