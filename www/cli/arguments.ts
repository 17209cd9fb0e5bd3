// Reads the arguments of a command: its options by name, and its operands.

import { parseArgs } from 'node:util';
import { unknownName } from '../client/options.ts';
import { UsageError } from './errors.ts';

/** An option of a command. */
export interface Option {
  /** The name of the value in the help, for an option that has one: `FILE`. */
  readonly value?: string;
  /** The option's letter: `h` for `-h`. */
  readonly short?: string;
  /** What the option does, in a few words. */
  readonly does: string;
}

/** The options of a command, by their names without the dashes. */
export type Options = Readonly<Record<string, Option>>;

/** The arguments of a command. */
export interface Arguments {
  /** The options without a value that were given. */
  readonly flags: ReadonlySet<string>;
  /** The values of each option that was given, in their order. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
}

/** @throws {UsageError} for an unknown option, a missing value, and a value for an option without one. */
export function argumentsOf(args: readonly string[], options: Options): Arguments {
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokensOf(args, options)) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, value } = token;
    const problem = problemOf(token, options);
    if (problem !== undefined) throw new UsageError(problem);
    if (value === undefined) flags.add(name);
    else values.set(name, [...(values.get(name) ?? []), value]);
  }
  return { flags, values, operands };
}

function tokensOf(args: readonly string[], options: Options) {
  const kinds = Object.entries(options).map(([name, { value, short }]) => [
    name,
    { type: value === undefined ? 'boolean' : 'string', ...(short && { short }) } as const,
  ]);
  // Not strict, because the messages of this file suggest the nearest option.
  const config = { args: [...args], options: Object.fromEntries(kinds), strict: false } as const;
  return parseArgs({ ...config, tokens: true }).tokens;
}

/** An option as it was given. */
interface Given {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function problemOf({ name, rawName, value, inlineValue }: Given, options: Options) {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) {
    const known = Object.keys(options).map((each) => `--${each}`);
    return unknownName(rawName, known, 'option');
  }
  if (option.value === undefined) {
    return value === undefined ? undefined : `${rawName} takes no value`;
  }
  const isNextOption = !inlineValue && /^-./.test(value ?? '');
  return value && !isNextOption
    ? undefined
    : `${rawName} needs a value: ${rawName} ${option.value}`;
}

/** The value of an option that is given once; the last one, if it is given more often. */
export function lastOf({ values }: Arguments, name: string): string | undefined {
  return values.get(name)?.at(-1);
}

/**
 * The value of an option that accepts only some values.
 *
 * @throws {UsageError} for another value. The message has the nearest accepted value, or all of them.
 */
export function choiceOf<Choice extends string>(
  given: Arguments,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = lastOf(given, name);
  const choice = choices.find((known) => known === value);
  if (value === undefined || choice !== undefined) return choice;
  throw new UsageError(unknownChoice(value, choices, `value of --${name}:`));
}

const alternatives = new Intl.ListFormat('en', { type: 'disjunction' });

/** Describes an unknown name, with the nearest known one, or with all if none is near. */
export function unknownChoice(name: string, known: readonly string[], what: string): string {
  const message = unknownName(name, known, what);
  return message.endsWith('?') ? message : `${message}; use ${alternatives.format(known)}`;
}
