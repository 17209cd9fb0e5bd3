// The settings of the ledger test, from environment variables.

/** Returns `SOAK_LIVES`, or else `usualLives`, and `SOAK_SEED`, or else a random seed. */
export function settings(usualLives: number): { readonly lives: number; readonly seed: number } {
  return {
    lives: numberFrom('SOAK_LIVES') ?? usualLives,
    seed: numberFrom('SOAK_SEED') ?? Math.floor(Math.random() * 2 ** 32),
  };
}

function numberFrom(variable: string): number | undefined {
  const text = process.env[variable];
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new TypeError(`${variable} must be a whole number: ${text}`);
  return Number(text);
}
