// Finds what the tests of the core do not notice: cargo mutants changes the code in one place after
// another, and runs the tests. `FILES=src/json/number.rs` selects files. The changes and the
// output of the tests are in target/mutants/.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { selected } from './mutants-selected.ts';
import { main, outputOf } from './run.ts';

const root = join(import.meta.dirname, '..');
const tool = 'tools/cargo-mutants';
const config = '.cargo/mutants.toml';

/** A part of the core, and the tests that must notice each change in it. */
interface Part {
  readonly name: string;
  readonly files: string;
  readonly tests: readonly string[];
}

const parts: readonly Part[] = [
  { name: 'check', files: 'src/check/', tests: ['--lib', '--test=check'] },
  {
    name: 'json',
    files: 'src/json/',
    tests: ['--lib', '--test=check', '--test=json', '--test=cost'],
  },
  { name: 'format', files: 'src/format/', tests: ['--lib'] },
  { name: 'request', files: 'src/request.rs', tests: ['--lib', '--test=request'] },
  { name: 'response', files: 'src/response.rs', tests: ['--lib'] },
];

/** How many mutants end how. */
interface Counts {
  readonly caught: number;
  readonly timedOut: number;
  /** Those that do not compile. */
  readonly unviable: number;
  readonly missed: number;
  /** Those that no test can notice, as the configuration explains. */
  readonly explained: number;
}

/** The members of `outcomes.json` that are read. */
interface Outcomes {
  readonly outcomes: readonly { readonly summary: string }[];
}

/** The explained mutants: patterns of their names. Each has a comment above it, or above its group. */
function explained(): readonly RegExp[] {
  const lines = readFileSync(join(root, config), 'utf8').split('\n');
  const first = lines.indexOf('exclude_re = [') + 1;
  return lines.slice(first, lines.indexOf(']', first)).flatMap((line, index, list) => {
    const pattern = /^ {2}'(.+)',$/.exec(line)?.[1];
    if (pattern === undefined) return [];
    if (!/^ {2}[#']/.test(list[index - 1] ?? '')) throw new Error(`${config}: no reason: ${line}`);
    return [new RegExp(pattern)];
  });
}

/** The files of a part that are selected, as globs. */
function selectedOf({ files }: Part): readonly string[] {
  if (selected.length > 0) return selected.filter((file) => file.startsWith(files));
  return [files.endsWith('/') ? `${files}**` : files];
}

/** The options of cargo mutants for some files. */
const fileOptions = (files: readonly string[]) => files.flatMap((file) => ['--file', file]);

/** The names of the mutants of some files, explained or not. */
function namesOf(files: readonly string[]): readonly string[] {
  const list = outputOf(tool, ['--list', '--json', '--no-config', ...fileOptions(files)]);
  return JSON.parse(list).map(({ name }: { readonly name: string }) => name);
}

/** Runs the tests of a part against each of its mutants. */
function test({ name, tests }: Part, files: readonly string[]): Omit<Counts, 'explained'> {
  const output = `target/mutants/${name}`;
  mkdirSync(join(root, 'target/mutants'), { recursive: true });
  const tested = tests.map((test) => `--cargo-arg=${test}`);
  const args = [...fileOptions(files), '--output', output, ...tested];
  // One folder for all parts compiles the dependencies once.
  const build = { CARGO_TARGET_DIR: join(root, 'target/mutants/build') };
  const { status, error } = spawnSync(tool, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...build, CARGO_PROFILE_DEV_DEBUG: '0' },
  });
  // 2: some are missed; 3: some timed out.
  if (error !== undefined || ![0, 2, 3].includes(status ?? 1)) {
    throw new Error(`cargo mutants failed (${error?.message ?? `exit status ${status}`})`);
  }
  const path = join(root, output, 'mutants.out/outcomes.json');
  const { outcomes }: Outcomes = JSON.parse(readFileSync(path, 'utf8'));
  const count = (summary: string) =>
    outcomes.filter((outcome) => outcome.summary === summary).length;
  return {
    caught: count('CaughtMutant'),
    timedOut: count('Timeout'),
    unviable: count('Unviable'),
    missed: count('MissedMutant'),
  };
}

function sum(counts: readonly Counts[]): Counts {
  const of = (member: keyof Counts) => counts.reduce((total, one) => total + one[member], 0);
  return {
    caught: of('caught'),
    timedOut: of('timedOut'),
    unviable: of('unviable'),
    missed: of('missed'),
    explained: of('explained'),
  };
}

/** A row of the table. The score is the share of the caught among those that tests can notice. */
function row(name: string, { caught, timedOut, unviable, missed, explained }: Counts): string {
  const noticed = caught + timedOut;
  const score = (100 * noticed) / Math.max(noticed + missed, 1);
  const all = noticed + unviable + missed + explained;
  const cells = [all, caught, timedOut, unviable, explained, missed, `${score.toFixed(1)} %`];
  return line(name, cells.map(String));
}

const line = (name: string, cells: readonly string[]) =>
  name.padEnd(8) + cells.map((cell) => cell.padStart(11)).join('');

await main('mutants', () => {
  const patterns = explained();
  const wantedParts = parts.flatMap((part) => {
    const files = selectedOf(part);
    return files.length === 0 ? [] : [{ part, files, names: namesOf(files) }];
  });
  // tools/mutants-client.ts takes the others.
  const strange = selected.filter(
    (file) => !file.startsWith('www/') && !parts.some(({ files }) => file.startsWith(files)),
  );
  if (strange.length > 0) {
    const known = parts.map(({ files }) => files).join(', ');
    throw new Error(`FILES has ${strange.join(', ')}; it takes files of ${known} and www/`);
  }
  if (wantedParts.length === 0) return;
  const all = wantedParts.flatMap(({ names }) => names);
  const unused = patterns.filter((pattern) => !all.some((name) => pattern.test(name)));
  if (selected.length === 0 && unused.length > 0) {
    throw new Error(`${config} explains changes that do not exist: ${unused.join(', ')}`);
  }
  const rows = wantedParts.map(({ part, files, names }) => {
    console.log(`mutants: ${part.name}`);
    const isExplained = (name: string) => patterns.some((pattern) => pattern.test(name));
    const explained = names.filter(isExplained).length;
    return [part.name, { ...test(part, files), explained }] as const;
  });
  const total = sum(rows.map(([, counts]) => counts));
  const columns = 'mutants caught timed-out unviable explained missed score';
  console.log(line('the core', columns.split(' ')));
  for (const [name, counts] of rows) console.log(row(name, counts));
  console.log(row('all', total));
  if (total.missed > 0) {
    const list = 'target/mutants/*/mutants.out/missed.txt';
    throw new Error(`the tests miss ${total.missed} of the changes, which are in ${list}`);
  }
});
