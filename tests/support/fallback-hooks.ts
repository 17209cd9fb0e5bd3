// Has what is imported be the fallback's, so that the tests of the default entries are the fallback's
// too:
//
//   node --import ./tests/support/fallback-hooks.ts --test tests/client/core.test.ts

import { registerHooks } from 'node:module';

const fallbacks: Readonly<Record<string, string>> = {
  'identification-chain': 'identification-chain/fallback',
  'identification-chain/core': 'identification-chain/fallback/core',
  'identification-chain/schema': 'identification-chain/fallback/schema',
};

registerHooks({
  resolve: (specifier, context, next) => next(fallbacks[specifier] ?? specifier, context),
});
