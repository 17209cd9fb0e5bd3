// Where the output goes: its width, and whether it has colours.

import type { WriteStream } from 'node:tty';

const codes = { bold: 1, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 } as const;

/** The name of a style. */
export type Style = keyof typeof codes;

/** The standard output. */
export interface Terminal {
  readonly print: (text: string) => void;
  /** Adds styles to a text, if the output has colours. */
  readonly styled: (text: string, ...styles: readonly Style[]) => string;
  /** The width of a line, in columns. */
  readonly columns: number;
}

/** The width of an output that is not a terminal. */
const usualColumns = 100;

/** The narrowest and the widest line, whatever the terminal says. */
const bounds = { least: 60, most: 120 } as const;

/** The output to a stream: a terminal, a file or a pipe. */
export function terminal(stream: NodeJS.WriteStream): Terminal {
  const coloured = hasColours(stream, process.env);
  const columns = stream.isTTY ? stream.columns : usualColumns;
  return {
    print: (text) => stream.write(text),
    styled: (text, ...styles) =>
      coloured && text !== ''
        ? `\u001b[${styles.map((style) => codes[style]).join(';')}m${text}\u001b[0m`
        : text,
    columns: Math.min(Math.max(columns || usualColumns, bounds.least), bounds.most),
  };
}

/**
 * Whether to print colours: on a terminal that has them. `FORCE_COLOR` (any value except 0 and false)
 * forces them, and `NO_COLOR` (any value) turns them off. Node's order is the same: the first wins.
 */
function hasColours(stream: Partial<WriteStream>, env: NodeJS.ProcessEnv): boolean {
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (env['NO_COLOR']) return false;
  return stream.isTTY === true && stream.hasColors?.() === true;
}
