// What a bundle holds that only tells errors apart: without the core, which is most of the package.

import assert from 'node:assert/strict';

export const onlyGuards = `import { isValidationError } from 'identification-chain';

globalThis.result = isValidationError(new Error());
`;

/** What compiles the core, and how the core begins. */
const core = /WebAssembly|0061736d/;

export function hasCore(bundle: string): boolean {
  return core.test(bundle);
}

/** Sees that a bundle of `onlyGuards` has no core, and tells its size. */
export function seeSmall(bundler: string, bundle: string): void {
  assert.ok(
    bundle.includes('identification-chain.error'),
    `${bundler}: not a bundle of the guards`,
  );
  assert.ok(!hasCore(bundle), `${bundler}: the core is in a bundle of the guards`);
  console.log(`${bundler}: ${Buffer.byteLength(bundle)} bytes for the error guards alone`);
}
