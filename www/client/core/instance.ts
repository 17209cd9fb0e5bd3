// The only instance of the core. It starts when it is first needed, and is replaced if it crashes.

import * as core from '#glue';
import { instantiate, prepare } from '#loader';
import { CoreError } from '../errors/index.ts';
import { maxBodyBytes } from '../generated/rules.ts';
import { isTooLargeAtOnce, startError } from './start-error.ts';

/** The core's functions. */
export type Core = typeof core;

let memory: WebAssembly.Memory | undefined;
let room = new Uint8Array();

function start(): WebAssembly.Memory {
  try {
    return core.start(instantiate);
  } catch (error) {
    throw startError(error);
  }
}

/**
 * Starts the core without blocking other work, unless it already runs.
 *
 * @param load loads the core first, if the loader needs that.
 * @throws {CoreError} if the core cannot run here.
 */
export async function prepareCore(load?: () => Promise<void>): Promise<void> {
  if (memory !== undefined) return;
  try {
    await load?.();
    const prepared: WebAssembly.Exports[] = [await prepare(core.imports())];
    // The prepared instance is used only once: after a crash, `start` makes a new one.
    memory ??= core.start((imports) => prepared.pop() ?? instantiate(imports));
  } catch (error) {
    throw startError(error);
  }
}

/**
 * Starts the core, unless it already runs. Returns a promise only if the browser cannot start it
 * synchronously.
 *
 * @throws {CoreError} if the core cannot run here.
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
 * @throws {CoreError} if the core cannot run here, or if it crashes, which is a defect. The next call
 * gets a new instance.
 */
export function withCore<Result>(use: (core: Core) => Result): Result {
  memory ??= start();
  try {
    return use(core);
  } catch (error) {
    // An error (the caller's stack may be full) leaves the instance in an unknown state.
    const { name } = (error ?? {}) as { name?: unknown };
    memory = undefined;
    room = new Uint8Array();
    throw name === 'RuntimeError' ? new CoreError(error) : error;
  }
}

/** Returns the core's input buffer, which is one byte larger than the largest body. */
export function inputRoom(): Uint8Array {
  // When the memory grows, a view of it becomes empty, or keeps the old buffer if the host does not
  // detach buffers. Reading `memory.buffer` every time would take a twentieth of a check.
  const moved = room.length === 0 || (!core.detaches && room.buffer !== memory?.buffer);
  if (moved && memory !== undefined) {
    const address = core.input();
    room = new Uint8Array(memory.buffer, address, maxBodyBytes + 1);
  }
  return room;
}
