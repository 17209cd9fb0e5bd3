// TypeScript: a strict program is compiled against the package's types, without `skipLibCheck`, and
// the emitted program does the job.

import { referenceRequest } from '../../www/demo/reference.ts';
import type { Environment } from '../support/environment.ts';
import { type Project, print, runProject, type Style } from '../support/project.ts';

/** `module` for each `moduleResolution`. */
const resolutions = { bundler: 'esnext', node16: 'node16', nodenext: 'nodenext' } as const;

/** The source, the emitted file and the types of the job. */
const files: Readonly<Record<Style, readonly [string, string, string]>> = {
  import: ['main.mts', 'main.mjs', 'job.d.mts'],
  require: ['main.cts', 'main.cjs', 'job.d.cts'],
};

/** The first lines of a program of each style, without `esModuleInterop`, which is the default. */
const loads: Readonly<Record<Style, string>> = {
  import: `import * as api from 'identification-chain';
import type { CreateChainRequest, CreatedChain, Issue } from 'identification-chain';
import { job } from './job.mjs';
`,
  require: `import api = require('identification-chain');
import jobs = require('./job.cjs');
type CreateChainRequest = api.CreateChainRequest;
type CreatedChain = api.CreatedChain;
type Issue = api.Issue;
const { job } = jobs;
`,
};

/** Types as users write them. An expected error that does not occur is an error. */
const typed = `
const request: CreateChainRequest = ${JSON.stringify(referenceRequest)};
// @ts-expect-error: a number is not a duration.
const wrong: CreateChainRequest = { ...request, expires_in: 15 };
const issues: readonly Issue[] = api.validate(wrong).issues;
if (issues.length === 0) throw new Error('nothing was found');
async function create(): Promise<CreatedChain | readonly Issue[]> {
  const chains = api.createClient({ orgId: 'acme', token: async () => 'token' });
  try {
    return await chains.createChain(request, { signal: AbortSignal.timeout(1000) });
  } catch (error) {
    if (api.isValidationError(error)) return error.issues;
    throw error;
  }
}
if (typeof create !== 'function') throw new Error('nothing was compiled');
`;

/** A compiler, and its resolution of modules. */
interface Compiler {
  /** The release line, which is in the name of the row. */
  readonly version: '5.0' | '5.9' | '6' | '7';
  readonly resolution: keyof typeof resolutions;
  readonly style: Style;
}

const kinds = [
  ['bundler', 'import'],
  ['node16', 'import'],
  ['node16', 'require'],
  ['nodenext', 'import'],
  ['nodenext', 'require'],
] as const;

const compilerTable: readonly Compiler[] = (['5.0', '5.9', '6', '7'] as const).flatMap((version) =>
  kinds.map(([resolution, style]) => ({ version, resolution, style })),
);

/** The program's project. */
function projectOf({ version, resolution, style }: Compiler): Project {
  const [source, , types] = files[style];
  const compilerOptions = {
    target: 'es2022',
    module: resolutions[resolution],
    moduleResolution: resolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    // Without the types in the folders above the project.
    types: [],
  };
  return {
    name: `TypeScript ${version}, ${resolution}, ${style}`,
    packages: [`typescript@${version}`],
    files: {
      [source]: `${loads[style]}${typed}job(api)${print};\n`,
      [types]: 'export declare function job(api: object): Promise<unknown>;\n',
      'tsconfig.json': JSON.stringify({ compilerOptions, files: [source] }),
    },
  };
}

export const compilers: readonly Environment[] = compilerTable.map((compiler) => {
  const { version, resolution, style } = compiler;
  const [, emitted] = files[style];
  return {
    name: `TypeScript ${version}, moduleResolution ${resolution}`,
    style: style === 'import' ? 'import' : 'import = require',
    core: version === '6' && resolution === 'nodenext' && style === 'import',
    run: (context) => runProject(context, projectOf(compiler), ['tsc', `node ${emitted}`]),
  };
});
