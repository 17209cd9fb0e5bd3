// The matrix: every environment of tests/runtimes and tests/bundlers installs the packed package into
// its own project, and does the job against a sandbox over HTTP. The two folders run in parallel, each
// with its own sandbox. Within a folder one environment runs at a time, so the sandbox's ledger holds
// the chains of that environment only.
//
//   node tests/matrix/matrix.ts [--write] [parts of names …]
//
// writes the rows into target/reports/matrix.json and, with --write, into docs/platforms.md.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { main } from '../../tools/run.ts';
import { kinds as bundlerKinds } from '../bundlers/index.ts';
import { kinds as runtimeKinds } from '../runtimes/index.ts';
import {
  type Environment,
  type EnvironmentResult,
  type MatrixContext,
  NotRun,
} from '../support/environment.ts';
import { type SandboxServer, serveSandbox } from '../support/sandbox-server.ts';
import { committedRows, type Kinds, keyOf, type Row, writeRows } from './platforms.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'target/matrix');
/** The time limit of an environment, with its installation, in milliseconds. */
const patience = 600_000;

// All projects share this cache, and it is kept: each version of a tool is fetched once.
process.env['npm_config_cache'] ??= join(root, 'target/npm-cache');

/** Ours, a browser's, and the one that Next's edge runtime sends in place of any other. */
const userAgent = /^(identification-chain\/\S+ \(\S+\)|Mozilla\/5\.0 .*|Next\.js Middleware)$/;

/** The result of an environment, as the report has it. */
interface ReportRow extends Row {
  readonly firstRequest: EnvironmentResult['firstRequest'] | undefined;
  /** The duration with the installation, in milliseconds. */
  readonly took: number;
  /** The error of a failed run. */
  readonly error: string | undefined;
}

/** A folder of environments, with its sandbox. */
export interface Lane {
  readonly environments: readonly Environment[];
  readonly context: MatrixContext;
  readonly server: SandboxServer;
}

/** The environments by folder and by kind, in the order of the page. */
const folders = new Map([
  ['runtimes', runtimeKinds],
  ['bundlers', bundlerKinds],
]);

/** The environments by kind. */
export const kinds: ReadonlyMap<string, readonly Environment[]> = new Map(
  [...folders.values()].flatMap((kinds) => Object.entries(kinds)),
);

/** The environments by folder. */
export const allEnvironments: ReadonlyMap<string, readonly Environment[]> = new Map(
  [...folders].map(([folder, kinds]) => [folder, Object.values(kinds).flat()]),
);

/** Opens the lane of the folder `name`, and serves its sandbox. */
export async function openLane(
  name: string,
  environments: readonly Environment[],
  tarball: string,
): Promise<Lane> {
  const server = await serveSandbox();
  const context = { tarball, baseUrl: server.baseUrl, folder: join(folder, name) };
  return { environments, server, context };
}

/** Packs the package, and returns the path of the tarball. */
export function pack(): string {
  const to = join(folder, 'package');
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const args = ['pack', '--pack-destination', to, '--loglevel=error'];
  execFileSync('npm', args, { cwd: join(root, 'pkg'), stdio: 'pipe' });
  const [tarball] = readdirSync(to);
  if (tarball === undefined) throw new Error('npm pack wrote no tarball');
  return join(to, tarball);
}

/** The message of an error, with the messages of its cause and of the error that it suppressed. */
function messageOf(error: unknown): string {
  const { error: later, suppressed, cause }: Partial<SuppressedError> = Object(error);
  const within = [suppressed, later, cause].filter((one) => one !== undefined);
  return [String(error), ...within.map(messageOf)].join('\n');
}

/**
 * Runs an environment, and checks that it did the job.
 *
 * @throws {NotRun} when this machine cannot run the environment.
 */
export async function runOne(environment: Environment, { context, server }: Lane) {
  try {
    const tooLate = sleep(patience, undefined, { ref: false }).then(() => {
      throw new Error(`not done in ${patience} ms`);
    });
    const { version, result, firstRequest } = await Promise.race([
      environment.run(context),
      tooLate,
    ]);
    server.assertDone(result, userAgent);
    return { version, firstRequest: firstRequest && Math.round(firstRequest) };
  } catch (error) {
    throw error instanceof NotRun ? error : new Error(messageOf(error), { cause: error });
  } finally {
    server.forget();
  }
}

/** The part of a version that the table shows. */
function major(version: string): string {
  return /^v?(0\.\d+|\d+)/.exec(version)?.[1] ?? version;
}

async function rowOf(environment: Environment, lane: Lane): Promise<ReportRow> {
  const { name, style } = environment;
  const from = performance.now();
  const row = (verdict: string, version = '', firstRequest?: number, error?: string) => {
    const took = Math.round(performance.now() - from);
    return { name, version, style, verdict, firstRequest, took, error };
  };
  try {
    const { version, firstRequest } = await runOne(environment, lane);
    return row('passed', version, firstRequest);
  } catch (error) {
    if (error instanceof NotRun) return row(`not run: ${error.message}`);
    return row('failed', '', undefined, (error as Error).message);
  }
}

function print({ name, version, style, verdict, firstRequest, took, error }: ReportRow): void {
  const time = firstRequest === undefined ? '' : `, first request after ${firstRequest} ms`;
  const mark = verdict === 'passed' ? '✓' : verdict === 'failed' ? '✗' : '-';
  const seconds = Math.round(took / 1000);
  console.log(`${mark} ${name} (${version}), ${style}: ${verdict} in ${seconds} s${time}`);
  if (error !== undefined) console.log(error.replaceAll(/^/gm, '    '));
}

/** Runs the environments of a lane one by one, and returns their rows. */
async function runAll(lane: Lane): Promise<readonly ReportRow[]> {
  const rows: ReportRow[] = [];
  for (const environment of lane.environments) {
    const row = await rowOf(environment, lane);
    print(row);
    rows.push(row);
  }
  await lane.server.close();
  return rows;
}

const reportFile = join(root, 'target/reports/matrix.json');

/** Replaces the earlier rows of the same environments. The order is that of the environments. */
function over<R extends Row>(
  earlier: readonly R[],
  rows: readonly R[],
  all: readonly Pick<Environment, 'name' | 'style'>[],
) {
  const known = new Map([...earlier, ...rows].map((row) => [keyOf(row), row]));
  return all.map((environment) => known.get(keyOf(environment))).filter((row) => row !== undefined);
}

/** Writes rows into the report. */
function report(rows: readonly ReportRow[], all: readonly Environment[]): void {
  const earlier = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : [];
  mkdirSync(dirname(reportFile), { recursive: true });
  writeFileSync(reportFile, `${JSON.stringify(over(earlier, rows, all), undefined, 2)}\n`);
}

/** Writes rows into docs/platforms.md. */
function write(rows: readonly Row[], kinds: Kinds): void {
  const merged = over(committedRows(), rows, [...kinds.values()].flat()).map((row) => ({
    ...row,
    version: major(row.version),
  }));
  writeRows(merged, kinds);
}

async function runMatrix(args: readonly string[]): Promise<void> {
  const parts = args.filter((arg) => arg !== '--write');
  const all = [...allEnvironments.values()].flat();
  const unknown = parts.filter((part) => !all.some((one) => keyOf(one).includes(part)));
  if (unknown.length > 0) throw new Error(`no environment has a name with ${unknown.join(' or ')}`);
  const isChosen = (environment: Environment) =>
    parts.length === 0 || parts.some((part) => keyOf(environment).includes(part));
  const tarball = pack();
  const lanes = [...allEnvironments].map(([name, environments]) =>
    openLane(name, environments.filter(isChosen), tarball),
  );
  const rows = (await Promise.all((await Promise.all(lanes)).map(runAll))).flat();
  report(rows, all);
  const counts = Map.groupBy(rows, ({ verdict }) => verdict);
  // The verdict `not run` has its reason, so that this line differs from that of a complete run.
  console.log([...counts].map(([verdict, { length }]) => `${length} ${verdict}`).join(', '));
  // An environment that could not run here keeps the row of an earlier run.
  const ran = rows.filter(({ verdict }) => !verdict.startsWith('not run'));
  if (args.includes('--write')) write(ran, kinds);
  if (counts.has('failed')) process.exitCode = 1;
}

if (import.meta.main) {
  await main('matrix', () => runMatrix(process.argv.slice(2)));
}
