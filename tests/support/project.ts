// The projects of environments: their files, and the report of the job.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { referenceRequest } from '../../www/demo/reference.ts';
import type { EnvironmentResult, MatrixContext } from './environment.ts';
import { execute } from './program.ts';
import { dependencies, nameOf, type Tool } from './versions.ts';

/** A project, as a user of the tool has it. */
export interface Project {
  /** Projects with the same name are installed once. */
  readonly name: string;
  /** The packages to install. The version of the first one is in the result. */
  readonly packages: readonly Tool[];
  readonly files: Readonly<Record<string, string>>;
  /** The members that the tool's scaffolding writes into package.json. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Where `job.mjs` and `job.cjs` go. */
  readonly sources?: string;
}

const begun = new Map<string, Promise<unknown>>();

/** Runs a shared task once. `key` identifies the task. */
export function once<T>(key: string, begin: () => Promise<T>): Promise<T> {
  const known = begun.get(key) ?? begin();
  begun.set(key, known);
  return known as Promise<T>;
}

/** Installs a project with the packed package and the job, and returns its folder. */
export async function install(context: MatrixContext, project: Project): Promise<string> {
  const folder = join(context.folder, project.name.replaceAll(/[^\w.]+/g, '-').toLowerCase());
  await once(folder, async () => {
    rmSync(folder, { recursive: true, force: true });
    const { packages, manifest, sources = '.' } = project;
    write(folder, {
      'package.json': JSON.stringify({
        name: 'user',
        private: true,
        ...manifest,
        dependencies: {
          'identification-chain': `file:${context.tarball}`,
          ...dependencies(packages),
        },
        allowScripts: Object.fromEntries(packages.map((tool) => [nameOf(tool), true])),
      }),
      ...jobFiles(context, sources),
    });
    const npm = 'npm install --prefer-offline --no-audit --no-fund --loglevel=error';
    await execute(npm.split(' '), { cwd: folder });
  });
  write(folder, project.files);
  return folder;
}

/** Writes files into a folder, by their paths in it. */
export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** The files that export `job`, a function that does the job at the sandbox of a context. */
function jobFiles({ baseUrl }: MatrixContext, folder: string): Readonly<Record<string, string>> {
  const parts = ['./job.js', 'timed-job.js'].map((file) =>
    readFileSync(join(import.meta.dirname, file), 'utf8')
      .replace(/^import .*\n/m, '')
      .replace('export async', 'async'),
  );
  const args = `${JSON.stringify(baseUrl)}, ${JSON.stringify(referenceRequest)}`;
  const text = `${parts.join('\n')}\nconst job = (api) => timedJob(api, ${args});\n`;
  return {
    [join(folder, 'job.mjs')]: `${text}export { job };\n`,
    [join(folder, 'job.cjs')]: `${text}module.exports = { job };\n`,
  };
}

/** The version of the tool of an installed project, or of Node for a project without a tool. */
export function versionOf(folder: string, { packages: [tool] }: Project): string {
  if (tool === undefined) return process.version;
  const file = join(folder, 'node_modules', nameOf(tool), 'package.json');
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

/** The first lines of a program of each style. */
export const loads = {
  import: "import * as api from 'identification-chain';\nimport { job } from './job.mjs';\n",
  require: "const api = require('identification-chain');\nconst { job } = require('./job.cjs');\n",
} as const;

/** The styles of import. */
export type Style = keyof typeof loads;

/** The report of `timedJob`. */
export type Report = Omit<EnvironmentResult, 'version'>;

/** The code behind the job in a program. It prints the report for {@link reported}. */
export const print = ".then((report) => console.log('«' + JSON.stringify(report) + '»'))";

/** Finds the report in the output of a program. */
export function reported(output: string): Report {
  const [, report] = /«(\{.*\})»/.exec(output) ?? [];
  if (report === undefined)
    throw new Error(`The program printed no report:\n${output.slice(-4000)}`);
  return JSON.parse(report);
}

/** The report with which a server answers. */
export async function answered(url: string | URL): Promise<Report> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** Installs a project, and runs commands in it. One of them prints the report. */
export async function runProject(
  context: MatrixContext,
  project: Project,
  commands: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<EnvironmentResult> {
  const folder = await install(context, project);
  let output = '';
  for (const command of commands) output += await execute(command.split(' '), { cwd: folder, env });
  return { version: versionOf(folder, project), ...reported(output) };
}
