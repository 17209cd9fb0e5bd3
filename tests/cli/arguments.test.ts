// Tests the arguments of the command: the help, the version, and what it says about mistakes.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { rules, version } from '../../www/client/generated/rules.ts';
import { installPackage } from '../support/installed.ts';
import { type Ended, ended, runIn } from './command.ts';

let project: string;
let run: (args: readonly string[]) => Promise<Ended>;

before(() => {
  project = installPackage('cli-arguments');
  run = runIn(project);
});

it('runs with npx', async () => {
  const args = ['--no-install', 'identification-chain', '--version'];
  assert.deepEqual(await ended('npx', args, project), {
    status: 0,
    stdout: `${version}\n`,
    stderr: '',
  });
});

it('prints the help without arguments, as an error', async () => {
  const asked = await run(['--help']);
  assert.match(asked.stdout, /^Usage: identification-chain COMMAND/);
  assert.deepEqual([asked.status, asked.stderr], [0, '']);
  assert.deepEqual(await run([]), { status: 2, stdout: '', stderr: asked.stdout });
});

for (const [command, options] of Object.entries({
  check: ['operation', 'rules', 'lang', 'json', 'help'],
  sandbox: ['port', 'token', 'idempotency', 'help'],
  explain: ['lang', 'help'],
})) {
  it(`prints the help of ${command}`, async () => {
    for (const flag of ['--help', '-h']) {
      const { status, stdout } = await run([command, flag]);
      assert.equal(status, 0);
      const named = [...stdout.matchAll(/^ {2}(?:-\w, | {4})--([a-z]+)/gm)].map(([, name]) => name);
      assert.deepEqual(named, options);
      assert.match(stdout, /Exit status: 0/);
    }
  });
}

/** Wrong command lines, and what is said about them. */
const mistakes: Readonly<Record<string, string>> = {
  chek: 'unknown command chek; did you mean check?',
  frobnicate: 'unknown command frobnicate; use check, sandbox, or explain',
  'request.json': 'name a command before the file: identification-chain check FILE',
  '--verson': 'unknown option --verson; did you mean --version?',
  'check --jsn': 'unknown option --jsn; did you mean --json?',
  'check -x': 'unknown option -x',
  'check --json=yes': '--json takes no value',
  'check --lang': '--lang needs a value: --lang LANGUAGE',
  'check --lang --json': '--lang needs a value: --lang LANGUAGE',
  'check --lang fr': 'unknown value of --lang: fr; use en or es',
  'check --operation createchain':
    'unknown value of --operation: createchain; did you mean createChain?',
  'check --operation getChain':
    'unknown value of --operation: getChain; use createChain or cancelChain',
  'check --rules chek-letter=off': '--rules: unknown rule chek-letter; did you mean check-letter?',
  'check --rules email=warn': "--rules: email must be 'off', 'warning' or 'error'",
  'check --rules __proto__=off': '--rules: unknown rule __proto__',
  'check --rules email': '--rules needs rules with their severities: check-letter=off',
  'check --rules json-syntax=off': '--rules: json-syntax cannot be overridden',
  'check a.json b.json': 'check takes one FILE at most',
  'sandbox here': 'sandbox takes no argument, only options',
  'sandbox here there': 'sandbox takes no argument, only options',
  'sandbox --port 70000': '--port must be a number from 0 to 65535',
  'sandbox --token a:b': '--token must be a bearer token: letters, digits and -._~+/, then =',
  'explain emial': 'unknown rule emial; did you mean email?',
  'explain zzzzzz': 'unknown rule zzzzzz; `identification-chain explain` lists the rules',
};

describe('says what is wrong with', () => {
  for (const [line, says] of Object.entries(mistakes)) {
    it(line, async () => {
      const { status, stdout, stderr } = await run(line.split(' '));
      assert.deepEqual([status, stdout], [2, '']);
      const [first, second] = stderr.split('\n');
      assert.equal(first, `error: ${says}`);
      assert.match(second ?? '', /^Run `identification-chain( \w+)? --help` for help\.$/);
    });
  }
});

describe('explain', () => {
  it('prints the entry of a rule', async () => {
    assert.equal(
      (await run(['explain', 'check-letter', '--lang', 'es'])).stdout,
      `warning[check-letter]: no tiene la letra o cifra de control correcta de un número de documento español

The check letter reveals most typing errors. The reference's own example breaks this rule, so it
cannot be an error.

  severity    warning
  provenance  standard, Spain: Real Decreto 1553/2005, Orden INT/2058/2008, Orden EHA/451/2008
              A public standard says so: ISO, ITU, IETF, Unicode, WHATWG.
  bad         /actor/identity_document/document_number is "12345678A"
  good        /actor/identity_document/document_number is "12345678Z"

To turn it off:
  npx identification-chain check --rules check-letter=off FILE
  createClient({ …, rules: { 'check-letter': 'off' } })
`,
    );
  });

  it('says that a severity is fixed', async () => {
    const { stdout } = await run(['explain', 'too-large']);
    assert.match(stdout, /severity {4}error, fixed\n/);
    assert.doesNotMatch(stdout, /To turn it off/);
  });

  it('lists every rule', async () => {
    const { status, stdout } = await run(['explain']);
    const listed = [...stdout.matchAll(/^ {2}([a-z0-9-]+) +(?:error|warning) {2}/gm)];
    assert.equal(status, 0);
    assert.deepEqual(
      listed.map(([, id]) => id),
      Object.keys(rules),
    );
  });
});
