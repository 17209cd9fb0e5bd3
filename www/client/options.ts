// Checks the options of a function by name and type, when it is called. A misspelt or wrong option
// would otherwise be ignored, or fail after a request was sent.

import { nearestName } from './nearest.ts';
import { own } from './own.ts';

/** What the value of an option must be. */
export interface Kind {
  /** Completes the sentence "orgId must be …". */
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
  /** Whether the option is required. */
  readonly required?: boolean;
}

/** The kind of each option of a function. */
export type Kinds<Options> = { readonly [Name in keyof Required<Options>]: Kind };

export const text: Kind = { expected: 'a string', accepts: (value) => typeof value === 'string' };

export const filledText: Kind = {
  expected: 'a string that is not empty',
  accepts: (value) => typeof value === 'string' && value !== '',
};

export const flag: Kind = {
  expected: 'true or false',
  accepts: (value) => typeof value === 'boolean',
};

export const callback: Kind = {
  expected: 'a function',
  accepts: (value) => typeof value === 'function',
};

export const object: Kind = { expected: 'an object', accepts: isOptions };

/** For an option whose value is checked elsewhere. */
export const anything: Kind = { expected: 'anything', accepts: () => true };

export const milliseconds: Kind = {
  expected: 'a number of milliseconds above 0',
  accepts: (value) => typeof value === 'number' && value > 0,
};

export const messagesFunction: Kind = {
  expected: 'a function, such as `es` of identification-chain/messages/es',
  accepts: callback.accepts,
};

export function required(kind: Kind): Kind {
  return { ...kind, required: true };
}

/** One of a few values, which the message lists. */
export function oneOf(...values: readonly string[]): Kind {
  return {
    expected: values.map((value) => `'${value}'`).join(' or '),
    accepts: (value) => values.includes(value as string),
  };
}

/**
 * Copies options and checks them. An option that is `undefined` or inherited is absent.
 *
 * @param place the start of the message, which names the function: `createClient: `.
 * @throws {TypeError} for an unknown name, with the nearest known one, and for a wrong type. The
 * message never holds a value.
 */
export function checkedOptions<Options extends object>(
  place: string,
  options: Options,
  kinds: Kinds<Options>,
): Options {
  if (!isOptions(options)) throw new TypeError(`${place}the options must be an object`);
  const copy = own(options);
  for (const [name, value] of Object.entries(copy)) {
    if (value === undefined) continue;
    const kind = Object.hasOwn(kinds, name) ? kinds[name as keyof Options] : undefined;
    if (kind === undefined) throw new TypeError(place + unknownName(name, Object.keys(kinds)));
    if (!kind.accepts(value)) throw new TypeError(`${place}${name} must be ${kind.expected}`);
  }
  for (const [name, kind] of Object.entries<Kind>(kinds)) {
    if (own(kind).required && copy[name as keyof Options] === undefined) {
      throw new TypeError(`${place}${name} is missing; it must be ${kind.expected}`);
    }
  }
  return copy;
}

/** Describes an unknown name. A name that is not an identifier may be any text, and is left out. */
export function unknownName(name: string, known: readonly string[], what = 'option'): string {
  if (!/^[\w$-]{1,64}$/.test(name)) return `there is an unknown ${what}`;
  const nearest = nearestName(name, known);
  return `unknown ${what} ${name}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
}

function isOptions(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
