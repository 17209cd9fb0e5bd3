// The loader for browsers, Node and every bundler. The package contains the core's bytes, so that it
// starts synchronously, without an `init()`. They are ASCII, one character for most bytes, which
// compresses better than hexadecimal and base64: see tools/characters.ts.

import { key, text } from '#core-text';

/** Makes an instance of the core, and returns its exports. */
export function instantiate(imports: WebAssembly.Imports): WebAssembly.Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes()), imports).exports;
}

/** Compiles the core on other threads, which takes longer but does not block this one. */
export async function prepare(imports: WebAssembly.Imports): Promise<WebAssembly.Exports> {
  return (await WebAssembly.instantiate(bytes(), imports)).instance.exports;
}

function bytes(): Uint8Array<ArrayBuffer> {
  // The byte for each character code, from the space on.
  const byteOf = new Uint8Array(128);
  for (let index = 0; index < key.length; index += 2) {
    byteOf[32 + index / 2] = Number.parseInt(key.slice(index, index + 2), 16);
  }
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let flip = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // `|`, `}` and `~` change the two highest bits of the next byte.
    if (code > 123) {
      flip = (code - 123) << 6;
    } else {
      bytes[length++] = (byteOf[code] ?? 0) ^ flip;
      flip = 0;
    }
  }
  return bytes.subarray(0, length);
}
