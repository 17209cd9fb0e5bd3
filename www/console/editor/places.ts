// Where issues are in the text: byte offsets of UTF-8 as positions of a JavaScript string, and lines.

import type { Issue } from 'identification-chain';

/** An issue and its place in the text. */
export interface Placed {
  readonly issue: Issue;
  readonly from: number;
  readonly to: number;
  /** The line, from 1. */
  readonly line: number;
}

/** The rest of a value or a name that starts at a position: a string, or up to a bracket, comma or space. */
const token = /"(?:[^"\\\n]|\\.)*"?|[[\]{},:]|[^\s[\]{},:"]+/y;

/** Finds the places of issues. An issue outside the body has none. */
export function placesOf(text: string, issues: readonly Issue[]): readonly Placed[] {
  const inBody = issues.filter((issue) => issue.in === 'body');
  const inOrder = inBody.toSorted((one, other) => one.offset - other.offset);
  const placed = new Map<Issue, Placed>();
  let position = 0;
  let bytes = 0;
  let line = 1;
  for (const issue of inOrder) {
    while (bytes < issue.offset && position < text.length) {
      const character = text.codePointAt(position) ?? 0;
      if (character === 10) line += 1;
      bytes += bytesOf(character);
      position += character > 0xffff ? 2 : 1;
    }
    placed.set(issue, { issue, from: position, to: endFrom(text, position), line });
  }
  return inBody.flatMap((issue) => placed.get(issue) ?? []);
}

/** How many bytes a character has in UTF-8. */
function bytesOf(character: number): number {
  if (character < 0x80) return 1;
  if (character < 0x800) return 2;
  return character < 0x10000 ? 3 : 4;
}

function endFrom(text: string, from: number): number {
  token.lastIndex = from;
  const length = token.exec(text)?.[0].length ?? 0;
  return Math.min(text.length, from + Math.max(1, length));
}
