// Replaces the entries that tests import with the fallback, so that the tests of the default entries
// test the fallback too:
//
//   node --import ./tests/support/fallback-hooks.ts --test tests/client/core.test.ts

import { registerHooks } from 'node:module';

const replaced = new Set([
  'identification-chain',
  'identification-chain/core',
  'identification-chain/forms',
  'identification-chain/schema',
]);

registerHooks({
  resolve: (specifier, context, next) =>
    next(replaced.has(specifier) ? 'identification-chain/fallback' : specifier, context),
});
