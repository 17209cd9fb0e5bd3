// What a body costs: the instructions that the published core runs to check it and to list its issues,
// in multiples of an ordinary body of the same size. Instructions are the same on every machine. Import
// this file before the package, because it replaces the core of its thread.

import { join } from 'node:path';
import shapes from '../cases/shapes.json' with { type: 'json' };
import { countCore } from '../counts/core.ts';
import { bodyOf, type Shape } from './shape.ts';

const core = countCore(join(import.meta.dirname, '../../target/npm/core.wasm'));
const { check } = await import('identification-chain/core');

/** The sizes of bodies, in bytes. The last one is the largest that is checked. */
export const sizes = [4096, 16_384, 65_536] as const;

/** The most that a body may cost. */
export const limit = 10;

/** A shape that is known, with its name. */
export type Known = Shape & { readonly name: string };

const [first, ...others]: readonly Known[] = shapes;
if (first === undefined) throw new Error('tests/cases/shapes.json is empty');

/** The known shapes. The first one is the ordinary body. */
export const known: readonly [Known, ...Known[]] = [first, ...others];

function instructionsOf(shape: Shape, size: number): number {
  const body = bodyOf(shape, size);
  core.reset();
  // This reads the issues.
  check('createChain', body).toJSON();
  return core.instructions();
}

// The first check starts the core.
check('createChain', '{}');
const ordinary = new Map(sizes.map((size) => [size, instructionsOf(first, size)]));

/** What a body costs. */
export function costOf(shape: Shape, size: (typeof sizes)[number]): number {
  return instructionsOf(shape, size) / (ordinary.get(size) ?? Number.NaN);
}
