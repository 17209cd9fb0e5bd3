// The commands, and which of them a name means.

import { type Arguments, type Options, unknownChoice } from './arguments.ts';
import { checkCommand } from './check/command.ts';
import { UsageError } from './errors.ts';
import { explainCommand } from './explain/command.ts';
import { sandboxCommand } from './sandbox/command.ts';
import type { Terminal } from './terminal.ts';

/** What a command runs in. */
export interface Program {
  readonly out: Terminal;
  /** The folder of the built package. */
  readonly dist: URL;
}

/** A command: what its help says, and what it does. */
export interface Command {
  readonly name: string;
  /** The name of its operand, if it takes one: `FILE`. */
  readonly operand?: string;
  /** What it does, in a sentence. */
  readonly does: string;
  /** What else its help says, after the options. */
  readonly notes: string;
  readonly options: Options;
  /** Does it, and returns the exit status. */
  readonly run: (given: Arguments, program: Program) => Promise<number>;
}

/** The commands, in the order of the help. */
export const commands: readonly Command[] = [checkCommand, sandboxCommand, explainCommand];

/** @throws {UsageError} for an unknown name, with the nearest command. */
export function commandNamed(name: string): Command {
  const command = commands.find((known) => known.name === name);
  if (command !== undefined) return command;
  if (/[./\\]/.test(name)) {
    throw new UsageError('name a command before the file: identification-chain check FILE');
  }
  const known = commands.map((each) => each.name);
  throw new UsageError(unknownChoice(name, known, 'command'));
}
