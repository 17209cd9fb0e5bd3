// Finds the known name that a misspelt one is nearest to.

/**
 * Returns the known name that is nearest to `name`, or `undefined` if none is near. Case, `_` and `-`
 * are ignored. Up to a third of the letters may differ (optimal string alignment distance).
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const misspelt = folded(name);
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const right = folded(candidate);
    const found = distance(misspelt, right);
    if (found < least && found <= Math.max(1, right.length / 3)) {
      least = found;
      nearest = candidate;
    }
  }
  return nearest;
}

/** Longer names are cut before the comparison. No option or rule has a longer name. */
const maxLength = 64;

function folded(name: string): string {
  return name.slice(0, maxLength).replace(/[-_]/g, '').toLowerCase();
}

/** Counts the letters to insert, delete, replace or swap with the next one to turn `a` into `b`. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const [last = '', next = ''] = [a[row - 1], b[column - 1]];
      const replaced = (above[column - 1] ?? 0) + (last === next ? 0 : 1);
      const removed = Math.min(above[column] ?? 0, current[column - 1] ?? 0) + 1;
      const isSwap = last === b[column - 2] && next === a[row - 2];
      current.push(Math.min(replaced, removed, isSwap ? (before[column - 2] ?? 0) + 1 : removed));
    }
    before = above;
    above = current;
  }
  return above.at(-1) ?? 0;
}
