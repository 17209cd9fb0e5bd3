// What a bundle holds that only tells errors apart: without the core, which is most of the package.

import assert from 'node:assert/strict';

export const onlyGuards = `import { isValidationError } from 'identification-chain';

globalThis.result = isValidationError(new Error());
`;

/** What compiles the core, how the core begins, and the core in JavaScript. */
const core = /WebAssembly|0061736d|Math\.imul/;

/** What the guards may have with what a bundler adds of its own, in bytes. */
const most = 2_000;

/** Sees that a bundle of `onlyGuards` is small and has no core, and tells its size. */
export function seeSmall(bundler: string, bundle: string): void {
  assert.ok(
    bundle.includes('identification-chain.error'),
    `${bundler}: not a bundle of the guards`,
  );
  assert.doesNotMatch(bundle, core, `${bundler}: the core is in a bundle of the guards`);
  const size = Buffer.byteLength(bundle);
  assert.ok(size < most, `${bundler}: ${size} bytes for the error guards alone`);
  console.log(`${bundler}: ${size} bytes for the error guards alone`);
}
