// The bundlers: the smallest project for each, without configuration.

import type { Environment } from '../support/environment.ts';
import { frameworkUses } from './frameworks.ts';
import { toolUses } from './tools.ts';
import { environmentOf } from './use.ts';

export const environments: readonly Environment[] = [...toolUses, ...frameworkUses].map(
  environmentOf,
);
