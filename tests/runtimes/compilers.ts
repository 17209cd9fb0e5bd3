// TypeScript consumers: a strict program is compiled against the package's types, theirs checked
// too (no skipLibCheck), and what was emitted does the job.

import { referenceRequest } from '../../www/demo/reference.ts';
import type { Environment } from '../support/environment.ts';
import { type Project, print, runProject, type Style } from '../support/project.ts';

/** `moduleResolution`, with the `module` that goes with it. */
const resolutions = { bundler: 'esnext', node16: 'node16', nodenext: 'nodenext' } as const;

/** The source, what is emitted of it, and the types of the job. */
const files: Readonly<Record<Style, readonly [string, string, string]>> = {
  import: ['main.mts', 'main.mjs', 'job.d.mts'],
  require: ['main.cts', 'main.cjs', 'job.d.cts'],
};

/** How programs of each style begin. Without `esModuleInterop`, as the tool has it by default. */
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

/** What users write of types; an error that is expected and does not come is one. */
const typed = `
const request: CreateChainRequest = ${JSON.stringify(referenceRequest)};
// @ts-expect-error: a number is no duration.
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

/** A compiler, and how it is told to look for modules. */
interface Compiler {
  /** The release line, which its rows are called by. */
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
    // Those of the folders above are not the project's.
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
