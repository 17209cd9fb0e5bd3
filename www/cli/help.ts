// The help: of the program, and of each command.

import type { Option, Options } from './arguments.ts';
import type { Command } from './commands.ts';
import { columnsOf } from './wrap.ts';

/** The options of every command. */
export const commonOptions: Options = {
  help: { short: 'h', does: 'Print this help' },
};

/** The options without a command. */
export const programOptions: Options = {
  help: { short: 'h', does: 'Print this help. After a command: print the help of the command' },
  version: { short: 'v', does: 'Print the version' },
};

/** The help of the program. */
export function helpOfAll(commands: readonly Command[]): string {
  const rows = commands.map((command): [string, string] => [synopsisOf(command), command.does]);
  return `Usage: identification-chain COMMAND [OPTIONS]

Checks requests for identification chains, explains the rules, and runs a stand-in for the API.

Commands:
${columnsOf(rows)}
Options:
${columnsOf(Object.entries(programOptions).map(rowOf))}
Examples:
  npx identification-chain check request.json
  npx identification-chain sandbox
  npx identification-chain explain check-letter
`;
}

/** The help of a command. */
export function helpOf(command: Command): string {
  return `Usage: identification-chain ${synopsisOf(command)} [OPTIONS]

${command.does}.

Options:
${columnsOf(Object.entries(command.options).map(rowOf))}
${command.notes}`;
}

function synopsisOf({ name, operand }: Command): string {
  return operand === undefined ? name : `${name} [${operand}]`;
}

function rowOf([name, { short, value, does }]: [string, Option]): [string, string] {
  const letter = short === undefined ? '    ' : `-${short}, `;
  return [`${letter}--${name}${value === undefined ? '' : ` ${value}`}`, does];
}
