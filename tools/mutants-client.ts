// Changes the TypeScript that decides about retries and keys, one place at a time, and runs the tests on
// each change, a mutant. A mutant that no test notices is a failure, unless tests/mutants/explained.json
// says why it is no defect. `FILES` selects files, or lines: FILES=www/client/send/retry.ts:40-60.

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selected } from './mutants-selected.ts';
import { main, run } from './run.ts';

const root = join(import.meta.dirname, '..');
const out = 'target/stryker';
const reportFile = `${out}/mutation.json`;
const explanationsFile = 'tests/mutants/explained.json';

/** The files that are changed. */
const files = [
  'www/client/send/retry.ts',
  'www/client/send/call.ts',
  'www/client/send/creation.ts',
  'www/client/send/attempt.ts',
  'www/gateway/states.ts',
  'www/gateway/keyed.ts',
];

/** The tests of these files. A failure ends the run of a mutant, so those that fail early come first. */
const tests = [
  'tests/gateway/states.test.ts',
  'tests/client/retry.test.ts',
  'tests/gateway/keyed.test.ts',
  'tests/client/outcomes.test.ts',
  'tests/client/gateway.test.ts',
  'tests/client/call.test.ts',
  'tests/client/hosts.test.ts',
  'tests/gateway/gateway.test.ts',
];

const wanted = selected.length > 0 ? selected.filter((file) => file.startsWith('www/')) : files;

/** The options of Stryker. */
const options = {
  mutate: wanted,
  // A string is part of a message, or a name that the compiler compares, such as that of a state.
  mutator: { excludedMutations: ['StringLiteral'] },
  testRunner: 'tap',
  tap: {
    testFiles: tests,
    // Tests import the sources, which Stryker changes, in place of the built package.
    nodeArgs: [
      ...['--import', './tests/support/source-hooks.ts'],
      ...['--test-reporter=tap', '--test-timeout=20000'],
    ],
  },
  // A mutant runs only in the tests that reach it.
  coverageAnalysis: 'perTest',
  // What is copied for the tests.
  ignorePatterns: [
    '/*',
    ...['openapi.json', 'package.json', 'tests', 'tools', 'www'].map((name) => `!/${name}`),
    ...['!/target', '/target/*', '!/target/npm'],
  ],
  // Node does not check types.
  disableTypeChecks: false,
  concurrency: 1,
  // Added to one and a half times what the tests take. On a busy machine they take longer.
  timeoutMS: 10_000,
  tempDirName: `${out}/sandbox`,
  allowConsoleColors: false,
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: reportFile },
};

/** Installs Stryker as it is locked in tools/stryker/, and returns the path of its program. */
function installedStryker(): string {
  const lock = readFileSync(join(root, 'tools/stryker/package-lock.json'));
  const folder = join(root, 'target/tools/stryker');
  const installedLock = join(folder, 'installed-lock.json');
  if (!existsSync(installedLock) || !readFileSync(installedLock).equals(lock)) {
    console.log('setup: Stryker, as locked in tools/stryker/package-lock.json');
    mkdirSync(folder, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) {
      copyFileSync(join(root, 'tools/stryker', name), join(folder, name));
    }
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
    writeFileSync(installedLock, lock);
  }
  return join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js');
}

interface Position {
  /** From 1, as the column. */
  readonly line: number;
  readonly column: number;
}

/** What is used of a file in Stryker's report. */
interface ReportedFile {
  readonly source: string;
  readonly mutants: readonly {
    readonly replacement: string;
    readonly location: { readonly start: Position; readonly end: Position };
    readonly status: string;
  }[];
}

/** A change of a file. Texts of several lines are on one. */
interface Change {
  readonly file: string;
  /** The line in which the change starts. */
  readonly line: string;
  readonly from: string;
  readonly to: string;
}

/** A change, and what the tests said to it. */
interface Mutant extends Change {
  readonly place: string;
  readonly status: string;
}

/** Why a change that no test notices is no defect. */
interface Explanation extends Change {
  readonly reason: string;
}

function mutantsOf([file, { source, mutants }]: [string, ReportedFile]): Mutant[] {
  const lines = source.split('\n');
  const offset = ({ line, column }: Position) =>
    lines.slice(0, line - 1).reduce((length, text) => length + text.length + 1, column - 1);
  return mutants
    .filter(({ status }) => status !== 'Ignored')
    .map(({ replacement, location: { start, end }, status }) => ({
      file,
      line: onOneLine(lines[start.line - 1] ?? ''),
      from: onOneLine(source.slice(offset(start), offset(end))),
      to: onOneLine(replacement),
      place: `${file}:${start.line}:${start.column}`,
      status,
    }));
}

function onOneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}

function isSame(a: Change, b: Change): boolean {
  return a.file === b.file && a.line === b.line && a.from === b.from && a.to === b.to;
}

/** A file of tests that cannot be loaded is an error of its run. */
const killed = ['Killed', 'RuntimeError'];
const unnoticed = ['NoCoverage', 'Survived'];

/** Prints the counts of each file, and of all. The score is the share of mutants that tests notice. */
function printCounts(mutants: readonly Mutant[], explained: readonly Mutant[]): void {
  const rows = [...new Set(mutants.map(({ file }) => file)), 'all'].map((name) => {
    const own = mutants.filter(({ file }) => name === 'all' || file === name);
    const count = (...statuses: string[]) =>
      own.filter(({ status }) => statuses.includes(status)).length;
    const noticed = count(...killed, 'Timeout');
    return {
      file: name,
      mutants: own.length,
      killed: count(...killed),
      timeout: count('Timeout'),
      'no coverage': count('NoCoverage'),
      survived: count('Survived'),
      explained: own.filter((mutant) => explained.includes(mutant)).length,
      score: `${((100 * noticed) / own.length).toFixed(1)} %`,
    };
  });
  const names = ['file', 'mutants', 'killed', 'timeout', 'no coverage', 'survived', 'explained'];
  const table = [[...names, 'score'], ...rows.map((row) => Object.values(row).map(String))];
  const width = Math.max(...rows.map(({ file }) => file.length));
  for (const [file = '', ...cells] of table) {
    console.log([file.padEnd(width), ...cells.map((cell) => cell.padStart(11))].join('  '));
  }
}

await main('mutants', () => {
  if (wanted.length === 0) return;
  const stryker = installedStryker();
  rmSync(join(root, out), { recursive: true, force: true });
  mkdirSync(join(root, out), { recursive: true });
  const config = `${out}/config.json`;
  writeFileSync(join(root, config), JSON.stringify(options));
  run('nice', ['-n', '10', 'node', stryker, 'run', config]);

  const report: { readonly files: Readonly<Record<string, ReportedFile>> } = JSON.parse(
    readFileSync(join(root, reportFile), 'utf8'),
  );
  const mutants = Object.entries(report.files).flatMap(mutantsOf);
  const explanations: readonly Explanation[] = JSON.parse(
    readFileSync(join(root, explanationsFile), 'utf8'),
  );
  const survivors = mutants.filter(({ status }) => unnoticed.includes(status));
  const isExplained = (mutant: Mutant) => explanations.some((why) => isSame(why, mutant));
  printCounts(mutants, survivors.filter(isExplained));

  const unexplained = survivors.filter((mutant) => !isExplained(mutant));
  for (const { place, from, to } of unexplained)
    console.error(`\n${place}\n  - ${from}\n  + ${to}`);
  // A slow machine may stop a mutant that a fast one tests to the end.
  const open = mutants.filter(({ status }) => !killed.includes(status));
  const stale = explanations.filter(
    (why) => selected.length === 0 && !open.some((mutant) => isSame(why, mutant)),
  );
  for (const { file, from, to } of stale) {
    console.error(`\n${explanationsFile}: ${file} has no such mutant, or a test notices it:`);
    console.error(`  - ${from}\n  + ${to}`);
  }
  if (unexplained.length > 0) {
    console.error(`\nAdd a case to a test for each of these mutants (${unexplained.length}).`);
  }
  if (unexplained.length + stale.length > 0) process.exitCode = 1;
});
