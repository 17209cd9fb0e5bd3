// Limits the time of asynchronous work, and lets callers abort it.

/** The longest delay of a timer, in milliseconds. Longer ones fire at once. */
export const longestTimer = 2 ** 31 - 1;

/**
 * Settles as `work` does, unless the caller aborts or the time limit ends first. It does not wait for
 * work that ignores its signal.
 *
 * @param milliseconds the time limit; `Infinity` for none.
 * @param tooLate makes the error for work that exceeds the time limit.
 */
export function bounded<Result>(
  work: (bound: AbortSignal) => Promise<Result>,
  milliseconds: number,
  signal: AbortSignal | undefined,
  tooLate: () => Error,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    throwIfAborted(signal);
    const controller = new AbortController();
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    const end = (reason: unknown) => {
      settle();
      reject(reason);
      controller.abort(reason);
    };
    const abort = () => end(signal && reasonOf(signal));
    signal?.addEventListener('abort', abort);
    const timer =
      milliseconds <= longestTimer ? setTimeout(() => end(tooLate()), milliseconds) : undefined;
    work(controller.signal).then(
      (result) => {
        settle();
        resolve(result);
      },
      (error) => {
        settle();
        reject(error);
      },
    );
  });
}

/** Returns the reason of an aborted signal. React Native's signals have none. */
function reasonOf({ reason }: AbortSignal): unknown {
  return reason ?? Object.assign(new Error('the operation was aborted'), { name: 'AbortError' });
}

/** Throws the reason of an aborted signal. React Native's signals do not have this method. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw reasonOf(signal);
}

/** Waits. If the caller aborts, it rejects with the signal's reason. */
export function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal && reasonOf(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
  });
}
