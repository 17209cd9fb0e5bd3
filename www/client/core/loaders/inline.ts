// For browsers, Node and every bundler: the core from the bytes that are in this package.
// Synchronous, so that nobody awaits an `init()`; hexadecimal, because it keeps the bytes aligned
// for the compressors, which base64 does not, and is ASCII, which Latin-1 is not.

import { hex } from '#core-hex';

/** Makes an instance of the core; its exports. */
export function instantiate(imports: WebAssembly.Imports): WebAssembly.Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes()), imports).exports;
}

/** Makes one on other threads, which takes longer and holds nothing up. */
export async function prepare(imports: WebAssembly.Imports): Promise<WebAssembly.Exports> {
  return (await WebAssembly.instantiate(bytes(), imports)).instance.exports;
}

function bytes(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = digit(hex.charCodeAt(2 * index)) * 16 + digit(hex.charCodeAt(2 * index + 1));
  }
  return bytes;
}

/** The value of a digit in `0-9a-f`, from its character code. */
function digit(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}
