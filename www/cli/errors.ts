// The errors that are the user's to correct. Each message is one sentence, printed without a stack.

/** A wrong command line. */
export class UsageError extends Error {
  /** The command whose help shows the way out. */
  command: string | undefined;
}

/** Input that cannot be read, or a port that cannot be used. */
export class InputError extends Error {}
