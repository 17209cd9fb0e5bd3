// Runs the fuzz targets: those of fuzz/targets/ with libFuzzer, and those of tests/fuzz/ with fast-check.
// `FUZZ_SECONDS` is the time of each, `TARGET` selects one, `INPUT` runs one on a file of its own, and
// `FUZZ_START` is a seed to start from, for the same inputs in each run.

import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { main, outputOf, run } from './run.ts';

const root = join(import.meta.dirname, '..');
const seconds = process.env['FUZZ_SECONDS'] || '30';
const input = process.env['INPUT'] || undefined;
const start = process.env['FUZZ_START'] || undefined;

/** What a target did. */
interface Counts {
  readonly executions: number;
  readonly seconds: number;
  /** The edges of the program that its new inputs reached. */
  readonly newCoverage?: number;
  /** What it has found that is no crash. */
  readonly note?: string;
  /** Describes the crash. */
  readonly crash?: string;
}

const none: Counts = { executions: 0, seconds: 0 };

interface Target {
  readonly name: string;
  readonly run: () => Promise<Counts>;
}

const namesIn = (pattern: string, end: string) =>
  globSync(pattern, { cwd: root })
    .map((path) => basename(path, end))
    .sort();
const core = namesIn('fuzz/targets/*.rs', '.rs').map((name) => ({
  name,
  run: withLibFuzzer(name),
}));
// `endless.ts` is the loop that the others share.
const javascript = namesIn('tests/fuzz/*.ts', '.ts')
  .filter((name) => name !== 'endless')
  .map((name) => ({ name: `${name}.ts`, run: withFastCheck(name) }));

/** Runs a program, and returns all its output with the exit status. */
function execute(
  command: string,
  args: readonly string[],
): Promise<{ readonly output: string; readonly status: number | null }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, FUZZ_SECONDS: seconds };
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('latin1').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (status) => resolve({ output, status }));
  });
}

/** The last number in the output after a text. */
function last(output: string, pattern: RegExp): number {
  return Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0);
}

/** Writes the seeds of a target, which are lines of JSON strings, as files. */
function writeSeeds(name: string, folder: string): void {
  const seeds = join(root, `fuzz/seeds/${name}.txt`);
  if (!existsSync(seeds)) return;
  for (const [index, line] of readFileSync(seeds, 'utf8').trim().split('\n').entries()) {
    writeFileSync(join(folder, `seed-${index + 1}`), JSON.parse(line));
  }
}

let isBuilt = false;

/** Compiles the targets, once, and returns the path of a target's program. */
function programOf(name: string): string {
  const folder = 'target/fuzz/plain';
  if (!isBuilt) run('tools/cargo-fuzz', [folder]);
  isBuilt = true;
  const host = /host: (.*)/.exec(outputOf('rustc', ['-vV']))?.[1];
  return join(root, folder, `${host}/release/${name}`);
}

function withLibFuzzer(name: string) {
  return async (): Promise<Counts> => {
    const program = programOf(name);
    const corpus = `target/fuzz/corpus/${name}`;
    mkdirSync(join(root, corpus), { recursive: true });
    writeSeeds(name, join(root, corpus));
    const crashes = `target/fuzz/crashes/${name}/`;
    mkdirSync(join(root, crashes), { recursive: true });
    const limits = [`-max_total_time=${seconds}`, '-timeout=10', '-rss_limit_mb=1024'];
    const seed = start === undefined ? [] : [`-seed=${start}`];
    const report = [`-artifact_prefix=${crashes}`, '-print_final_stats=1'];
    const args = [corpus, ...limits, ...seed, ...report];
    const began = performance.now();
    const { output, status } = await execute(program, args);
    return {
      executions: last(output, /number_of_executed_units: (\d+)/g),
      seconds: (performance.now() - began) / 1000,
      newCoverage: last(output, /cov: (\d+)/g) - Number(/INITED cov: (\d+)/.exec(output)?.[1] ?? 0),
      ...(status !== 0 && { crash: crashOf(name, output) }),
    };
  };
}

/** A crash: its message, its input in ASCII, and the command that replays it. */
function crashOf(name: string, output: string): string {
  const message = Buffer.from(output, 'latin1').toString();
  const reason =
    /(?:panicked at|ERROR: libFuzzer:)[\s\S]*?(?=\nnote:|\nstack backtrace:|\n==|\nMS:|$)/.exec(
      message,
    )?.[0];
  const path = /Test unit written to (\S+)/.exec(output)?.[1];
  if (path === undefined) return reason ?? output.slice(-2000);
  const bytes = JSON.stringify(readFileSync(join(root, path), 'latin1')).replace(
    /[^ -~]/g,
    (byte) => `\\u00${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `${reason}\ninput, a character for each byte: ${bytes}\nreplay: make fuzz TARGET=${name} INPUT=${path}`;
}

function withFastCheck(name: string) {
  return async (): Promise<Counts> => {
    const { output, status } = await execute('node', [`tests/fuzz/${name}.ts`]);
    const counts = /^\{"executions".*\}$/m.exec(output)?.[0];
    const replay = /^seed: (.*)$/m.exec(output)?.[1] ?? '';
    return {
      ...(counts === undefined ? none : JSON.parse(counts)),
      ...(status !== 0 && {
        crash: `${Buffer.from(output, 'latin1')}\nreplay: ${replay} node tests/fuzz/${name}.ts`,
      }),
    };
  };
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths?.[0] ?? 0) : cell.padStart(widths?.[column] ?? 0),
    );
    console.log(cells.join('  '));
  }
}

await main('fuzz', async () => {
  const all: readonly Target[] = [...core, ...javascript];
  const wanted = process.env['TARGET'] || undefined;
  const targets = all.filter(({ name }) => wanted === undefined || name === wanted);
  if (targets.length === 0) {
    throw new Error(`the targets are ${all.map(({ name }) => name).join(', ')}`);
  }
  if (input !== undefined) {
    const [target] = core.filter(({ name }) => name === wanted);
    if (target === undefined) throw new Error('INPUT needs a TARGET of the core');
    return run(programOf(target.name), [input]);
  }
  const results = new Map<string, Counts>();
  const waiting = [...targets];
  const runNext = async (): Promise<void> => {
    const next = waiting.shift();
    if (next === undefined) return;
    console.log(`fuzz: ${next.name}, ${seconds} s`);
    results.set(next.name, await next.run());
    await runNext();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runNext));
  const rows = targets.map(({ name }) => ({ name, ...(results.get(name) ?? none) }));
  print([
    ['target', 'executions', 'a second', 'new coverage', 'crashes'],
    ...rows.map(({ name, executions, seconds, newCoverage, crash }) => [
      name,
      executions.toLocaleString('en'),
      Math.round(executions / Math.max(seconds, 1)).toLocaleString('en'),
      newCoverage?.toLocaleString('en') ?? '–',
      crash === undefined ? '0' : '1',
    ]),
  ]);
  for (const { name, note, crash } of rows) {
    if (note !== undefined) console.log(`\n${name}: ${note}`);
    if (crash === undefined) continue;
    console.error(`\n${name} crashed: ${crash}`);
    process.exitCode = 1;
  }
});
