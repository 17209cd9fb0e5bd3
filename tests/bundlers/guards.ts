// A bundle that uses only the guards of errors does not contain the core.

import assert from 'node:assert/strict';

export const onlyGuards = `import { isValidationError } from 'identification-chain';

globalThis.result = isValidationError(new Error());
`;

/** Signs of the core: its loader, its first bytes, and the core in JavaScript. */
const core = /WebAssembly|0061736d|Math\.imul/;

/** The limit for the guards with the bundler's own code, in bytes. */
const most = 2_000;

/** Checks that a bundle of `onlyGuards` is small and does not contain the core, and prints its size. */
export function assertSmall(bundler: string, bundle: string): void {
  assert.ok(
    bundle.includes('identification-chain.error'),
    `${bundler}: not a bundle of the guards`,
  );
  assert.doesNotMatch(bundle, core, `${bundler}: the core is in a bundle of the guards`);
  const size = Buffer.byteLength(bundle);
  assert.ok(size < most, `${bundler}: ${size} bytes for the error guards alone`);
  console.log(`${bundler}: ${size} bytes for the error guards alone`);
}
