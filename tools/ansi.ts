// Reads text with the escape sequences of a terminal's colors (ECMA-48, SGR).

/** The style of a piece of text. A color is the name of an ANSI color, such as `red` or `bright-blue`. */
export interface Style {
  readonly color?: string | undefined;
  readonly bold?: boolean;
  readonly dim?: boolean;
}

/** Text of one style. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

export const colorNames = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
] as const;

/** What the codes that are not colors change. */
const changes: Readonly<Record<number, Style>> = {
  1: { bold: true },
  2: { dim: true },
  22: { bold: false, dim: false },
  39: { color: undefined },
};

function changeOf(code: number): Style {
  const change = changes[code];
  if (change !== undefined) return change;
  const isBright = code >= 90;
  const name = colorNames[code - (isBright ? 90 : 30)];
  if (name === undefined) throw new Error(`the code ${code} is not a style that a picture has`);
  return { color: isBright ? `bright-${name}` : name };
}

/** The style after a sequence with these codes. */
function styled(style: Style, codes: string): Style {
  let changed = style;
  for (const text of codes.split(';')) {
    const code = Number(text);
    changed = code === 0 ? {} : { ...changed, ...changeOf(code) };
  }
  return changed;
}

/** A sequence that changes the style: the escape character, a bracket, codes and an `m`. */
const sequence = new RegExp(`${String.fromCodePoint(0x1b)}\\[([\\d;]*)m`);

/**
 * The lines of a text, as spans.
 *
 * @throws {Error} when it has a sequence or a style that a picture does not have.
 */
export function linesOf(text: string): readonly (readonly Span[])[] {
  let style: Style = {};
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => {
      const spans: Span[] = [];
      // Text and the codes of sequences alternate.
      for (const [index, part] of line.split(sequence).entries()) {
        if (index % 2 === 1) {
          style = styled(style, part);
        } else if (/\p{Cc}/u.test(part)) {
          throw new Error('the output has a control character that is not a color');
        } else if (part !== '') {
          spans.push({ text: part, style });
        }
      }
      return spans;
    });
}
