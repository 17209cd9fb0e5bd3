// Keeps values over a reload of this tab, in sessionStorage. docs/privacy.md says which.

const prefix = 'identification-chain.console.';

/** The value that was stored under a name in this tab. */
export function stored<Value>(name: string): Value | undefined {
  try {
    const text = storedText(prefix + name);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Stores a value for a reload of this tab. */
export function store(name: string, value: unknown): void {
  storeText(prefix + name, JSON.stringify(value));
}

/** The text of a key. `null` if there is none, or if the browser forbids storage. */
export function storedText(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Stores a text under a key. Returns whether the browser has room for it and allows it. */
export function storeText(key: string, text: string): boolean {
  try {
    sessionStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}
