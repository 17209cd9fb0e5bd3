// The error for a request that breaks rules.

import type { Issue } from '../issues/issue.ts';
import { ChainError } from './base.ts';

/** The message of a {@link ValidationError} lists at most this many errors. */
const maxShownErrors = 20;

/** The request breaks rules. Nothing was sent. */
export class ValidationError extends ChainError {
  override name = 'ValidationError';
  /** Every issue in document order, including warnings. */
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    const errors = issues.filter((issue) => issue.severity === 'error');
    const lines = errors.slice(0, maxShownErrors).map(lineOf);
    if (errors.length > maxShownErrors) lines.push(`and ${errors.length - maxShownErrors} more`);
    super(lines.join('; '));
    this.issues = issues;
  }
}

function lineOf({ path, message }: Issue): string {
  return `${path === '' ? 'body' : path} ${message}`;
}
