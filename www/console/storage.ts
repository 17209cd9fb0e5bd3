// Keeps values for a reload of this tab. Nothing personal goes in here.

const prefix = 'identification-chain.console.';

/** The value that was stored under a name in this tab. */
export function stored<Value>(name: string): Value | undefined {
  try {
    const text = sessionStorage.getItem(prefix + name);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    // A browser may forbid storage. The page then forgets on a reload.
    return undefined;
  }
}

/** Stores a value for a reload of this tab. */
export function store(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // As above.
  }
}
