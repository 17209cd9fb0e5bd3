// From what the caller has to the text or bytes that are checked and sent.

import { ValidationError } from './errors.ts';
import { maxBodyBytes, maxDepth } from './generated/rules.ts';
import { described, type Issue } from './issue.ts';

/** A body that will not change any more. */
export type Body = string | Uint8Array;

/**
 * Takes bytes and text as they are, and writes any other value as JSON.
 *
 * @throws {ValidationError} naming every place that holds what JSON cannot say: `undefined`, `NaN`,
 * an infinite number, a BigInt, a function, a symbol or a cycle. `JSON.stringify` would drop or
 * change some of them without a word.
 */
export function toBody(value: unknown): Body {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (!isOtherJson(value, -1)) {
    const issues: Issue[] = [];
    collect(value, '', [], issues);
    if (issues.length > 0) throw new ValidationError(issues);
  }
  return JSON.stringify(value);
}

/**
 * Whether JSON can say what an object or array holds. False also where that takes a closer look:
 * deep down, and for inherited members.
 */
function holdsJson(value: object, depth: number): boolean {
  if (depth === maxDepth) return false;
  // `for…in` reads an object's members at once, and an array's one name at a time.
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      if (typeof item !== 'string' && !isOtherJson(item, depth)) return false;
    }
    return true;
  }
  for (const name in value) {
    const member = (value as Record<string, unknown>)[name];
    if (typeof member !== 'string' && !isOtherJson(member, depth)) return false;
  }
  return true;
}

/** Whether JSON can say a value that is no string. */
function isOtherJson(value: unknown, depth: number): boolean {
  if (typeof value === 'object') return value === null || holdsJson(value, depth + 1);
  // Not for NaN and the infinities.
  if (typeof value === 'number') return value - value === 0;
  return typeof value === 'boolean';
}

/** Names every place under `path` that holds what JSON cannot say. */
function collect(value: unknown, path: string, above: readonly unknown[], issues: Issue[]) {
  const found = nameOf(value);
  if (found !== undefined) {
    issues.push(bodyIssue('not-json', path, { found }));
  } else if (typeof value === 'object' && value !== null && !('toJSON' in value)) {
    if (above.includes(value)) {
      issues.push(bodyIssue('not-json', path, { found: 'cycle' }));
    } else if (above.length === maxDepth) {
      issues.push(bodyIssue('too-deep', path, { limit: maxDepth }));
    } else {
      for (const name of Object.keys(value)) {
        const member = (value as Record<string, unknown>)[name];
        const segment = name.replaceAll('~', '~0').replaceAll('/', '~1');
        collect(member, `${path}/${segment}`, [...above, value], issues);
      }
    }
  }
}

function nameOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'number':
      if (Number.isFinite(value)) return undefined;
      return Number.isNaN(value) ? 'nan' : 'infinity';
    case 'undefined':
    case 'bigint':
    case 'function':
    case 'symbol':
      return typeof value;
    default:
      return undefined;
  }
}

function bodyIssue(rule: 'not-json' | 'too-deep', path: string, params: Issue['params']): Issue {
  return described({ rule, severity: 'error', in: 'body', path, offset: 0, params });
}

const encoder = new TextEncoder();

/**
 * Writes a body into `room`, which is one byte larger than a body may be.
 *
 * @returns how many bytes it has; all of the room where it has too many.
 */
export function writeBody(body: Body, room: Uint8Array): number {
  if (typeof body !== 'string') {
    if (body.length > maxBodyBytes) return room.length;
    room.set(body);
    return body.length;
  }
  const { read, written } = encoder.encodeInto(body, room);
  if (read < body.length) return room.length;
  return isWellFormed(body) ? written : writeIllFormed(body, room);
}

function isWellFormed(text: string): boolean {
  // Engines of before 2023 have no such method.
  return text.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text);
}

/**
 * Writes text with halves of surrogate pairs. The encoder puts U+FFFD for each, which would send
 * something else than was typed; the core knows them by their three bytes and names their place.
 */
function writeIllFormed(text: string, room: Uint8Array): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (length + 4 > room.length) return room.length;
    if (code >= 0xd800 && code <= 0xdfff) {
      room.set([0xed, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)], length);
      length += 3;
    } else {
      length += encoder.encodeInto(character, room.subarray(length)).written;
    }
  }
  return length;
}
