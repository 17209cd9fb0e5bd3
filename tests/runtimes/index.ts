// The rows of the matrix that are not bundlers: runtimes, browsers, test runners and compilers.

import type { Environment } from '../support/environment.ts';
import { browsers } from './browsers.ts';
import { compilers } from './compilers.ts';
import { servers } from './servers.ts';
import { testRunners } from './test-runners.ts';
import { workers } from './workers.ts';

/** The environments by the headings of docs/platforms.md. */
export const kinds: Readonly<Record<string, readonly Environment[]>> = {
  Servers: servers,
  'Workers and edges': workers,
  Browsers: browsers,
  'Test runners': testRunners,
  TypeScript: compilers,
};
