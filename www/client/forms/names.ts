// Finds the names and indices that lead to the value of an issue, whose path shortens long names.

import { decoder, encoder } from '../core/utf8.ts';
import type { Issue } from '../issues/issue.ts';
import { segmentsOf } from '../issues/pointer.ts';

/** Strings, brackets, braces and commas. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},]/g;

/**
 * Returns the names and indices that lead to the value of an issue.
 *
 * @param value The value that was checked.
 * @param text The JSON of the value.
 */
export function placeOf(
  { path, offset }: Pick<Issue, 'path' | 'offset'>,
  value: unknown,
  text: string,
): (string | number)[] {
  const names = path.includes('…') ? namesAt(text, offset) : [];
  let at = value;
  return segmentsOf(path).map((shown, index) => {
    const name = shown.endsWith('…') ? String(names[index] ?? shown) : shown;
    const segment = Array.isArray(at) ? Number(name) : name;
    at = (at as Record<string | number, unknown> | null | undefined)?.[segment];
    return segment;
  });
}

/**
 * Returns the names and indices that lead to a place.
 *
 * @param text JSON as `JSON.stringify` writes it, without white space.
 * @param offset The place, in bytes of UTF-8: where a value or a member starts, or in a string.
 */
function namesAt(text: string, offset: number): (string | number)[] {
  const at = decoder.decode(encoder.encode(text).subarray(0, offset)).length;
  const names: (string | number)[] = [];
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const isName = text[index + token.length] === ':';
    if (index > at || (index === at && !isName)) break;
    follow(token, isName, names);
  }
  return names;
}

/** Updates the names after a token. */
function follow(token: string, isName: boolean, names: (string | number)[]): void {
  const last = names.length - 1;
  const current = names[last];
  if (token === '{') names.push('');
  else if (token === '[') names.push(0);
  else if (token === '}' || token === ']') names.pop();
  else if (token === ',' && typeof current === 'number') names[last] = current + 1;
  else if (isName) names[last] = JSON.parse(token);
}
