// Replaces the built entries that tests import with their sources in www/, so that a tool that changes
// the sources needs no build:
//
//   node --import ./tests/support/source-hooks.ts --test tests/client/call.test.ts

import { registerHooks } from 'node:module';
import { entrySources } from '../../tools/package-builds.ts';

const www = new URL('../../www/', import.meta.url);
const sources = new Map(
  Object.entries(entrySources).map(([name, source]) => [
    name === 'index' ? 'identification-chain' : `identification-chain/${name.replace('-', '/')}`,
    new URL(source, www).href,
  ]),
);

registerHooks({
  resolve: (specifier, context, next) => next(sources.get(specifier) ?? specifier, context),
});
