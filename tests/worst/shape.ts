// A shape of a body: a start, an item that is repeated, and an end. Work that grows faster than the body
// needs something that is repeated.

export interface Shape {
  readonly open: string;
  /** Each `#` becomes the number of the item, in base 36. */
  readonly item: string;
  readonly close: string;
}

const encoder = new TextEncoder();

/** A body of at most a size, in bytes. A shape that is larger by itself is cut off. */
export function bodyOf({ open, item, close }: Shape, size: number): Uint8Array {
  const room = size - encoder.encode(open + close).length;
  const isNumbered = item.includes('#');
  const once = encoder.encode(item).length;
  let items = '';
  if (!isNumbered && once > 0) items = item.repeat(Math.max(0, Math.floor(room / once)));
  if (isNumbered) {
    const parts: string[] = [];
    let left = room;
    for (let number = 0; ; number++) {
      const part = item.replaceAll('#', number.toString(36));
      // The text outside of the numbers has the same size in each item.
      left -= once + part.length - item.length;
      if (left < 0) break;
      parts.push(part);
    }
    items = parts.join('');
  }
  return encoder.encode(open + items + close).subarray(0, size);
}
