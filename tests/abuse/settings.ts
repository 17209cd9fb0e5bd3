// The size of the work, and the time limits of the gateway.

/** How many samples are taken of the whole, evenly spaced. */
export const manyParts = 20;

/** How many are taken in continuous integration: two for each quarter. */
export const fewParts = 8;

/**
 * How long the gateway keeps the answer to a key, in milliseconds. Its memory store keeps a record for as
 * long, and removes lapsed records with every 1,000th write, so that it has two thousand at most.
 */
export const retention = 1_000;

/** How long the gateway waits for the API, in milliseconds. */
export const timeout = 1_000;
