// From what the caller has to the text or bytes that are checked and sent.

import { ValidationError } from './errors.ts';
import { maxBodyBytes, maxDepth, maxShownName, rules } from './generated/rules.ts';
import { described, type Issue, type IssueFacts } from './issue.ts';
import type { Messages } from './message.ts';
import { pointerOf } from './pointer.ts';
import { encoder } from './utf8.ts';

/** What is checked and sent: text, or bytes that are the caller's. */
export type Body = string | Uint8Array;

/** How a value is written as JSON. */
export interface Writing {
  /** Says what is wrong. */
  readonly messages?: Messages | undefined;
  /** Whether a member that is `undefined` is not there, as in a form, and no mistake. */
  readonly dropsUndefined?: boolean | undefined;
  /** Whether the value is one that somebody is still filling in: then `NaN` is not there, too. */
  readonly partial?: boolean | undefined;
}

/** Finds the issues of a text. */
export type Check = (text: string) => readonly Issue[];

/**
 * Takes bytes and text as they are, and writes any other value as JSON.
 *
 * @throws {ValidationError} see {@link toJson}.
 */
export function toBody(value: unknown, writing: Writing = {}, check?: Check): Body {
  if (typeof value === 'string') return value;
  return bytesOf(value) ?? toJson(value, writing, check);
}

/**
 * Writes a value as JSON.
 *
 * @param check finds what else is wrong, where JSON cannot say all of the value.
 * @throws {ValidationError} naming every place that holds what JSON cannot say: `undefined`, `NaN`,
 * an infinite number, a BigInt, a function, a symbol or a cycle. `JSON.stringify` would drop or
 * change some of them without a word.
 */
export function toJson(value: unknown, writing: Writing, check?: Check): string {
  // A Promise, a Map, a Blob: JSON would write nothing of what they hold.
  if (isObject(value) && Symbol.toStringTag in value) {
    const facts = bodyIssue('', { rule: 'not-json', params: { found: 'not-plain' } });
    throw new ValidationError([described(facts, writing.messages)]);
  }
  if (isPlainJson(value)) {
    try {
      return JSON.stringify(value);
    } catch {
      // A `toJSON` gave it a BigInt or a cycle. The closer look names the place.
    }
  }
  return closely(value, writing, check);
}

/** The bytes of a buffer or a view of one, of any realm. */
function bytesOf(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  const tag = isObject(value) && (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  if (tag === 'ArrayBuffer' || tag === 'SharedArrayBuffer') {
    return new Uint8Array(value as ArrayBuffer);
  }
  return undefined;
}

/** Whether JSON can say an object or array, and all of it. */
export function isPlainJson(value: unknown): boolean {
  return isObject(value) && holdsJson(value, 0);
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
function closely(value: unknown, writing: Writing, check: Check | undefined): string {
  const issues: Issue[] = [];
  const paths = new Map<unknown, string>();
  /** The places that are `null` in the text that is checked. */
  const left: string[] = [];
  const above: unknown[] = [];
  // Called as `JSON.stringify` goes: after `toJSON`, and with the object that holds the value.
  function look(this: unknown, name: string, member: unknown): unknown {
    while (above.length > 0 && above.at(-1) !== this) above.pop();
    const parent = paths.get(this);
    const path = parent === undefined ? '' : parent + pointerOf([shownName(name)]);
    const refusal = refusalOf(member, above, writing);
    if (refusal !== undefined) {
      issues.push(described(bodyIssue(path, refusal), writing.messages));
      left.push(path);
      return null;
    }
    if (!isObject(member)) return member;
    // What stands in two places is looked at in the first.
    if (paths.has(member)) {
      left.push(path);
      return null;
    }
    paths.set(member, path);
    above.push(member);
    return member;
  }
  const text = JSON.stringify(value, look) ?? 'null';
  if (issues.length === 0) return JSON.stringify(value) ?? 'null';
  const isLeft = ({ path }: Issue) =>
    left.some((place) => path === place || path.startsWith(`${place}/`));
  throw new ValidationError([
    ...issues,
    ...(check?.(text).filter((found) => !isLeft(found)) ?? []),
  ]);
}

/** As much of a name as a path shows: a path is to be read, and the name may be anything. */
function shownName(name: string): string {
  if (name.length <= maxShownName) return name;
  const characters = Array.from(name);
  if (characters.length <= maxShownName) return name;
  return `${characters.slice(0, maxShownName).join('')}…`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A rule that a value of a host breaks, and what its message says. */
type Refusal =
  | { readonly rule: 'not-json'; readonly params: { readonly found: string } }
  | { readonly rule: 'too-deep'; readonly params: { readonly limit: number } };

/** Why a value cannot be written inside the objects `above`, if it cannot. */
function refusalOf(value: unknown, above: unknown[], writing: Writing): Refusal | undefined {
  const found = above.includes(value) ? 'cycle' : nameOf(value);
  if (found !== undefined && !isAbsent(found, above.length > 0, writing)) {
    return { rule: 'not-json', params: { found } };
  }
  if (isObject(value) && above.length === maxDepth) {
    return { rule: 'too-deep', params: { limit: maxDepth } };
  }
  return undefined;
}

/** Whether what JSON cannot say stands for something that is not there. */
function isAbsent(found: string, inside: boolean, { partial, dropsUndefined }: Writing): boolean {
  if (partial) return found === 'undefined' || found === 'nan';
  return dropsUndefined === true && found === 'undefined' && inside;
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

function bodyIssue(path: string, refusal: Refusal): IssueFacts {
  const { provenance } = rules[refusal.rule];
  return { ...refusal, severity: 'error', provenance, in: 'body', path, offset: 0 };
}

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
  return text.isWellFormed?.() ?? !/[\ud800-\udfff]/u.test(text);
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
