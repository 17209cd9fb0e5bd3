// Adds counters to a WebAssembly module: of the instructions that run, and of the allocations.

import binaryen from 'binaryen';

/** The exports of a counting module that hold its counters, as globals. */
export const counters = { instructions: 'count:instructions', allocations: 'count:allocations' };

/** The features of the core. With all features, binaryen writes imports that engines refuse. */
const features = [
  binaryen.Features.BulkMemory,
  binaryen.Features.ReferenceTypes,
  binaryen.Features.SignExt,
  binaryen.Features.NontrappingFPToInt,
  binaryen.Features.MutableGlobals,
  binaryen.Features.Multivalue,
].reduce((all, feature) => all | feature, 0);

/** The names of functions that allocate, if the module still has names. */
const allocates = /::(?:__rust_)?(?:re)?alloc(?:ate)?(?:::h[\da-f]{16})?"?$/;

/** A function of binaryen's text: its first line with its name, its locals, its instructions. */
const functions = /^( \(func (\$"[^"]*"|\$\S+).*\n(?: {2}\(local .*\n)*)([\s\S]*?)^ \)$/gm;

/** Instructions that do more than begin or end a block. */
const runs = /^ +(?!(?:block|loop|else|end)\b)\S/;

/** The end of a run of instructions that are executed together. */
const boundary = /(?<=^ +(?:loop|if|else|end|br|br_if|br_table|return|unreachable)\b.*\n)/m;

/** A module with counters, and the number of its functions that allocate. */
export interface CountingModule {
  readonly bytes: Uint8Array;
  readonly allocators: number;
}

/** Adds counters to a module. */
export function withCounters(wasm: Uint8Array): CountingModule {
  const module = binaryen.readBinary(wasm);
  // One instruction a line, in the order in which they run.
  const text = module.emitStackIR();
  module.dispose();
  let allocators = 0;
  const counted = text.replaceAll(functions, (_, head, name, body) => {
    const isAllocator = allocates.test(name);
    if (isAllocator) allocators += 1;
    return `${head}${isAllocator ? add('allocations', 1) : ''}${withCount(body)} )`;
  });
  const globals = Object.entries(counters).map(
    ([counter, exported]) =>
      ` (global $${counter} (export "${exported}") (mut i32) (i32.const 0))\n`,
  );
  const result = binaryen.parseText(counted.replace(/\)\s*$/, `${globals.join('')})`));
  result.setFeatures(features);
  const bytes = result.emitBinary();
  result.dispose();
  return { bytes, allocators };
}

/** Counts the instructions of a function, each time that a run of them begins. */
function withCount(body: string): string {
  const counted = body.split(boundary).map((run) => {
    const instructions = run.split('\n').filter((line) => runs.test(line)).length;
    return instructions === 0 ? run : add('instructions', instructions) + run;
  });
  return counted.join('');
}

/** The instructions that add to a counter. */
function add(counter: keyof typeof counters, amount: number): string {
  return `global.get $${counter} i32.const ${amount} i32.add global.set $${counter}\n`;
}
