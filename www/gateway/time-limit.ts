// Limits the time of asynchronous work that cannot be aborted. A timer costs more than most of the work,
// so work that is done at once gets none.

/**
 * Settles as `work` does, or rejects when the time limit ends. It does not wait for work that is late.
 *
 * @param tooLate makes the error for work that exceeds the time limit.
 */
export async function inTime<Result>(
  work: Promise<Result>,
  milliseconds: number,
  tooLate: () => Error,
): Promise<Result> {
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  work.then(settle, settle);
  await undefined;
  if (isSettled) return work;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
