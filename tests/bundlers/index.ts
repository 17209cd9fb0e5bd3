// The bundlers: the smallest project for each, without configuration.

import type { Environment } from '../support/environment.ts';
import { frameworkUses } from './frameworks.ts';
import { toolUses } from './tools.ts';
import { environmentOf } from './use.ts';

/** The environments by the headings of docs/platforms.md. */
export const kinds: Readonly<Record<string, readonly Environment[]>> = {
  Bundlers: toolUses.map(environmentOf),
  Frameworks: frameworkUses.map(environmentOf),
};
