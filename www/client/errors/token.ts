// The error for a missing access token.

import { ChainError } from './base.ts';
import { connectionFailure } from './failure.ts';

/** The client could not get an access token. It sent nothing to the API. */
export class TokenError extends ChainError {
  override name = 'TokenError';
  /** The HTTP status of the token endpoint, if it responded. */
  readonly status: number | undefined;

  constructor(problem: string, cause?: unknown, status?: number) {
    super(
      `could not get an access token: ${problem}`,
      cause === undefined ? undefined : { cause: connectionFailure(cause) },
    );
    this.status = status;
  }
}
