// Changes JSON text at one place, and leaves every other character as it is. The `modify` of
// jsonc-parser writes values again: it would round large numbers and format the lines around.

import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { members } from './contract.ts';

/** The names and indices that lead to a value. */
export type Path = readonly (string | number)[];

/** A text and its values. */
export interface Parsed {
  readonly text: string;
  /** The root, unless the text is not JSON. */
  readonly root: Node | undefined;
}

export function parse(text: string): Parsed {
  return { text, root: parseTree(text, [], { disallowComments: true }) };
}

/** Returns the value at a path, if there is one. */
export function nodeAt({ root }: Parsed, path: Path): Node | undefined {
  return root && findNodeAtLocation(root, [...path]);
}

/** Returns the JSON of a value. */
export function rawOf({ text }: Parsed, { offset, length }: Node): string {
  return text.slice(offset, offset + length);
}

/** Returns how many items or members a value has. */
export function sizeOf(parsed: Parsed, path: Path): number {
  return nodeAt(parsed, path)?.children?.length ?? 0;
}

/**
 * Returns the path of the value that prevents a value at `path`: a text where an object or an array
 * must be.
 */
export function blockOf(parsed: Parsed, path: Path): Path | undefined {
  for (let length = 0; length < path.length; length++) {
    const node = nodeAt(parsed, path.slice(0, length));
    if (node === undefined) return undefined;
    const container = typeof path[length] === 'number' ? 'array' : 'object';
    if (node.type !== container) return path.slice(0, length);
  }
  return undefined;
}

/** Writes JSON at a path, and the objects and the array that lead there. */
export function withValue(parsed: Parsed, path: Path, json: string): string {
  const existing = nodeAt(parsed, path);
  if (existing) return spliced(parsed.text, existing.offset, existing.length, json);
  let depth = path.length - 1;
  while (depth > 0 && nodeAt(parsed, path.slice(0, depth)) === undefined) depth--;
  const parent = nodeAt(parsed, path.slice(0, depth));
  if (parent === undefined) return parsed.text;
  const names = path.slice(depth);
  const [name] = names;
  const index = typeof name === 'number' ? name : placeOf(String(name), parent);
  return withChild(parsed, parent, index, names, json);
}

/** Inserts JSON into an array. */
export function withItem(parsed: Parsed, path: Path, index: number, json: string): string {
  const array = nodeAt(parsed, path);
  if (array === undefined) return withValue(parsed, [...path, 0], json);
  return withChild(parsed, array, index, [index], json);
}

/** Removes a member or an item, with its comma. */
export function without(parsed: Parsed, path: Path): string {
  const value = nodeAt(parsed, path);
  const child = typeof path.at(-1) === 'number' ? value : value?.parent;
  const siblings = child?.parent?.children ?? [];
  if (child?.parent === undefined) return parsed.text;
  const index = siblings.indexOf(child);
  const [before, after] = [siblings[index - 1], siblings[index + 1]];
  if (before) return cut(parsed.text, endOf(before), endOf(child));
  if (after) return cut(parsed.text, child.offset, after.offset);
  return cut(parsed.text, child.parent.offset + 1, endOf(child.parent) - 1);
}

/** Moves an item of an array. What is between the items keeps its place. */
export function withMoved(parsed: Parsed, path: Path, from: number, to: number): string {
  const slots = nodeAt(parsed, path)?.children ?? [];
  const items = slots.map((node) => rawOf(parsed, node));
  items.splice(to, 0, ...items.splice(from, 1));
  return slots.reduceRight(
    (text, { offset, length }, index) => spliced(text, offset, length, items[index] ?? ''),
    parsed.text,
  );
}

/** Where a member belongs: before the first that follows it in the contract. */
function placeOf(name: string, { children = [] }: Node): number {
  const rank = members.indexOf(name);
  const later = children.findIndex(({ children: [key] = [] }) => {
    return rank >= 0 && members.indexOf(key?.value) > rank;
  });
  return later < 0 ? children.length : later;
}

/**
 * Inserts a child into an object or an array, with the white space that its siblings have.
 *
 * @param names the child's own name or index, then those of what is in it and leads to `json`.
 */
function withChild(parsed: Parsed, parent: Node, index: number, names: Path, json: string): string {
  const { text } = parsed;
  const { children = [] } = parent;
  const unit = /^[ \t]+(?=\S)/m.exec(text)?.[0] ?? '  ';
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const gap =
    gapIn(text, parent) ?? (text.includes('\n') ? end + indentAt(text, parent) + unit : '');
  const isOnLines = gap.includes('\n');
  const colon = text.includes('":') && !text.includes('": ') ? ':' : ': ';
  const lines = names.reduceRight<string>(
    (value, name, depth) => {
      const child = typeof name === 'number' ? value : JSON.stringify(name) + colon + value;
      if (depth === 0) return child;
      const [open, close] = typeof name === 'number' ? ['[', ']'] : ['{', '}'];
      const inner = isOnLines ? `\n${child}`.replaceAll('\n', `\n${unit}`) : child;
      return open + inner + (isOnLines ? '\n' : '') + close;
    },
    isOnLines ? indented(json, unit) : json,
  );
  const child = lines.replaceAll('\n', end + gap.slice(gap.lastIndexOf('\n') + 1));
  const before = children[index - 1];
  if (before) return spliced(text, endOf(before), 0, `,${gap}${child}`);
  const start = parent.offset + 1;
  if (children.length > 0) return spliced(text, start, 0, `${gap}${child},`);
  const close = isOnLines ? end + indentAt(text, parent) : '';
  return cut(text, start, endOf(parent) - 1, gap + child + close);
}

/** The white space before the children of a value, if it has children. */
function gapIn(text: string, { offset, children = [] }: Node): string | undefined {
  const first = children[0];
  if (first === undefined) return undefined;
  const second = children[1];
  if (second === undefined) return text.slice(offset + 1, first.offset);
  return text.slice(text.indexOf(',', endOf(first)) + 1, second.offset);
}

/** The indentation of the line where a value starts. */
function indentAt(text: string, { offset }: Node): string {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, offset))?.[0] ?? '';
}

/** Formats the objects that the form writes. They have no numbers, which `JSON.parse` could round. */
function indented(json: string, unit: string): string {
  return /^[[{]/.test(json) ? JSON.stringify(JSON.parse(json), null, unit) : json;
}

function endOf({ offset, length }: Node): number {
  return offset + length;
}

function cut(text: string, from: number, to: number, inserted = ''): string {
  return text.slice(0, from) + inserted + text.slice(to);
}

function spliced(text: string, offset: number, length: number, inserted: string): string {
  return cut(text, offset, offset + length, inserted);
}
