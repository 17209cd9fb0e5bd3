// Tests `identification-chain check`: what it prints, word for word, and its exit status.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { validate } from 'identification-chain';
import { referenceRequest } from '../../www/demo/reference.ts';
import { installPackage } from '../support/installed.ts';
import { commandIn, type Ended, ended, type Running, runIn } from './command.ts';

let project: string;
let run: (args: readonly string[], running?: Running) => Promise<Ended>;

before(() => {
  project = installPackage('cli-check');
  run = runIn(project);
  mkdirSync(join(project, 'folder'));
});

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(project, name), content);
}

/** A request without issues. */
const sound = {
  ...referenceRequest,
  actor: {
    ...referenceRequest.actor,
    identity_document: {
      document_number: '12345678Z',
      document_type: 'IDENTITY_CARD',
      country: 'ES',
    },
    msisdn: { country_code: '34', phone_number: 612345678 },
  },
};

/** What a request is, and what the command prints about it. */
const reports: Readonly<Record<string, { request: string; args?: string[]; prints: string }>> = {
  'an unknown field, with the nearest one': {
    request: '{\n  "raison": "late"\n}\n',
    prints: `warning[unknown-field]: /raison is not a field of the API; it is sent as it is
 --> request.json:2:3
  |
2 |   "raison": "late"
  |   ^^^^^^^^
  |
  = provenance: reference, the request's tables
  = help: did you mean reason?

request.json: no errors, 1 warning
For more about a rule: npx identification-chain explain unknown-field
`,
  },
  'a wrong type, in Spanish': {
    request: '{"reason": 12.5}',
    args: ['--lang', 'es'],
    prints: `error[type]: /reason debe ser una cadena de texto, no un número
 --> request.json:1:12
  |
1 | {"reason": 12.5}
  |            ^^^^
  |
  = provenance: reference, the example request bodies

request.json: 1 error, no warnings
For more about a rule: npx identification-chain explain type
`,
  },
  'a syntax error at the end': {
    request: '{"reason": "late"',
    prints: `error[json-syntax]: the request is not JSON: unexpected end of the body, at line 1, column 18
 --> request.json:1:18
  |
1 | {"reason": "late"
  |                  ^
  |
  = provenance: standard, RFC 8259

request.json: 1 error, no warnings
For more about a rule: npx identification-chain explain json-syntax
`,
  },
  'no issue': { request: '{"reason": "late"}', prints: 'request.json: no errors, no warnings\n' },
};

describe('check prints', () => {
  for (const [name, { request, args = [], prints }] of Object.entries(reports)) {
    it(name, async () => {
      write('request.json', request);
      const options = ['--operation', 'cancelChain', ...args];
      const { status, stdout, stderr } = await run(['check', 'request.json', ...options]);
      assert.equal(stdout, prints);
      assert.equal(stderr, '');
      assert.equal(status, prints.startsWith('error') ? 1 : 0);
    });
  }

  it('a missing member, at the object that lacks it', async () => {
    const { last_name: _, ...actor } = sound.actor;
    write('missing.json', JSON.stringify({ ...sound, actor }, undefined, 2));
    const { stdout, status } = await run(['check', 'missing.json']);
    assert.equal(status, 1);
    assert.match(
      stdout,
      /^error\[required\]: \/actor\/last_name is missing\n --> missing\.json:2:12\n/,
    );
    assert.ok(stdout.includes('2 |   "actor": {\n  |            ^ lacks last_name\n'), stdout);
    const { stdout: inOneLine } = await run(['check'], {
      input: JSON.stringify({ ...sound, actor }),
    });
    assert.match(inOneLine, /^1 \| \{"actor":\{"name":.{70,}…\n {2}\| {10}\^ lacks last_name$/m);
  });
});

/** Lines with a wrong value, and the marks under them. The mark is for the value of `reason`. */
const marked: Readonly<
  Record<string, { line: string | Uint8Array; shown: string; marks: string }>
> = {
  'after a tab': { line: '{\t"reason": 1}', shown: '{    "reason": 1}', marks: '               ^' },
  'after Chinese': {
    line: '{"名前": "田中", "reason": 1}',
    shown: '{"名前": "田中", "reason": 1}',
    marks: `${' '.repeat('{"xxxx": "xxxx", "reason": '.length)}^`,
  },
  'after a combining mark': {
    line: '{"x": "e\u0301", "reason": 1}',
    shown: '{"x": "e\u0301", "reason": 1}',
    marks: `${' '.repeat('{"x": "e", "reason": '.length)}^`,
  },
  'after emoji': {
    line: '{"x": "👩‍👩‍👧🇪🇸❤️", "reason": 1}',
    shown: '{"x": "👩‍👩‍👧🇪🇸❤️", "reason": 1}',
    marks: `${' '.repeat('{"x": "xxxxxx", "reason": '.length)}^`,
  },
  'after characters that nobody sees': {
    line: '{"x": "\u200b\u202e", "reason": 1}',
    shown: '{"x": "<U+200B><U+202E>", "reason": 1}',
    marks: `${' '.repeat('{"x": "<U+200B><U+202E>", "reason": '.length)}^`,
  },
  'at a control character, which is not printed raw': {
    line: '{"reason": "\u001b[31mlate"}',
    shown: '{"reason": "<U+001B>[31mlate"}',
    marks: `${' '.repeat('{"reason": "'.length)}^^^^^^^^`,
  },
  'at a byte that is not UTF-8': {
    line: Buffer.from('{"reason": "adi\xf3s"}', 'latin1'),
    shown: '{"reason": "adi<F3>s"}',
    marks: `${' '.repeat('{"reason": "adi'.length)}^^^^`,
  },
};

describe('check marks the place', () => {
  for (const [name, { line, shown, marks }] of Object.entries(marked)) {
    it(name, async () => {
      const args = ['check', '--operation', 'cancelChain', '--rules', 'unknown-field=off'];
      const { stdout } = await run(args, { input: line });
      assert.deepEqual(stdout.split('\n').slice(3, 5), [`1 | ${shown}`, `  | ${marks}`]);
    });
  }
});

describe('check cuts a long line around the place', () => {
  const filler = 'x'.repeat(30_000);
  for (const [name, request, expected] of [
    [
      'in the middle',
      `{"a": "${filler}", "reason": 1, "b": "${filler}"}`,
      /…x+", "reason": 1, "b": "x+…/,
    ],
    ['at its start', `{"reason": 1, "b": "${filler}"}`, /^\{"reason": 1, "b": "x+…$/],
    ['at its end', `{"a": "${filler}", "reason": 1}`, /^…x+", "reason": 1\}$/],
    ['with a long value', `{"a": 1, "reason": ["${filler}"]}`, /^\{"a": 1, "reason": \["x+…$/],
  ] as const) {
    it(name, async () => {
      const args = ['check', '-', '--operation', 'cancelChain', '--rules', 'unknown-field=off'];
      const { stdout, status } = await run(args, { input: request });
      const [, , , line = '', marks = ''] = stdout.split('\n');
      assert.equal(status, 1);
      assert.match(line.slice(4), expected);
      assert.ok(line.length <= 100 && marks.length <= 100, `${line.length}, ${marks.length}`);
      const at = marks.indexOf('^');
      assert.ok(line.slice(at).startsWith(request.includes('[') ? '["x' : '1'), stdout);
    });
  }

  it('of 64 KB with the most issues, in time', async () => {
    const request = JSON.stringify({ sequence: Array.from({ length: 10_000 }, () => 1) });
    const { stdout, status } = await run(['check'], { input: request });
    assert.equal(status, 1);
    assert.match(stdout, /\n<stdin>: \d+ errors, no warnings\n/);
  });
});

describe('check --json', () => {
  it('is the report of validate, with lines and columns', async () => {
    const text = JSON.stringify(
      { ...referenceRequest, expires_in: '15', lastName: 1 },
      undefined,
      1,
    );
    write('json.json', text);
    const { stdout, status } = await run(['check', '--json', 'json.json']);
    const { issues, ...counts } = JSON.parse(stdout);
    const report = validate(text);
    assert.equal(status, 1);
    assert.deepEqual(counts, { valid: false, errors: report.errors, warnings: report.warnings });
    assert.ok(report.issues.length > 3);
    assert.deepEqual(
      issues,
      report.issues.map(({ in: _, ...issue }) => {
        const lines = Buffer.from(text).subarray(0, issue.offset).toString().split('\n');
        return { ...issue, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
      }),
    );
  });

  it('shows nothing of the file', async () => {
    const request = {
      ...sound,
      actor: { ...sound.actor, email: 'SECRET', name: 7, language: 'SECRET' },
    };
    const { stdout } = await run(['check', '--json'], { input: JSON.stringify(request) });
    assert.doesNotMatch(stdout, /SECRET|Smith|12345678Z|612345678/);
  });
});

describe('check --rules', () => {
  const args = ['check', '--rules', 'check-letter=off,phone-length=error'];

  it('changes severities', async () => {
    const input = JSON.stringify(referenceRequest);
    const { stdout, status } = await run(args, { input });
    assert.match(stdout, /^error\[phone-length\][\s\S]*<stdin>: 1 error, no warnings\n/);
    assert.equal(status, 1);
  });

  it('can be repeated', async () => {
    const input = JSON.stringify(referenceRequest);
    const { stdout, status } = await run([...args, '--rules', 'phone-length=off'], { input });
    assert.equal(stdout, '<stdin>: no errors, no warnings\n');
    assert.equal(status, 0);
  });
});

describe('check has colours', () => {
  const start = '\u001b[';
  for (const [name, env, coloured] of [
    ['not in a pipe', {}, false],
    ['with FORCE_COLOR', { FORCE_COLOR: '1' }, true],
    ['with FORCE_COLOR and NO_COLOR, as Node has', { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    ['not with FORCE_COLOR=0', { FORCE_COLOR: '0' }, false],
    ['not with NO_COLOR', { NO_COLOR: '1' }, false],
  ] as const) {
    it(name, async () => {
      const { stdout } = await run(['check'], { input: '{}', env });
      assert.equal(stdout.includes(start), coloured);
    });
  }
});

/** Input that is no request: what the command says, in one sentence. */
const unreadable: Readonly<Record<string, { args: string[]; input?: Uint8Array; says: string }>> = {
  'a file that is not there': { args: ['none.json'], says: 'none.json does not exist' },
  'a directory': { args: ['folder'], says: 'folder is a directory; check needs a file' },
  'a name with control characters': { args: ['\u001b[31m'], says: '<U+001B>[31m does not exist' },
  'an empty standard input': {
    args: [],
    says: 'the standard input is empty; check needs a request in JSON',
  },
  'NUL bytes': {
    args: ['-'],
    input: Uint8Array.of(0x7b, 0, 0x7d),
    says: 'the standard input is a binary file, not JSON: it has NUL bytes',
  },
  'bytes that are no text': {
    args: ['-'],
    input: Uint8Array.of(0x1f, 0x8b, 0xff),
    says: 'the standard input is a binary file, not JSON: it is not UTF-8',
  },
  'UTF-16': {
    args: ['-'],
    input: Buffer.from('\ufeff{}', 'utf16le'),
    says: 'the standard input is in UTF-16; save it in UTF-8, which JSON requires',
  },
};

describe('check ends with 2 for', () => {
  for (const [name, { args, input, says }] of Object.entries(unreadable)) {
    it(name, async () => {
      assert.deepEqual(await run(['check', ...args], { input }), {
        status: 2,
        stdout: '',
        stderr: `error: ${says}\n`,
      });
    });
  }

  it('a file without permission', { skip: process.getuid?.() === 0 }, async () => {
    write('secret.json', '{}');
    chmodSync(join(project, 'secret.json'), 0);
    const { status, stderr } = await run(['check', 'secret.json']);
    assert.deepEqual(
      [status, stderr],
      [2, 'error: secret.json cannot be read: permission denied\n'],
    );
  });
});

it('reports 10 MB as an issue, and does not read all of it', async () => {
  write('large.json', `"${'x'.repeat(10_000_000)}"`);
  const { status, stdout } = await run(['check', 'large.json']);
  assert.equal(status, 1);
  assert.match(
    stdout,
    /^error\[too-large\]: the request is larger than 65536 bytes\n --> large\.json:1:1\n/,
  );
  assert.ok(!stdout.includes('xxx'));
  const endless = await run(['check', '/dev/zero']);
  assert.equal(endless.status, 2);
});

it('ends quietly if the reader of its output has ended', async () => {
  const input = JSON.stringify({ sequence: Array.from({ length: 900 }, () => 1) });
  const command = `"$0" "$1" check | true; echo "\${PIPESTATUS[0]}"`;
  const args = ['-c', command, process.execPath, commandIn(project)];
  const { stdout, stderr } = await ended('bash', args, project, { input });
  assert.equal(stdout, '1\n');
  assert.equal(stderr, '');
});
