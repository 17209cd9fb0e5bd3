// Writes bytes as ASCII characters, one character for each of the bytes that are frequent, and two for
// any other. Compressors work with bytes: one character for a byte keeps what repeats whole, which
// neither hexadecimal nor base64 does. `www/client/core/loaders/inline.ts` reads the text.

/** The characters, without those that a string literal or a page would escape. */
const characters = Array.from({ length: 92 }, (_, index) => String.fromCharCode(32 + index)).filter(
  (character) => !`"$'<\\\``.includes(character),
);

/** `|`, `}` and `~` change the two highest bits of the byte after them. */
const flips = [1, 2, 3].map((bits) => ({ bits: bits << 6, character: '{|}~'.charAt(bits) }));

/** Bytes as text, and what reads the text. */
export interface InCharacters {
  /** For each character from the space to `{`, the byte that it stands for, in hexadecimal. */
  readonly key: string;
  readonly text: string;
}

/** Writes bytes as text. */
export function inCharacters(bytes: Uint8Array): InCharacters {
  const single = singleCharacters(bytes);
  const codes = Array.from({ length: 256 }, (_, byte) => single.get(byte) ?? pair(byte, single));
  const byteOf = new Map([...single].map(([byte, character]) => [character, byte]));
  const key = Array.from({ length: 92 }, (_, index) => {
    const byte = byteOf.get(String.fromCharCode(32 + index)) ?? 0;
    return byte.toString(16).padStart(2, '0');
  });
  return { key: key.join(''), text: Array.from(bytes, (byte) => codes[byte]).join('') };
}

/** The bytes with a character of their own. Printable bytes keep theirs, so that texts compress well. */
function singleCharacters(bytes: Uint8Array): Map<number, string> {
  const counts = new Array<number>(256).fill(0);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  const byCount = [...counts.keys()].sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  // One of the four bytes with the same lower six bits, for the pairs; then those that are frequent.
  const needed = Array.from({ length: 64 }, (_, low) => byCount.find((byte) => byte % 64 === low));
  const chosen = [...new Set([...needed, ...byCount])].slice(0, characters.length);
  const free = new Set(characters);
  const single = new Map<number, string>();
  for (const byte of chosen as number[]) {
    const own = String.fromCharCode(byte);
    if (free.delete(own)) single.set(byte, own);
  }
  const others = (chosen as number[]).filter((byte) => !single.has(byte)).sort((a, b) => a - b);
  const rest = [...free];
  for (const [index, byte] of others.entries()) single.set(byte, rest[index] ?? '');
  return single;
}

/** A byte as two characters. */
function pair(byte: number, single: ReadonlyMap<number, string>): string {
  const flip = flips.find(({ bits }) => single.has(byte ^ bits));
  if (flip === undefined) throw new Error(`no character is near the byte ${byte}`);
  return flip.character + single.get(byte ^ flip.bits);
}
