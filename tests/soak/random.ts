// Random numbers with a seed.

/**
 * Returns a generator of numbers from 0 to 1 (mulberry32), with several seeds. Each life and each
 * attempt has its own, so that it does not depend on what runs in parallel.
 */
export function randomFrom(...seeds: readonly number[]): () => number {
  let state = 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  for (const seed of seeds) state = next() ^ seed;
  return () => next() / 2 ** 32;
}

/** Picks an item at random, by weight. */
export function pick<Item>(
  random: () => number,
  items: readonly (readonly [number, Item])[],
): Item {
  let left = random() * items.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, item] of items) {
    left -= weight;
    if (left < 0) return item;
  }
  throw new RangeError('there are no items');
}
