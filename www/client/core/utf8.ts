// UTF-8: by the host where it has an encoder and a decoder, and otherwise by what every engine has.
// jest's jsdom has neither, and Hermes had no decoder for long.

/** What is used of a `TextEncoder`. */
type Encoder = Pick<TextEncoder, 'encode' | 'encodeInto'>;

/** Halves of surrogate pairs become U+FFFD, as a `TextEncoder` has it. */
export const encoder: Encoder =
  typeof TextEncoder === 'undefined' ? { encode, encodeInto } : new TextEncoder();

/** A byte order mark stays. */
export const decoder: Pick<TextDecoder, 'decode'> =
  typeof TextDecoder === 'undefined' ? { decode } : new TextDecoder('utf-8', { ignoreBOM: true });

function encode(text = ''): Uint8Array<ArrayBuffer> {
  const escaped = encodeURIComponent(text.replaceAll(/[\ud800-\udfff]/gu, '\uFFFD'));
  return Uint8Array.from(escaped.match(/%..|./g) ?? [], (part) =>
    part.length === 1 ? part.charCodeAt(0) : Number.parseInt(part.slice(1), 16),
  );
}

/** Writes all of a text, or nothing of one for which there is not the room. */
function encodeInto(text: string, room: Uint8Array): TextEncoderEncodeIntoResult {
  const bytes = encode(text);
  const fits = bytes.length <= room.length;
  if (fits) room.set(bytes);
  return fits ? { read: text.length, written: bytes.length } : { read: 0, written: 0 };
}

/** What is no UTF-8 at all keeps its ASCII. */
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
