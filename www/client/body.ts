// From what the caller has to the text or bytes that are checked and sent.

import { ValidationError } from './errors.ts';
import { maxBodyBytes, maxDepth } from './generated/rules.ts';
import { described, type Issue } from './issue.ts';

/** What is checked and sent: text, or bytes that are the caller's. */
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
  if (typeof value === 'object' && value !== null) {
    const bytes = bytesOf(value);
    if (bytes !== undefined) return bytes;
    if (holdsJson(value, 0)) {
      try {
        return JSON.stringify(value);
      } catch {
        // A `toJSON` gave it a BigInt or a cycle. The closer look names the place.
      }
    }
  }
  return closely(value);
}

/** The bytes of a buffer or a view of one, of any realm. */
function bytesOf(value: object): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  const tag = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  if (tag === undefined) return undefined;
  if (tag === 'ArrayBuffer' || tag === 'SharedArrayBuffer') {
    return new Uint8Array(value as ArrayBuffer);
  }
  // A Promise, a Map, a Blob: JSON would write nothing of what they hold.
  throw new ValidationError([bodyIssue('not-json', '', { found: 'not-plain' })]);
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

/** Writes a value as JSON where JSON can say all of it, and otherwise names every place. */
function closely(value: unknown): string {
  const issues: Issue[] = [];
  const paths = new Map<unknown, string>();
  const above: unknown[] = [];
  // Called as `JSON.stringify` goes: after `toJSON`, and with the object that holds the value.
  function look(this: unknown, name: string, member: unknown): unknown {
    while (above.length > 0 && above.at(-1) !== this) above.pop();
    const path = pointer(paths.get(this), name);
    const found = above.includes(member) ? 'cycle' : nameOf(member);
    if (found !== undefined) {
      issues.push(bodyIssue('not-json', path, { found }));
      return null;
    }
    if (typeof member !== 'object' || member === null) return member;
    if (above.length === maxDepth) {
      issues.push(bodyIssue('too-deep', path, { limit: maxDepth }));
      return null;
    }
    // What stands in two places has been looked at in the first.
    if (paths.has(member)) return null;
    paths.set(member, path);
    above.push(member);
    return member;
  }
  JSON.stringify(value, look);
  if (issues.length > 0) throw new ValidationError(issues);
  return JSON.stringify(value);
}

/** The JSON pointer of a member; the empty one of what stands in nothing. */
function pointer(parent: string | undefined, name: string): string {
  if (parent === undefined) return '';
  return `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
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
  // ASCII, a byte for each character, has no halves of pairs.
  if (written !== body.length && !isWellFormed(body)) restoreHalves(body, room);
  return written;
}

function isWellFormed(text: string): boolean {
  // Engines of before 2023 have no such method.
  return text.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text);
}

/**
 * Puts halves of surrogate pairs back into text that has been encoded. The encoder wrote U+FFFD for
 * each, in three bytes, which would send something else than was typed; by these three the core
 * knows a half and names its place.
 */
function restoreHalves(text: string, room: Uint8Array): void {
  let offset = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) {
      room.set([0xed, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)], offset);
    }
    offset += utf8Length(code);
  }
}

/** How many bytes a character has in UTF-8 (RFC 3629 §3). */
function utf8Length(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
