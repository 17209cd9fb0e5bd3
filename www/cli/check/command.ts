// The command `check`: checks a request and prints every issue.

import { check } from '../../client/core/check.ts';
import { type CompiledRules, compileRules } from '../../client/core/overrides.ts';
import type { operationIds } from '../../client/generated/rules.ts';
import { type Arguments, choiceOf } from '../arguments.ts';
import type { Command } from '../commands.ts';
import { UsageError } from '../errors.ts';
import { commonOptions } from '../help.ts';
import { languageNames, languages } from './languages.ts';
import { reportJson } from './report-json.ts';
import { reportText } from './report-text.ts';
import { readSource } from './source.ts';

/** The operations whose requests have a body. */
const operations = [
  'createChain',
  'cancelChain',
] as const satisfies readonly (typeof operationIds)[number][];

export const checkCommand: Command = {
  name: 'check',
  operand: 'FILE',
  does: 'Checks a request in a JSON file, or from the standard input, and prints every issue',
  options: {
    operation: { value: 'NAME', does: `${operations.join(' or ')}. Default: ${operations[0]}` },
    rules: {
      value: 'LIST',
      does: "Change severities: 'check-letter=off,unknown-value=error'. Can be repeated",
    },
    lang: {
      value: 'LANGUAGE',
      does: `The language of the messages: ${languageNames.join(' or ')}. Default: en`,
    },
    json: { does: 'Print the report as JSON, without any content of the file' },
    ...commonOptions,
  },
  notes: `Without FILE, or if FILE is -, the request comes from the standard input.

Exit status: 0 without errors, 1 with errors, 2 if the options are wrong or the input cannot be read.
`,
  async run(given, { out }) {
    const operation = choiceOf(given, 'operation', operations) ?? 'createChain';
    const language = languages[choiceOf(given, 'lang', languageNames) ?? 'en'];
    const rules = rulesOf(given);
    const source = await readSource(given.operands[0]);
    const report = check(operation, source.bytes, { rules, messages: language.messages });
    out.print(
      given.flags.has('json')
        ? reportJson(report, source.bytes)
        : reportText({ report, source, language, out }),
    );
    return report.valid ? 0 : 1;
  },
};

/**
 * The severities of `--rules`.
 *
 * @throws {UsageError} for an unknown rule, with the nearest one, and for an unknown severity.
 */
function rulesOf({ values }: Arguments): CompiledRules {
  const items = values.get('rules')?.flatMap((list) => list.split(',')) ?? [];
  const overrides = items.map((item) => {
    const [rule = '', severity] = item.split('=').map((part) => part.trim());
    if (severity !== undefined) return [rule, severity] as const;
    throw new UsageError('--rules needs rules with their severities: check-letter=off');
  });
  try {
    return compileRules(Object.fromEntries(overrides));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // The message begins with the name of the client's option, which is also this one's.
    throw new UsageError(`--${error.message}`);
  }
}
