// Turns the caller's body into the text or bytes that are checked and sent.

import { ValidationError } from '../errors/index.ts';
import { maxBodyBytes, maxDepth, maxShownName, rules } from '../generated/rules.ts';
import type { Issue, IssueFacts } from '../issues/issue.ts';
import type { Messages } from '../issues/message.ts';
import { pointerOf } from '../issues/pointer.ts';
import { withMessage } from '../issues/with-message.ts';
import { encoder } from './utf8.ts';

/** A request body: a value to write as JSON, or JSON as text or as UTF-8 bytes. */
export type BodyInput<Value = unknown> = Value | string | Uint8Array | ArrayBuffer;

/** A body that can be checked and sent: text or bytes. */
export type Body = string | Uint8Array;

/** Copies bytes, so that the caller cannot change them after the check. */
export function frozen(body: Body): Body {
  return typeof body === 'string' ? body : body.slice();
}

/** Options for writing a value as JSON. They have no prototype. */
export interface Writing {
  /** Words the messages. English by default. */
  readonly messages?: Messages | undefined;
  /** Whether the value comes from a form that is still being filled in: then `NaN` is absent. */
  readonly partial?: boolean | undefined;
}

/** Returns the issues of a JSON text. */
export type Check = (text: string) => readonly Issue[];

/**
 * Returns bytes and text unchanged, and writes any other value as JSON.
 *
 * @throws {ValidationError} see {@link toJson}.
 */
export function toBody(value: unknown, writing?: Writing, check?: Check): Body {
  if (typeof value === 'string') return value;
  return bytesOf(value) ?? toJson(value, writing, check);
}

/**
 * Writes a value as JSON. A member that is `undefined` is absent.
 *
 * @param check finds the other issues, if JSON cannot represent all of the value.
 * @throws {ValidationError} with an issue for every value that JSON cannot represent: `NaN`, an
 * infinite number, a BigInt, a function, a symbol, a cycle, an `undefined` item of an array, or an
 * object such as a Map or an Error. `JSON.stringify` would drop or change some of them silently.
 */
export function toJson(value: unknown, writing?: Writing, check?: Check): string {
  if (isPlainJson(value)) return JSON.stringify(value);
  return stringifyOrReport(value, writing, check);
}

/** Returns the bytes of a buffer or a view, from any realm. */
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

/** Whether a value is a plain object or array that JSON can represent completely. */
export function isPlainJson(value: unknown): boolean {
  return isObject(value) && holdsJson(value, 0);
}

/**
 * Whether JSON can represent everything in an object or array. This is a fast check: it is also false
 * for deep nesting and for instances of classes, which need a closer look.
 */
function holdsJson(value: object, depth: number): boolean {
  if (depth === maxDepth) return false;
  // `for…in` is fast for objects, but slow for arrays.
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

/** Whether a value that is not a string is absent, or JSON can represent it. */
function isOtherJson(value: unknown, depth: number): boolean {
  if (typeof value === 'object') return value === null || holdsJson(value, depth + 1);
  // False for NaN and the infinities.
  if (typeof value === 'number') return value - value === 0;
  return typeof value === 'boolean' || value === undefined;
}

/** A place that is `null` in the text that is checked, because its value cannot be written. */
interface Gap {
  readonly path: string;
  /** `undefined` for an object that was visited at an earlier place. */
  readonly problem: Problem | undefined;
}

/** Writes a value as JSON. Throws with every issue if JSON cannot represent all of it. */
function stringifyOrReport(
  value: unknown,
  writing: Writing | undefined,
  check: Check | undefined,
): string {
  const paths = new Map<unknown, string>();
  const gaps: Gap[] = [];
  const ancestors: unknown[] = [];
  // Marks the gaps in the text, to find their offsets. It is random, so that no value contains it.
  const mark = `${Math.random()}${Math.random()}`;
  const leaveGap = (gap: Gap) => {
    gaps.push(gap);
    return mark;
  };
  // `JSON.stringify` calls this after `toJSON`. `this` is the object that holds the value.
  function replace(this: unknown, name: string, member: unknown): unknown {
    while (ancestors.length > 0 && ancestors.at(-1) !== this) ancestors.pop();
    const parent = paths.get(this);
    const path = parent === undefined ? '' : parent + pointerOf([shownName(name)]);
    const source = (this as Record<string, unknown>)[name];
    const problem = problemOf(member, source, { ancestors, writing, holder: this });
    if (problem !== undefined) return leaveGap({ path, problem });
    if (!isObject(member)) return member;
    // An object in two places is visited only once, or the work could grow exponentially.
    if (paths.has(member)) return leaveGap({ path, problem: undefined });
    paths.set(member, path);
    ancestors.push(member);
    return member;
  }
  const parts = (JSON.stringify(value, replace) ?? 'null').split(`"${mark}"`);
  if (gaps.every(({ problem }) => problem === undefined)) return JSON.stringify(value) ?? 'null';
  let end = 0;
  const located = gaps.map(({ path, problem }, index) => {
    const offset = end + encoder.encode(parts[index]).length;
    end = offset + 'null'.length;
    return { path, problem, offset };
  });
  const offsets = new Set(located.map(({ offset }) => offset));
  // An issue of a `null` that we wrote is not an issue of the value.
  const others = check?.(parts.join('null')).filter(({ offset }) => !offsets.has(offset)) ?? [];
  const issues = located.flatMap(({ path, problem, offset }) =>
    problem ? [withMessage(bodyIssue(path, offset, problem), writing?.messages)] : [],
  );
  throw new ValidationError([...issues, ...others].sort((a, b) => a.offset - b.offset));
}

/** Shortens a name for a path, which people read. The name may be any text. */
function shownName(name: string): string {
  if (name.length <= maxShownName) return name;
  const characters = Array.from(name);
  if (characters.length <= maxShownName) return name;
  return `${characters.slice(0, maxShownName).join('')}…`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A rule that a value breaks before it is written, and the parameters of its message. */
type Problem =
  | { readonly rule: 'not-json'; readonly params: { readonly found: string } }
  | { readonly rule: 'too-deep'; readonly params: { readonly limit: number } };

/** The surroundings of a value while it is written. */
interface Context {
  /** The objects that contain the value, the outermost first. */
  readonly ancestors: readonly unknown[];
  /** The object that holds the value. */
  readonly holder: unknown;
  readonly writing: Writing | undefined;
}

/**
 * Returns why a value cannot be written, or `undefined` if it can.
 *
 * @param source the member of the holder. `toJSON` may have made `value` from it.
 */
function problemOf(value: unknown, source: unknown, context: Context): Problem | undefined {
  const { ancestors } = context;
  const found = ancestors.includes(value) ? 'cycle' : codeOf(value);
  if (found !== undefined && !isAbsent(found, source, context)) {
    return { rule: 'not-json', params: { found } };
  }
  if (isObject(value) && ancestors.length === maxDepth) {
    return { rule: 'too-deep', params: { limit: maxDepth } };
  }
  return undefined;
}

/** Whether a value that JSON cannot represent counts as absent. */
function isAbsent(found: string, source: unknown, context: Context): boolean {
  const { ancestors, holder, writing } = context;
  if (writing?.partial) return found === 'undefined' || found === 'nan';
  // JSON writes an `undefined` item of an array as `null`, so that it is not absent.
  const isMember = ancestors.length > 0 && !Array.isArray(holder);
  return found === 'undefined' && source === undefined && isMember;
}

/** Returns the code of a value that JSON cannot represent: `nan`, `bigint`. */
function codeOf(value: unknown): string | undefined {
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
      return codeOfObject(value);
    default:
      return undefined;
  }
}

function codeOfObject(value: object | null): string | undefined {
  const tag = tagOf(value);
  switch (tag) {
    case 'Null':
    case 'Array':
    case 'Boolean':
    case 'String':
      return undefined;
    case 'Number':
      return codeOf(Number(value));
    case 'BigInt':
    case 'Symbol':
      return tag.toLowerCase();
    default:
      // JSON writes a Map, a Promise, an Error or a RegExp as `{}`, or only a part of it.
      return tag === 'Object' ? undefined : 'not-plain';
  }
}

/** Returns the tag of a value, which is the same in every realm: `Map`. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function bodyIssue(path: string, offset: number, problem: Problem): IssueFacts {
  const { provenance } = rules[problem.rule];
  return { ...problem, severity: 'error', provenance, in: 'body', path, offset };
}

/**
 * Writes a body as UTF-8 into `room`, which is one byte larger than the largest body.
 *
 * @returns the number of bytes; the length of `room` if the body is too large.
 */
export function writeBody(body: Body, room: Uint8Array): number {
  if (typeof body !== 'string') {
    if (body.length > maxBodyBytes) return room.length;
    room.set(body);
    return body.length;
  }
  const { read, written } = encoder.encodeInto(body, room);
  if (read < body.length) return room.length;
  // A text of one byte per character is ASCII, which has no surrogates.
  if (written !== body.length && !isWellFormed(body)) restoreSurrogates(body, room);
  return written;
}

function isWellFormed(text: string): boolean {
  // Engines from before 2023 do not have the method.
  return text.isWellFormed?.() ?? !/[\ud800-\udfff]/u.test(text);
}

/**
 * Restores the lone surrogates of a text after encoding. The encoder replaces each with U+FFFD, which
 * also has three bytes and would silently change the value. The core reports the restored ones.
 */
function restoreSurrogates(text: string, room: Uint8Array): void {
  let offset = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) {
      room.set([0xed, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)], offset);
    }
    offset += utf8Length(code);
  }
}

/** The number of bytes of a character in UTF-8 (RFC 3629 §3). */
function utf8Length(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
