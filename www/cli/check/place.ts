// Where a byte of a text is: its line, its column, and the end of the token that starts there.

/** A line of a text, with a place in it. */
export interface Place {
  /** The number of the line, from 1. */
  readonly line: number;
  /** The character in the line, from 1, as the core counts them. */
  readonly column: number;
  /** The bytes of the line, without its end. */
  readonly bytes: Buffer;
  /** The place, as bytes of the line. They are equal at the end of the text. */
  readonly start: number;
  readonly end: number;
}

const newline = 0x0a;

/** The place of the token at an offset of a text. */
export function placeOf(text: Buffer, offset: number): Place {
  const before = text.subarray(0, offset);
  const from = before.lastIndexOf(newline) + 1;
  const next = text.indexOf(newline, offset);
  let to = next < 0 ? text.length : next;
  if (text[to - 1] === 0x0d && to - 1 >= offset) to -= 1;
  const bytes = text.subarray(from, to);
  const start = offset - from;
  return {
    line: before.reduce((lines, byte) => lines + (byte === newline ? 1 : 0), 1),
    column: charactersIn(text.subarray(from, offset)) + 1,
    bytes,
    start,
    end: start + tokenLength(bytes.subarray(start).toString('latin1')),
  };
}

/** Counts the bytes that start a character. */
function charactersIn(bytes: Buffer): number {
  return bytes.reduce((count, byte) => count + ((byte & 0xc0) === 0x80 ? 0 : 1), 0);
}

/** A string, an escape sequence, a number or a word. */
const tokens = /^(?:"(?:[^"\\]|\\.)*"?|\\u[\da-fA-F]{4}|\\.|[\w.+-]+)/;

/** The length of the token at the start of a text, with one character for each byte. */
function tokenLength(text: string): number {
  if (text === '') return 0;
  if (/^[[{]/.test(text)) return bracketLength(text);
  return tokens.exec(text)?.[0].length ?? 1;
}

/** The length of an object or array; 1 if the text ends before it does. */
function bracketLength(text: string): number {
  let depth = 0;
  for (const { 0: found, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (found === '{' || found === '[') depth += 1;
    if (found === '}' || found === ']') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return 1;
}
