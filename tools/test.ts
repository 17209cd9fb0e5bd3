// Runs every test suite, and ends with the runners' own counts.

import { spawn } from 'node:child_process';

interface Suite {
  readonly name: string;
  readonly command: readonly string[];
}

const wasm = ['--target', 'wasm32-unknown-unknown', '--test', 'wasm'];
const frontEnd = ['--target', 'wasm32-unknown-unknown', '--features', 'client'];
const suites: readonly Suite[] = [
  { name: 'the core', command: ['cargo', 'test', '--features', 'client'] },
  {
    name: 'the generated files',
    command: ['cargo', 'run', '-q', '-p', 'generate', '--', '--check'],
  },
  { name: 'the generated types', command: ['node', 'tools/types.ts', '--check'] },
  { name: 'the boundary, in Node', command: ['cargo', 'test', ...wasm] },
  {
    name: 'the boundary, in Chromium',
    command: ['cargo', 'test', ...wasm, '--features', 'test-in-browser'],
  },
  {
    name: 'the example of the client for Rust front-ends',
    command: ['cargo', 'test', ...frontEnd, '--doc', 'client'],
  },
  {
    name: 'the client for Rust front-ends, in Chromium',
    command: ['node', 'tests/support/front-end.ts'],
  },
  { name: 'the client and the sandbox', command: ['node', '--test', 'tests/client/*.test.ts'] },
  {
    name: 'what needs a core, with the fallback',
    command: [
      ...['node', '--import', './tests/support/fallback-hooks.ts', '--test'],
      'tests/client/{call,cases,client,core,examples,hosts,json}.test.ts',
      ...['tests/rules/messages.test.ts', 'tests/schema/*.test.ts'],
    ],
  },
  {
    name: 'the rule book and the schemas',
    command: ['node', '--test', 'tests/rules/*.test.ts', 'tests/schema/*.test.ts'],
  },
  { name: 'the tools', command: ['node', '--test', 'tests/tools/*.test.ts'] },
  { name: 'the ledger, 500 lives', command: ['node', '--test', 'tests/soak/*.test.ts'] },
  {
    name: 'the packed package',
    command: ['node', '--test', 'tests/package/*.test.ts', 'tests/bundlers/*.test.ts'],
  },
  { name: 'the matrix, its core', command: ['node', '--test', 'tests/matrix/*.test.ts'] },
  { name: 'the console, in Chromium', command: ['node', '--test', 'tests/console/*.test.ts'] },
];

interface Result {
  readonly name: string;
  readonly code: number;
  /** The lines in which the runners count. */
  readonly counts: readonly string[];
}

function run({ name, command: [program = '', ...args] }: Suite): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const) {
      from.on('data', (chunk: Buffer) => {
        output += chunk;
        to.write(chunk);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      const counts = output.match(/^(test result: .*|ℹ (pass|fail|skipped) \d+)$/gm) ?? [];
      resolve({ name, code: code ?? 1, counts });
    });
  });
}

const results: Result[] = [];
for (const suite of suites) {
  console.log(`\ntest: ${suite.name}: ${suite.command.join(' ')}`);
  results.push(await run(suite));
}

let passed = 0;
let failed = 0;
console.log('\nThe counts of the runners:');
for (const { name, code, counts } of results) {
  console.log(`${code === 0 ? '✓' : '✗'} ${name}`);
  for (const line of counts) {
    console.log(`    ${line}`);
    passed += Number(
      /(?:ok|FAILED)\. (\d+) passed|ℹ pass (\d+)/.exec(line)?.slice(1).join('') ?? 0,
    );
    failed += Number(/(\d+) failed|ℹ fail (\d+)/.exec(line)?.slice(1).join('') ?? 0);
  }
  // A suite that ended badly without counting a failure is one.
  if (code !== 0 && !counts.some((line) => / [1-9]\d* failed|fail [1-9]/.test(line))) failed += 1;
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
