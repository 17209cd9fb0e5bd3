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
  tooLate: () => Error,
): Promise<Result> {
  throwIfAborted(signal);
  const controller = new AbortController();
  let reason: unknown;
  let end = (_: unknown) => {};
  const over = new Promise<never>((_, reject) => {
    end = (why) => {
      reason ??= why;
      reject(reason);
      controller.abort(reason);
    };
  });
  const giveUp = () => end(signal && reasonOf(signal));
  signal?.addEventListener('abort', giveUp);
  const timer =
    milliseconds <= longestTimer ? setTimeout(() => end(tooLate()), milliseconds) : undefined;
  try {
    return await Promise.race([over, work(controller.signal)]);
  } catch (error) {
    throw controller.signal.aborted ? reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

/** Why a signal was aborted, which React Native's does not say. */
function reasonOf({ reason }: AbortSignal): unknown {
  return reason ?? Object.assign(new Error('This was aborted'), { name: 'AbortError' });
}

/** Does what the method of that name does, which React Native's signals do not have. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw reasonOf(signal);
}

/** Waits, unless the caller gives up: then it rejects with the signal's reason. */
export function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal && reasonOf(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', giveUp, { once: true });
    if (signal?.aborted) giveUp();
  });
}
