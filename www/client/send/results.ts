// What calls resolve to.

import type { Prepared } from '../core/request.ts';
import type { Outcome } from '../core/response.ts';
import type { Issue } from '../issues/issue.ts';

/** The result of `createChain`. */
export interface CreatedChain {
  /** The chain's id, by which it is cancelled and closed. */
  readonly id: string;
  /** The server's whole answer. The API publishes none of its fields. */
  readonly body: unknown;
  /** The warnings of the request, which did not block it. */
  readonly warnings: readonly Issue[];
}

/** The result of `cancelChain`, `closeChain` and `validateChain`. */
export interface ChainDone {
  /** The warnings of the request, which did not block it. */
  readonly warnings: readonly Issue[];
}

/** The result of `getChain`. */
export interface ChainRead {
  /** The server's whole answer. The API publishes none of its fields. */
  readonly body: unknown;
}

/** The promise of a call's result. */
export interface Call<Result> extends Promise<Result> {
  /** Resolves to the result and to the response as `fetch` returned it, its body unread. */
  withResponse(): Promise<{ readonly data: Result; readonly response: Response }>;
}

/** A call that was done: its request, and its answer as it was read and as it came. */
export interface Done {
  readonly prepared: Prepared;
  readonly outcome: Outcome;
  readonly response: Response;
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

/** Adds the warnings, which are listed when they are first read. */
function withWarnings<Result extends object>(
  result: Result,
  { warningCount, warnings }: Prepared,
): Result & { readonly warnings: readonly Issue[] } {
  if (warningCount === 0) return { ...result, warnings: [] };
  let list: readonly Issue[] | undefined;
  return Object.defineProperty({ ...result, warnings: [] as readonly Issue[] }, 'warnings', {
    get: () => {
      list ??= warnings();
      return list;
    },
  });
}

/** The promise of a call's result, which has the response on demand. */
export function callOf<Result>(
  done: Promise<Done>,
  resultOf: (done: Done) => Result,
): Call<Result> {
  const result = done.then(resultOf);
  return Object.assign(result, {
    async withResponse() {
      // Whoever waits for this does not wait for `result`, too.
      result.catch(() => {});
      return { data: await result, response: (await done).response };
    },
  });
}
