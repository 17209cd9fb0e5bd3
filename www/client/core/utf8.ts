// Encodes and decodes UTF-8. Hosts without `TextEncoder` or `TextDecoder` (jest's jsdom, older
// Hermes) use functions that every engine has.

/** The part of `TextEncoder` that this package uses. */
type Encoder = Pick<TextEncoder, 'encode' | 'encodeInto'>;

/** Like `TextEncoder`, it replaces lone surrogates with U+FFFD. */
export const encoder: Encoder =
  typeof TextEncoder === 'undefined' ? { encode, encodeInto } : new TextEncoder();

/** Keeps a byte order mark. */
export const decoder: Pick<TextDecoder, 'decode'> =
  typeof TextDecoder === 'undefined' ? { decode } : new TextDecoder('utf-8', { ignoreBOM: true });

function encode(text = ''): Uint8Array<ArrayBuffer> {
  const escaped = encodeURIComponent(text.replaceAll(/[\ud800-\udfff]/gu, '\uFFFD'));
  return Uint8Array.from(escaped.match(/%..|./g) ?? [], (part) =>
    part.length === 1 ? part.charCodeAt(0) : Number.parseInt(part.slice(1), 16),
  );
}

/** Writes the whole text, or nothing if the room is too small. */
function encodeInto(text: string, room: Uint8Array): TextEncoderEncodeIntoResult {
  const bytes = encode(text);
  const fits = bytes.length <= room.length;
  if (fits) room.set(bytes);
  return fits ? { read: text.length, written: bytes.length } : { read: 0, written: 0 };
}

/** Decodes bytes. If they are not valid UTF-8, every byte that is not ASCII becomes U+FFFD. */
function decode(bytes: AllowSharedBufferSource = new Uint8Array()): string {
  const escaped = Array.from(
    bytes as Uint8Array,
    (byte) => `%${byte.toString(16).padStart(2, '0')}`,
  );
  try {
    return decodeURIComponent(escaped.join(''));
  } catch {
    return decodeURIComponent(escaped.map((byte) => (byte < '%80' ? byte : '%ef%bf%bd')).join(''));
  }
}
