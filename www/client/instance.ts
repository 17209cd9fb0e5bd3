// One instance of the core, made when it is first needed and replaced if it ever traps.

import * as core from '#glue';
import { loadModule } from '#loader';
import { CoreError } from './errors.ts';
import { maxBodyBytes } from './generated/rules.ts';

/** The core's functions. */
export type Core = typeof core;

let memory: WebAssembly.Memory | undefined;
let room = new Uint8Array();

/**
 * Calls `use` with the core's functions.
 *
 * @throws {CoreError} where the core cannot run, and if it traps. It never should; the next call has
 * a new instance.
 */
export function withCore<Result>(use: (core: Core) => Result): Result {
  memory ??= core.start(loadModule());
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
