// Copies objects without `Object.prototype`, to which any script may have added members.

/**
 * Copies the own members of an object. A member that the copy lacks is `undefined`, whatever
 * `Object.prototype` has: an added `baseUrl` or `headers` would otherwise change a request.
 */
export function own<Members extends object>(members: Members): Members {
  return { __proto__: null, ...members };
}
