// For browsers, Node and every bundler: the module from the bytes that are in this package.
// Synchronous, so that nobody awaits an `init()`; hexadecimal, because it keeps the bytes aligned
// for the compressors, which base64 does not, and is ASCII, which Latin-1 is not.

import { hex } from '#core-hex';
import { refused } from './refused.ts';

/** Compiles the core. */
export function loadModule(): WebAssembly.Module {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = digit(hex.charCodeAt(2 * index)) * 16 + digit(hex.charCodeAt(2 * index + 1));
  }
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    throw refused(error);
  }
}

/** The value of a digit in `0-9a-f`, from its character code. */
function digit(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}
