// One instance of the core, made when it is first needed and replaced if it ever traps.

import * as core from '#glue';
import { instantiate, prepare } from '#loader';
import { CoreError } from '../errors.ts';
import { maxBodyBytes } from '../generated/rules.ts';
import { isTooLargeAtOnce, refused } from './loaders/refused.ts';

/** The core's functions. */
export type Core = typeof core;

let memory: WebAssembly.Memory | undefined;
let room = new Uint8Array();

function start(): WebAssembly.Memory {
  try {
    return core.start(instantiate);
  } catch (error) {
    throw refused(error);
  }
}

/**
 * Starts the core beside other work, unless it runs.
 *
 * @param load what has to be done before.
 * @throws {CoreError} where the core cannot run.
 */
export async function prepareCore(load?: () => Promise<void>): Promise<void> {
  if (memory !== undefined) return;
  try {
    await load?.();
    const prepared: WebAssembly.Exports[] = [await prepare(core.imports())];
    // What is prepared is taken once: an instance that trapped is not used again.
    memory ??= core.start((imports) => prepared.pop() ?? instantiate(imports));
  } catch (error) {
    throw refused(error);
  }
}

/**
 * Starts the core, unless it runs. The promise is for where it has to be waited for.
 *
 * @throws {CoreError} where the core cannot run.
 */
export function startCore(): Promise<void> | undefined {
  try {
    memory ??= start();
    return undefined;
  } catch (error) {
    if (error instanceof CoreError && isTooLargeAtOnce(error.cause)) return prepareCore();
    throw error;
  }
}

/**
 * Calls `use` with the core's functions.
 *
 * @throws {CoreError} where the core cannot run, and if it traps. It never should; the next call has
 * a new instance.
 */
export function withCore<Result>(use: (core: Core) => Result): Result {
  memory ??= start();
  try {
    return use(core);
  } catch (error) {
    const { name } = (error ?? {}) as { name?: unknown };
    if (name === 'ValidationError') throw error;
    // Whatever else it was (the caller's stack may be full) has left the instance half-way.
    memory = undefined;
    room = new Uint8Array();
    throw name === 'RuntimeError' ? new CoreError(error) : error;
  }
}

/** The room for a body in the core's memory: one byte more than a body may have. */
export function inputRoom(): Uint8Array {
  // When the core's memory grows, views of it shrink to nothing, or are of a buffer left behind. To
  // ask WebAssembly for its buffer would take a twentieth of a check.
  const moved = room.length === 0 || (!core.detaches && room.buffer !== memory?.buffer);
  if (moved && memory !== undefined) {
    const address = core.input();
    room = new Uint8Array(memory.buffer, address, maxBodyBytes + 1);
  }
  return room;
}
