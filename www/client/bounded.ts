// Work that somebody may give up, or that takes too long.

/** The longest time that runtimes wait for. */
export const longestTimer = 2 ** 31 - 1;

/**
 * Settles as `work` does, unless the caller gives up or the time is over first. It does not wait for
 * work that ignores its signal.
 *
 * @param milliseconds the time; `Infinity` for no bound.
 * @param tooLate makes the error that the promise rejects with when the time is over.
 */
export async function bounded<Result>(
  work: (bound: AbortSignal) => Promise<Result>,
  milliseconds: number,
  signal: AbortSignal | undefined,
  tooLate?: () => Error,
): Promise<Result> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const giveUp = () => controller.abort(signal?.reason);
  signal?.addEventListener('abort', giveUp);
  const timer =
    milliseconds <= longestTimer
      ? setTimeout(() => controller.abort(tooLate?.()), milliseconds)
      : undefined;
  let stop = () => {};
  const over = new Promise<never>((_, reject) => {
    stop = () => reject(controller.signal.reason);
  });
  controller.signal.addEventListener('abort', stop);
  try {
    return await Promise.race([over, work(controller.signal)]);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    // Node keeps the signals of requests that failed, and with them all that listens there.
    controller.signal.removeEventListener('abort', stop);
    signal?.removeEventListener('abort', giveUp);
  }
}

/** Waits, unless the caller gives up: then it rejects with the signal's reason. */
export function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', giveUp, { once: true });
    if (signal?.aborted) giveUp();
  });
}
