// Cuts a line around a place, so that the line and the marks under the place fit a terminal.

import type { Cell } from './cells.ts';

/** A line in three parts: the middle one is marked. */
interface Frame {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
  /** Where the marks start, and how many there are, in columns. */
  readonly indent: number;
  readonly marks: number;
}

const ellipsis = '…';

/** The part of a cut line that comes before the place, at least. */
const lead = 1 / 3;

/** Draws the bytes from `start` to `end` of a line in `room` columns. */
export function frameOf(
  cells: readonly Cell[],
  { start, end }: { readonly start: number; readonly end: number },
  room: number,
): Frame {
  const from = indexOf(cells, start);
  const to = Math.max(indexOf(cells, end - 1) + 1, from);
  const { first, last } = windowAround(cells, from, room);
  const before = (first > 0 ? ellipsis : '') + textOf(cells.slice(first, from));
  const indent = (first > 0 ? 1 : 0) + widthOf(cells.slice(first, from));
  const marked = cells.slice(from, Math.min(to, last));
  const after = textOf(cells.slice(to, last));
  const isCut = last < cells.length;
  return {
    before,
    marked: textOf(marked),
    after: after + (isCut ? ellipsis : ''),
    indent,
    // The end of the text has no character to mark.
    marks: Math.max(widthOf(marked), 1),
  };
}

/** The index of the cell with a byte; the count of cells for the end of the line. */
function indexOf(cells: readonly Cell[], byte: number): number {
  let end = 0;
  const index = cells.findIndex((cell) => {
    end += cell.bytes;
    return byte < end;
  });
  return index < 0 ? cells.length : index;
}

/** The cells to show: all of them, or those around a place that fit. */
function windowAround(cells: readonly Cell[], from: number, room: number) {
  if (widthOf(cells) < room) return { first: 0, last: cells.length };
  // One column on each side is for the ellipsis.
  const free = room - 2;
  // Near its end, the line has more room for what comes before the place.
  const before = Math.max(Math.floor(free * lead), free - widthOf(cells.slice(from)));
  let first = from;
  for (let width = 0; first > 0; first--) {
    width += cells[first - 1]?.width ?? 0;
    if (width > before) break;
  }
  let last = first;
  for (let width = 0; last < cells.length; last++) {
    width += cells[last]?.width ?? 0;
    if (width > free) break;
  }
  return { first, last };
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}

function textOf(cells: readonly Cell[]): string {
  return cells.map(({ text }) => text).join('');
}
