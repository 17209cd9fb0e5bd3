// Gives the package a core that counts: it replaces WebAssembly's `Module` and `Instance`, so it has to
// be called before the package starts its core, in a thread of its own.

import { readFileSync } from 'node:fs';
import { counters, withCounters } from './module.ts';

/** The counters of the core of this thread. */
export interface CountingCore {
  /** The number of functions that allocate, which have to have names. */
  readonly allocators: number;
  /** Sets all counters to 0. */
  reset(): void;
  /** The instructions since `reset`. */
  instructions(): number;
  /** The calls of functions that allocate since `reset`. */
  allocations(): number;
  /** The calls of the core's exports from JavaScript since `reset`. */
  crossings(): number;
  /** The calls of JavaScript from the core since `reset`. */
  callsOut(): number;
  /** The size of its memory, in bytes. */
  memory(): number;
}

/** Copies an object of functions and other members. Its functions call `before` first. */
function observed<Members extends object>(members: Members, before: () => void): Members {
  const entries = Object.entries(members).map(([name, member]) => [
    name,
    typeof member === 'function'
      ? (...args: unknown[]) => {
          before();
          return member(...args);
        }
      : member,
  ]);
  return Object.fromEntries(entries);
}

/** Replaces the core of this thread with a module that counts. */
export function countCore(file: string): CountingCore {
  const { Module, Instance } = WebAssembly;
  const { bytes, allocators } = withCounters(readFileSync(file));
  let crossings = 0;
  let callsOut = 0;
  let own: WebAssembly.Exports = {};
  Object.assign(WebAssembly, {
    Module: function CountingModule() {
      return new Module(new Uint8Array(bytes));
    },
    Instance: function CountingInstance(module: WebAssembly.Module, imports: WebAssembly.Imports) {
      const observedImports = Object.entries(imports).map(([name, members]) => [
        name,
        observed(members, () => {
          callsOut += 1;
        }),
      ]);
      own = new Instance(module, Object.fromEntries(observedImports)).exports;
      const exports = observed(own, () => {
        crossings += 1;
      });
      return { exports };
    },
  });
  const counter = (name: keyof typeof counters) => own[counters[name]] as WebAssembly.Global<'i32'>;
  return {
    allocators,
    reset() {
      crossings = 0;
      callsOut = 0;
      counter('instructions').value = 0;
      counter('allocations').value = 0;
    },
    instructions: () => counter('instructions').value,
    allocations: () => counter('allocations').value,
    crossings: () => crossings,
    callsOut: () => callsOut,
    memory: () => (own['memory'] as WebAssembly.Memory).buffer.byteLength,
  };
}
