#!/usr/bin/env node

// The command `identification-chain`: what it does with its arguments, and its exit status.

import { version } from '../client/generated/rules.ts';
import { argumentsOf } from './arguments.ts';
import { commandNamed, commands, type Program } from './commands.ts';
import { InputError, UsageError } from './errors.ts';
import { helpOf, helpOfAll, programOptions } from './help.ts';
import { terminal } from './terminal.ts';

/** The exit status of a wrong command line, and of input that cannot be read. */
const misuse = 2;

/** Runs a command line, and returns the exit status. */
async function run(args: readonly string[], program: Program): Promise<number> {
  const { out } = program;
  const [name, ...rest] = args;
  if (name === undefined) {
    process.stderr.write(helpOfAll(commands));
    return misuse;
  }
  if (name.startsWith('-')) {
    const { flags } = argumentsOf([name], programOptions);
    out.print(flags.has('version') ? `${version}\n` : helpOfAll(commands));
    return 0;
  }
  const command = commandNamed(name);
  try {
    const given = argumentsOf(rest, command.options);
    if (given.flags.has('help')) {
      out.print(helpOf(command));
      return 0;
    }
    if (command.operand === undefined && given.operands.length > 0) {
      throw new UsageError(`${command.name} takes no argument, only options`);
    }
    if (given.operands.length > 1) {
      throw new UsageError(`${command.name} takes one ${command.operand} at most`);
    }
    return await command.run(given, program);
  } catch (error) {
    if (error instanceof UsageError) error.command = command.name;
    throw error;
  }
}

/** Prints the error of a user, and returns the exit status. */
function reported(error: unknown): number {
  if (!(error instanceof InputError || error instanceof UsageError)) throw error;
  process.stderr.write(`error: ${error.message}\n`);
  if (error instanceof UsageError) {
    const words = ['identification-chain', error.command, '--help'];
    process.stderr.write(`Run \`${words.filter(Boolean).join(' ')}\` for help.\n`);
  }
  return misuse;
}

// The reader of a pipe may stop early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const program = { out: terminal(process.stdout), dist: new URL('./', import.meta.url) };
process.exitCode = await run(process.argv.slice(2), program).catch(reported);
