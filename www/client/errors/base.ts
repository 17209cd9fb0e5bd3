// What all errors of this package have in common. Their messages hold paths, rules and status codes,
// and never a value of the request, a token or the server's text: you can log them.

/** Marks the errors of this package. `Symbol.for` gives every copy and realm the same symbol. */
const brand = Symbol.for('identification-chain.error');

/** The base class of the errors of this package. A wrong argument throws a `TypeError` instead. */
export class ChainError extends Error {
  override name = 'ChainError';

  /** @internal */
  get [brand](): true {
    return true;
  }
}

/** Whether a value is an error of this package, from any copy of it and any realm. */
export function isChainError(value: unknown): value is ChainError {
  return typeof value === 'object' && value !== null && brand in value;
}
