// Runtimes that run a script: Node, Deno, Bun, and Node with a page of JSDOM's.

import type { Environment } from '../matrix/environment.ts';
import { loads, print, runProject, type Style } from '../matrix/project.ts';
import type { Tool } from '../matrix/versions.ts';

/** A runtime that a package of npm has. */
interface Script {
  readonly name: string;
  readonly package: Tool;
  /** What runs the script, whose name follows. */
  readonly command: string;
  readonly core?: Style;
}

const scripts: readonly Script[] = [
  { name: 'Node 20', package: 'node@20', command: 'node' },
  { name: 'Node 22', package: 'node@22', command: 'node' },
  { name: 'Node 24', package: 'node@24', command: 'node' },
  { name: 'Node 26', package: 'node@26', command: 'node', core: 'import' },
  { name: 'Deno', package: 'deno@2', command: 'deno run --allow-all', core: 'import' },
  { name: 'Bun', package: 'bun@1', command: 'bun run', core: 'import' },
];

const extensions = { import: 'mjs', require: 'cjs' } as const;

/** A program that does the job. */
const programs = {
  import: `${loads.import}job(api)${print};\n`,
  require: `${loads.require}job(api)${print};\n`,
} as const;

const runtimes: readonly Environment[] = scripts.flatMap(({ name, package: tool, command, core }) =>
  (['import', 'require'] as const).map((style) => {
    const file = `main.${extensions[style]}`;
    const project = { name, packages: [tool], files: { [file]: programs[style] } };
    return {
      name,
      style,
      core: core === style,
      run: (context) => runProject(context, project, [`${command} ${file}`]),
    };
  }),
);

/** Node with a page's globals, as tests without a runner's environment have it. */
const jsdom: Environment = {
  name: 'JSDOM, its window and document as globals',
  style: 'import',
  core: false,
  run(context) {
    const page = `import { JSDOM } from 'jsdom';
const { window } = new JSDOM('<!doctype html>', { url: 'http://localhost/' });
Object.assign(globalThis, { window, document: window.document });
`;
    const files = { 'page.mjs': page, 'main.mjs': `import './page.mjs';\n${programs.import}` };
    return runProject(context, { name: 'jsdom', packages: ['jsdom@31'], files }, ['node main.mjs']);
  },
};

export const servers: readonly Environment[] = [...runtimes, jsdom];
