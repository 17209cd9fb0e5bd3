// Finds the names of a place in JSON text. An issue's path shows only the start of a long name.

import { decoder, encoder } from '../core/utf8.ts';

/** The strings of JSON, and what opens, closes and separates its members and items. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},]/g;

/**
 * The names and indices from the root to a place.
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

/** Changes the names by what a token does. */
function follow(token: string, isName: boolean, names: (string | number)[]): void {
  const last = names.length - 1;
  const current = names[last];
  if (token === '{') names.push('');
  else if (token === '[') names.push(0);
  else if (token === '}' || token === ']') names.pop();
  else if (token === ',' && typeof current === 'number') names[last] = current + 1;
  else if (isName) names[last] = JSON.parse(token);
}
