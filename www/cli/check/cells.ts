// How a text appears in a terminal: the columns of each character, and what is shown in place of one
// that nobody sees or that would change the terminal.

import { isUtf8 } from 'node:buffer';

/** A character as people see it, or what is shown in its place. */
export interface Cell {
  readonly text: string;
  /** Its width in columns. */
  readonly width: number;
  /** Its length in the source, in bytes of UTF-8. */
  readonly bytes: number;
}

const tab = { text: '    ', width: 4, bytes: 1 };

/** The characters of a line. */
export function cellsOf(line: Buffer): readonly Cell[] {
  if (isUtf8(line)) return cellsOfText(line.toString());
  const cells: Cell[] = [];
  for (let index = 0; index < line.length; ) {
    const end = endOfUtf8(line, index);
    if (end === index) {
      const hex = (line[index] ?? 0).toString(16).toUpperCase();
      cells.push({ text: `<${hex}>`, width: hex.length + 2, bytes: 1 });
      index += 1;
      continue;
    }
    cells.push(...cellsOfText(line.subarray(index, end).toString()));
    index = end;
  }
  return cells;
}

/** The end of the longest part that is UTF-8, from an index on. */
function endOfUtf8(line: Buffer, from: number): number {
  let end = from;
  while (end < line.length) {
    const lead = line[end] ?? 0;
    const length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const character = line.subarray(end, end + length);
    if (character.length < length || !isUtf8(character)) break;
    end += length;
  }
  return end;
}

/** Shows a text in one line, with nothing in it that would change the terminal. */
export function visible(text: string): string {
  return cellsOfText(text)
    .map((cell) => cell.text)
    .join('');
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function cellsOfText(text: string): Cell[] {
  if (/^[ -~]*$/.test(text))
    return Array.from(text, (shown) => ({ text: shown, width: 1, bytes: 1 }));
  return Array.from(graphemes.segment(text), ({ segment }) => cellOf(segment));
}

/** A character that is drawn as an emoji, two columns wide. */
const emoji = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|^[\d#*]\ufe0f?\u20e3/u;

/** Characters that nobody sees, that look like a space, or that control the terminal or its direction. */
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?![ \u3000])\p{Zs}/u;

/** Characters that combine with the one before them, the middle and last parts of Hangul included. */
const combining = /[\p{Mn}\p{Me}\u1160-\u11ff]/u;

/** East Asian characters of two columns (UAX #11), by their blocks. */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u3247\u3250-\u4dbf\u4e00-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f251}\u{20000}-\u{3fffd}]/u;

function cellOf(grapheme: string): Cell {
  if (grapheme === '\t') return tab;
  const bytes = Buffer.byteLength(grapheme);
  if (emoji.test(grapheme)) return { text: grapheme, width: 2, bytes };
  let text = '';
  let width = 0;
  for (const character of grapheme) {
    if (unseen.test(character)) {
      const shown = nameOf(character);
      text += shown;
      width += shown.length;
      continue;
    }
    text += character;
    if (!combining.test(character)) width += wide.test(character) ? 2 : 1;
  }
  // A mark without a character would combine with what is printed before it.
  return width === 0 ? { text: `\u25cc${text}`, width: 1, bytes } : { text, width, bytes };
}

/** The name of a character: `<U+200B>`. */
function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
