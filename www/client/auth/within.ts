// Bounds in time.

import { TokenError } from '../errors.ts';

const longestTimer = 2 ** 31 - 1;

/**
 * Settles as `work` does, unless the caller gives up or the time is over first. It does not wait
 * for work that does not know its signal.
 *
 * @throws {TokenError} where `milliseconds` have passed.
 */
export async function within<Result>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  work: (bound: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const giveUp = () => controller.abort(signal?.reason);
  const tooLate = () => {
    controller.abort(new TokenError(`no answer of the token endpoint within ${milliseconds} ms`));
  };
  signal?.addEventListener('abort', giveUp);
  const timer = milliseconds <= longestTimer ? setTimeout(tooLate, milliseconds) : undefined;
  try {
    const over = new Promise<never>((_, reject) => {
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason));
    });
    return await Promise.race([work(controller.signal), over]);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}
