// Finds the full names that lead to a place in JSON text. An issue's path shortens long names.

import { decoder, encoder } from '../core/utf8.ts';

/** Strings, brackets, braces and commas. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},]/g;

/**
 * Returns the names and indices that lead to a place.
 *
 * @param text JSON as `JSON.stringify` writes it, without white space.
 * @param offset The place, in bytes of UTF-8: where a value or a member starts, or in a string.
 */
export function namesAt(text: string, offset: number): (string | number)[] {
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
