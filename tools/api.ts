// Writes a report of the public types of each entry into tests/package/api/, by API Extractor. With
// `--check` it writes nothing, and fails when a report is not the reviewed one. All conditions of an
// entry must have the same types.

import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
} from '@microsoft/api-extractor';
import { main } from './run.ts';

const root = join(import.meta.dirname, '..');
const pkg = join(root, 'pkg');
const folder = 'tests/package/api';
const isCheck = process.argv.includes('--check');

/** The declaration files of an entry, for all conditions. */
function declarationsOf(target: object): string[] {
  return Object.entries(target).flatMap(([name, below]) => {
    if (typeof below === 'object') return declarationsOf(below);
    return name === 'types' ? [below] : [];
  });
}

/** The entries with their declaration files. An entry with the same files as another has its report. */
function entriesWithTypes(): ReadonlyMap<string, readonly string[]> {
  const { exports } = JSON.parse(readFileSync(join(pkg, 'package.json'), 'utf8'));
  const entries = new Map<string, readonly string[]>();
  const known = new Set<string>();
  for (const [entry, target] of Object.entries<object | string>(exports)) {
    if (typeof target === 'string') continue;
    const files = [...new Set(declarationsOf(target))];
    if (files.length === 0) throw new Error(`${entry} has no types`);
    if (files.some((file) => !known.has(file))) entries.set(entry, files);
    for (const file of files) known.add(file);
  }
  return entries;
}

/** How to analyse a declaration file, among all that are compiled. */
function configOf(file: string, reportFileName: string, all: readonly string[]): ExtractorConfig {
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: [],
    strict: true,
  };
  const none = { default: { logLevel: ExtractorLogLevel.None } };
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: pkg,
      mainEntryPointFilePath: join(pkg, file),
      compiler: {
        overrideTsconfig: { compilerOptions, files: all.map((one) => join(pkg, one)) },
      },
      apiReport: {
        enabled: true,
        reportFileName,
        reportFolder: join(root, folder),
        reportTempFolder: join(root, 'target/api'),
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        // The package has no release tags.
        extractorMessageReporting: none,
        tsdocMessageReporting: none,
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(pkg, 'package.json'),
  });
}

const renew =
  'If this change is intended, run `make api`, review the difference, and describe in CHANGELOG.md what users have to change.';

/** Writes the report of a declaration file, or compares it; returns whether it differs. */
type Compare = (file: string, report: string, localBuild: boolean) => boolean;

/** Compiles all declaration files once, for the reports of each. */
function comparing(all: readonly string[]): Compare {
  let compilerState: CompilerState | undefined;
  return (file, report, localBuild) => {
    const config = configOf(file, report, all);
    compilerState ??= CompilerState.create(config);
    const { apiReportChanged, errorCount } = Extractor.invoke(config, {
      compilerState,
      localBuild,
      messageCallback(message) {
        // It names its TypeScript, and explains how to copy a report, which `make api` does.
        message.handled = message.category === 'console';
      },
    });
    if (errorCount > 0) throw new Error(`API Extractor found errors in ${file}`);
    return apiReportChanged;
  };
}

/** Writes or compares the report of an entry; returns the problems. */
function problemsOf(
  entry: string,
  report: string,
  [first = '', ...others]: readonly string[],
  differs: Compare,
): string[] {
  const name = `identification-chain${entry.slice(1)}`;
  const isChanged = differs(first, report, !isCheck) && isCheck;
  return [
    ...(isChanged ? [`The types of ${name} differ from ${folder}/${report}. ${renew}`] : []),
    ...others
      .filter((other) => differs(other, report, false))
      .map((other) => `The types of ${name} in ${other} differ from those in ${first}.`),
  ];
}

await main('api', () => {
  mkdirSync(join(root, 'target/api'), { recursive: true });
  if (!isCheck) rmSync(join(root, folder), { recursive: true, force: true });
  mkdirSync(join(root, folder), { recursive: true });
  const entries = entriesWithTypes();
  const differs = comparing([...entries.values()].flat());
  const reports = new Map(
    [...entries.keys()].map((entry) => [
      entry,
      `${entry === '.' ? 'index' : entry.slice(2).replaceAll('/', '-')}.api.md`,
    ]),
  );
  const problems = [...entries].flatMap(([entry, files]) =>
    problemsOf(entry, reports.get(entry) ?? '', files, differs),
  );
  const known = new Set(reports.values());
  for (const file of readdirSync(join(root, folder))) {
    if (!known.has(file)) problems.push(`No entry has the report ${folder}/${file}. ${renew}`);
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
});
