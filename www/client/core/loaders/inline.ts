// The loader for browsers, Node and every bundler. The package contains the core's bytes, so that it
// starts synchronously, without an `init()`. They are in hexadecimal: it is ASCII, and compresses
// better than base64, because it keeps the bytes aligned.

import { hex } from '#core-hex';

/** Makes an instance of the core, and returns its exports. */
export function instantiate(imports: WebAssembly.Imports): WebAssembly.Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes()), imports).exports;
}

/** Compiles the core on other threads, which takes longer but does not block this one. */
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

/** Returns the value of a digit in `0-9a-f`, by its character code. */
function digit(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}
