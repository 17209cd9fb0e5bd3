// Runs every test suite. The output of each runner stays visible; the last line is the sum.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { main } from './run.ts';

const root = join(import.meta.dirname, '..');

/** The counts of a suite. */
interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Suite {
  readonly name: string;
  readonly run: () => Promise<Counts>;
}

/** The suites in their order: tests/client/cases.test.ts reads what the tests of the core write. */
const suites: readonly Suite[] = [
  cargoTest('the core', '--features client'),
  check('the generated files', 'cargo run -q -p generate -- --check'),
  check('the generated types', 'node tools/types.ts --check'),
  cargoTest('the boundary, in Node', '--target wasm32-unknown-unknown --test wasm'),
  cargoTest(
    'the boundary, in Chromium',
    '--target wasm32-unknown-unknown --test wasm --features test-in-browser',
  ),
  cargoTest(
    'the example of the client for Rust front-ends',
    '--target wasm32-unknown-unknown --features client --doc client',
  ),
  cargo('the client for Rust front-ends, in Chromium', 'node tests/support/front-end.ts'),
  nodeTest('the client and the sandbox', ['tests/client/*.test.ts']),
  nodeTest('the gateway', ['tests/gateway/*.test.ts']),
  nodeTest(
    'the tests that need a core, with the fallback',
    [
      'tests/client/{call,cases,client,core,examples,hosts,json,outcomes,values}.test.ts',
      'tests/rules/messages.test.ts',
      'tests/schema/*.test.ts',
      'tests/forms/*.test.ts',
    ],
    ['--import', './tests/support/fallback-hooks.ts'],
  ),
  nodeTest('the rule book and the schemas', ['tests/rules/*.test.ts', 'tests/schema/*.test.ts']),
  nodeTest('the forms', ['tests/forms/*.test.ts']),
  nodeTest('the documents', ['tests/docs/*.test.ts']),
  nodeTest('the tools', ['tests/tools/*.test.ts']),
  nodeTest('what calls do in the core', ['tests/counts/*.test.ts', 'tests/worst/*.test.ts']),
  nodeTest('crashes, exhausted hosts and hostile pages', ['tests/failure/*.test.ts']),
  nodeTest('the ledger, 500 lives', ['tests/soak/*.test.ts']),
  nodeTest('the simulation, 20,000 lives', ['tests/simulate/*.test.ts']),
  nodeTest('memory and handles under abuse', ['tests/abuse/*.test.ts']),
  nodeTest('the packed package', ['tests/package/*.test.ts', 'tests/bundlers/*.test.ts']),
  nodeTest('the command, installed', ['tests/cli/*.test.ts']),
  nodeTest('the examples', ['tests/examples/*.test.ts']),
  nodeTest('the matrix, its core', ['tests/matrix/*.test.ts']),
  nodeTest('the console, in Chromium and Firefox', ['tests/console/*.test.ts']),
];

/** A suite of Node's test runner, which counts in its `test:summary`. */
function nodeTest(
  name: string,
  globPatterns: readonly string[],
  execArgv: readonly string[] = [],
): Suite {
  return {
    name: `${name}: node --test ${globPatterns.join(' ')}`,
    async run() {
      const stream = run({
        cwd: root,
        globPatterns: [...globPatterns],
        execArgv: [...execArgv],
        concurrency: true,
      });
      let counts: Counts | undefined;
      stream.on('test:summary', ({ file, counts: found, success }) => {
        // Each file has a summary too.
        if (file !== undefined) return;
        const { tests, passed, skipped, todo } = found;
        const failed = tests - passed - skipped - todo;
        const isSound = success && tests > 0;
        counts = { passed, skipped, failed: isSound ? failed : Math.max(failed, 1) };
      });
      for await (const text of stream.compose(new spec())) process.stdout.write(text);
      return counts ?? failure;
    },
  };
}

/** The counts of a suite that fails before it counts. */
const failure: Counts = { passed: 0, failed: 1, skipped: 0 };

/** Runs a program, shows its output and returns it with the exit status. */
function execute(command: string): Promise<{ output: string; status: number | null }> {
  return new Promise((resolve, reject) => {
    const [program = '', ...args] = command.split(' ');
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
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
    child.on('close', (status) => resolve({ output, status }));
  });
}

/**
 * A suite of `cargo test`. Its counts are in the last line of each test binary: the JSON format of
 * libtest is not stable, and wasm-bindgen's runner has only these lines.
 */
function cargo(name: string, command: string): Suite {
  return {
    name: `${name}: ${command}`,
    async run() {
      const { output, status } = await execute(command);
      const lines = [
        ...output.matchAll(/^test result: .*? (\d+) passed; (\d+) failed; (\d+) ignored/gm),
      ];
      const sum = (group: number) => lines.reduce((all, line) => all + Number(line[group]), 0);
      const counts = { passed: sum(1), failed: sum(2), skipped: sum(3) };
      return status !== 0 && counts.failed === 0 ? failure : counts;
    },
  };
}

function cargoTest(name: string, args: string): Suite {
  return cargo(name, `cargo test ${args}`);
}

/** A program that passes or fails as a whole, and counts nothing. */
function check(name: string, command: string): Suite {
  return {
    name: `${name}: ${command}`,
    run: async () =>
      (await execute(command)).status === 0 ? { passed: 0, failed: 0, skipped: 0 } : failure,
  };
}

await main('test', async () => {
  const results: (Counts & { readonly name: string })[] = [];
  for (const { name, run } of suites) {
    console.log(`\ntest: ${name}`);
    results.push({ name, ...(await run()) });
  }
  console.log('\nThe suites:');
  for (const { name, passed, failed, skipped } of results) {
    console.log(`${failed === 0 ? '✓' : '✗'} ${name}`);
    if (passed + failed + skipped === 0) continue;
    console.log(`    ${passed} passed, ${failed} failed, ${skipped} skipped`);
  }
  const sum = (key: keyof Counts) => results.reduce((all, result) => all + result[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  if (sum('failed') > 0) process.exitCode = 1;
});
