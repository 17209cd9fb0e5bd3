// The command `explain`: prints the rule book, or the entry of a rule.

import { english } from '../../client/generated/english.ts';
import { meanings, ruleBook } from '../../client/generated/rule-book.ts';
import { rules } from '../../client/generated/rules.ts';
import type { RuleId } from '../../client/issues/issue.ts';
import { unknownName } from '../../client/options.ts';
import { choiceOf } from '../arguments.ts';
import { type Language, languageNames, languages } from '../check/languages.ts';
import type { Command } from '../commands.ts';
import { UsageError } from '../errors.ts';
import { commonOptions } from '../help.ts';
import type { Style, Terminal } from '../terminal.ts';
import { columnsOf, wrapped } from '../wrap.ts';

const ids = Object.keys(ruleBook) as RuleId[];

export const explainCommand: Command = {
  name: 'explain',
  operand: 'RULE',
  does: 'Prints why a rule exists, where it comes from and how to turn it off',
  options: {
    lang: {
      value: 'LANGUAGE',
      does: `The language of the message: ${languageNames.join(' or ')}. Default: en`,
    },
    ...commonOptions,
  },
  notes: `Without RULE, it lists the rules.

Exit status: 0, or 2 for an unknown rule.
`,
  async run(given, { out }) {
    const language = languages[choiceOf(given, 'lang', languageNames) ?? 'en'];
    const [name] = given.operands;
    out.print(name === undefined ? listOf(language) : entryOf(ruleNamed(name), language, out));
    return 0;
  },
};

/** @throws {UsageError} for an unknown rule, with the nearest one. */
function ruleNamed(name: string): RuleId {
  const id = ids.find((known) => known === name);
  if (id !== undefined) return id;
  const message = unknownName(name, ids, 'rule');
  const list = '; `identification-chain explain` lists the rules';
  throw new UsageError(message.endsWith('?') ? message : message + list);
}

function listOf(language: Language): string {
  const width = Math.max(...ids.map((id) => id.length));
  const rows = ids.map((id): [string, string] => [
    `${id.padEnd(width)}  ${ruleBook[id].severity.padEnd('warning'.length)}`,
    messageOf(id, language),
  ]);
  return `${columnsOf(rows)}
An error blocks a request; a warning does not. For one rule: npx identification-chain explain RULE
`;
}

const colours: Readonly<Record<string, Style>> = { error: 'red', warning: 'yellow' };

function entryOf(id: RuleId, language: Language, { styled }: Terminal): string {
  const { severity, source, reason, bad, good } = ruleBook[id];
  const { provenance, locked } = rules[id];
  const title = styled(`${severity}[${id}]`, 'bold', colours[severity] ?? 'red');
  return `${title}${styled(`: ${messageOf(id, language)}`, 'bold')}

${wrapped(reason, 0)}

${columnsOf([
  ['severity', `${severity}${locked ? ', fixed' : ''}`],
  ['provenance', `${provenance}, ${source}`],
  ['', meanings[provenance]],
  ['bad', bad],
  ['good', good],
])}
${locked ? 'The severity is fixed: without this rule a request cannot be checked or sent safely.\n' : turningOff(id)}`;
}

function turningOff(id: RuleId): string {
  const name = id.includes('-') ? `'${id}'` : id;
  return `To turn it off:
  npx identification-chain check --rules ${id}=off FILE
  createClient({ …, rules: { ${name}: 'off' } })
`;
}

/** The message of a rule, with the names of its parameters: `is larger than {limit} bytes`. */
function messageOf(id: RuleId, { messages }: Language): string {
  const names = [...english.rules[id].matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const params = Object.fromEntries(
    names.filter((name) => name !== 'suggestion').map((name) => [name, `{${name}}`]),
  );
  const { severity } = ruleBook[id];
  const { provenance } = rules[id];
  return messages({ rule: id, severity, provenance, in: 'body', path: '', offset: 0, params });
}
