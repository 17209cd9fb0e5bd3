// The settings of the simulation from the environment.

/** `SIMULATE_LIVES` and `SIMULATE_SEED`, or the usual ones. */
export function settings(
  usualLives: number,
  usualSeed: number,
): { readonly lives: number; readonly seed: number } {
  return {
    lives: numberFrom('SIMULATE_LIVES') ?? usualLives,
    seed: numberFrom('SIMULATE_SEED') ?? usualSeed,
  };
}

/** `SIMULATE_PROCESSES`, or the given number. */
export function processesOr(usual: number): number {
  return numberFrom('SIMULATE_PROCESSES') ?? usual;
}

function numberFrom(variable: string): number | undefined {
  const text = process.env[variable];
  if (text === undefined || text === '') return undefined;
  if (!/^\d+$/.test(text)) throw new TypeError(`${variable} must be a whole number: ${text}`);
  return Number(text);
}

/** A life: the seed of its run, and its number. */
interface LifeName {
  readonly seed: number;
  readonly life: number;
}

/** Writes a life as `make simulate SEED=…` takes it. */
export function writeLife({ seed, life }: LifeName): string {
  return `${seed}/${life}`;
}

export function readLife(text: string): LifeName {
  const [, seed, life] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (life === undefined) throw new TypeError(`SEED must be a life, such as 1/2394: ${text}`);
  return { seed: Number(seed), life: Number(life) };
}
