// From what the caller has to the text or bytes that are checked and sent.

import { ValidationError } from '../errors.ts';
import { maxBodyBytes, maxDepth, maxShownName, rules } from '../generated/rules.ts';
import { described, type Issue, type IssueFacts } from '../issues/issue.ts';
import type { Messages } from '../issues/message.ts';
import { pointerOf } from '../issues/pointer.ts';
import { encoder } from './utf8.ts';

/** A request body: a value to write as JSON, or JSON as text or as UTF-8 bytes. */
export type BodyInput<Value = unknown> = Value | string | Uint8Array | ArrayBuffer;

/** What is checked and sent: text, or bytes. */
export type Body = string | Uint8Array;

/** A body that the caller cannot change later. */
export function frozen(body: Body): Body {
  return typeof body === 'string' ? body : body.slice();
}

/** How a value is written as JSON. */
export interface Writing {
  /** Says what is wrong. */
  readonly messages?: Messages | undefined;
  /** Whether the value is one that somebody is still filling in: then `NaN` is absent, too. */
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
 * Writes a value as JSON. A member that is `undefined` is absent.
 *
 * @param check finds what else is wrong, where JSON cannot represent all of the value.
 * @throws {ValidationError} naming every place that holds what JSON cannot represent: `NaN`, an
 * infinite number, a BigInt, a function, a symbol, a cycle, an `undefined` item of an array, or an
 * object such as a Map or an Error. `JSON.stringify` would drop or change some of them silently.
 */
export function toJson(value: unknown, writing: Writing, check?: Check): string {
  if (isPlainJson(value)) return JSON.stringify(value);
  return stringifyOrReport(value, writing, check);
}

/** The bytes of a buffer or a view of one, of any realm. */
function bytesOf(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  const tag = tagOf(value);
  if (tag === 'ArrayBuffer' || tag === 'SharedArrayBuffer') {
    return new Uint8Array(value as ArrayBuffer);
  }
  return undefined;
}

/** Whether a value is an ordinary object or array, and JSON can represent all of it. */
export function isPlainJson(value: unknown): boolean {
  return isObject(value) && holdsJson(value, 0);
}

/**
 * Whether JSON can represent all that an object or array holds. False also where that takes a closer
 * look: deep down, and for objects that are instances of a class.
 */
function holdsJson(value: object, depth: number): boolean {
  if (depth === maxDepth) return false;
  // `for…in` reads an object's members at once, and an array's one name at a time.
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      if (typeof item !== 'string' && (item === undefined || !isOtherJson(item, depth))) {
        return false;
      }
    }
    return !('toJSON' in value);
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const name in value) {
    const member = (value as Record<string, unknown>)[name];
    if (typeof member !== 'string' && !isOtherJson(member, depth)) return false;
  }
  return true;
}

/** Whether JSON can represent a value that is no string, or it is absent. */
function isOtherJson(value: unknown, depth: number): boolean {
  if (typeof value === 'object') return value === null || holdsJson(value, depth + 1);
  // Not for NaN and the infinities.
  if (typeof value === 'number') return value - value === 0;
  return typeof value === 'boolean' || value === undefined;
}

/** An issue that is found before the text is checked, and where. */
interface Early {
  readonly path: string;
  readonly refusal: Refusal | undefined;
}

/** Writes a value as JSON if JSON can represent all of it, and names every other place otherwise. */
function stringifyOrReport(value: unknown, writing: Writing, check: Check | undefined): string {
  const paths = new Map<unknown, string>();
  /** The places that are `null` in the text that is checked. */
  const left: Early[] = [];
  const above: unknown[] = [];
  // Marks these places in the text, by which their offsets are found. No value holds it by chance.
  const mark = `${Math.random()}${Math.random()}`;
  const leave = (early: Early) => {
    left.push(early);
    return mark;
  };
  // Called as `JSON.stringify` goes: after `toJSON`, and with the object that holds the value.
  function look(this: unknown, name: string, member: unknown): unknown {
    while (above.length > 0 && above.at(-1) !== this) above.pop();
    const parent = paths.get(this);
    const path = parent === undefined ? '' : parent + pointerOf([shownName(name)]);
    const source = (this as Record<string, unknown>)[name];
    const refusal = refusalOf(member, source, { above, writing, holder: this });
    if (refusal !== undefined) return leave({ path, refusal });
    if (!isObject(member)) return member;
    // What is in two places is looked at in the first.
    if (paths.has(member)) return leave({ path, refusal: undefined });
    paths.set(member, path);
    above.push(member);
    return member;
  }
  const parts = (JSON.stringify(value, look) ?? 'null').split(`"${mark}"`);
  if (left.every(({ refusal }) => refusal === undefined)) return JSON.stringify(value) ?? 'null';
  let offset = 0;
  const early = left.map(({ path, refusal }, index) => {
    offset += encoder.encode(parts[index]).length;
    const at = offset;
    offset += 'null'.length;
    return { path, refusal, at };
  });
  const places = new Set(early.map(({ at }) => at));
  // What the check says of a `null` that we wrote is not true of the value.
  const found = check?.(parts.join('null')).filter((issue) => !places.has(issue.offset)) ?? [];
  const issues = early.flatMap(({ path, refusal, at }) =>
    refusal ? [described(bodyIssue(path, at, refusal), writing.messages)] : [],
  );
  throw new ValidationError([...issues, ...found].sort((a, b) => a.offset - b.offset));
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

/** A rule that a value of a host breaks, and the parameters of its message. */
type Refusal =
  | { readonly rule: 'not-json'; readonly params: { readonly found: string } }
  | { readonly rule: 'too-deep'; readonly params: { readonly limit: number } };

/** Where a value is while it is written. */
interface Spot {
  /** The objects that the value is in, the outermost first. */
  readonly above: readonly unknown[];
  /** The object that holds the value. */
  readonly holder: unknown;
  readonly writing: Writing;
}

/**
 * Why a value cannot be written, if it cannot.
 *
 * @param source what the holder has, of which `toJSON` may have made `value`.
 */
function refusalOf(value: unknown, source: unknown, spot: Spot): Refusal | undefined {
  const { above } = spot;
  const found = above.includes(value) ? 'cycle' : nameOf(value);
  if (found !== undefined && !isAbsent(found, source, spot)) {
    return { rule: 'not-json', params: { found } };
  }
  if (isObject(value) && above.length === maxDepth) {
    return { rule: 'too-deep', params: { limit: maxDepth } };
  }
  return undefined;
}

/** Whether what JSON cannot represent stands for a value that is absent. */
function isAbsent(found: string, source: unknown, { above, holder, writing }: Spot): boolean {
  if (writing.partial) return found === 'undefined' || found === 'nan';
  // Not an item of an array, which JSON writes as `null`, and not what a `toJSON` returned.
  const isMember = above.length > 0 && !Array.isArray(holder);
  return found === 'undefined' && source === undefined && isMember;
}

/** What JSON cannot represent, by the code of its problem. */
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
    case 'object':
      return nameOfObject(value);
    default:
      return undefined;
  }
}

function nameOfObject(value: object | null): string | undefined {
  const tag = tagOf(value);
  switch (tag) {
    case 'Null':
    case 'Array':
    case 'Boolean':
    case 'String':
      return undefined;
    case 'Number':
      return nameOf(Number(value));
    case 'BigInt':
    case 'Symbol':
      return tag.toLowerCase();
    default:
      // Of a Map, a Promise, an Error or a RegExp, JSON would write nothing, or a part.
      return tag === 'Object' ? undefined : 'not-plain';
  }
}

/** What an object says that it is, in any realm: `Map`. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function bodyIssue(path: string, offset: number, refusal: Refusal): IssueFacts {
  const { provenance } = rules[refusal.rule];
  return { ...refusal, severity: 'error', provenance, in: 'body', path, offset };
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
