// Runtimes that run a script: Node, Deno and Bun, with their own tools.

import type { Environment } from '../support/environment.ts';
import { loads, print, runProject, type Style } from '../support/project.ts';
import type { Tool } from '../support/versions.ts';

/** A program that does the job. */
const programs = {
  import: `${loads.import}job(api)${print};\n`,
  require: `${loads.require}job(api)${print};\n`,
} as const;
const files = { 'main.mjs': programs.import, 'main.cjs': programs.require };

/** Removes the package that npm installed. */
const alone = 'rm -r node_modules/identification-chain';

/** A runtime or a tool of one, from npm. */
interface Script {
  readonly name: string;
  readonly style: Style;
  readonly tool: Tool;
  readonly commands: readonly string[];
  readonly core?: boolean;
}

const nodes: readonly Script[] = (['20', '22', '24', '26'] as const).flatMap((version) => {
  const node = { name: `Node ${version}`, tool: `node@${version}` } as const;
  return [
    { ...node, style: 'import', commands: ['node main.mjs'], core: version === '26' },
    { ...node, style: 'require', commands: ['node main.cjs'] },
  ];
});

const scripts: readonly Script[] = [
  ...nodes,
  {
    name: 'Deno',
    style: 'import',
    tool: 'deno@2',
    commands: ['deno run --no-prompt --allow-net=127.0.0.1 main.mjs'],
    core: true,
  },
  {
    name: 'Deno',
    style: 'require',
    tool: 'deno@2',
    // Deno asks before `require` reads a file.
    commands: ['deno run --no-prompt --allow-net=127.0.0.1 --allow-read=. main.cjs'],
  },
  { name: 'Bun', style: 'import', tool: 'bun@1', commands: ['bun run main.mjs'], core: true },
  { name: 'Bun', style: 'require', tool: 'bun@1', commands: ['bun run main.cjs'] },
  {
    name: 'bun build --compile',
    style: 'import',
    tool: 'bun@1',
    commands: ['bun build main.mjs --compile --outfile main', alone, './main'],
  },
];

const runtimes: readonly Environment[] = scripts.map(
  ({ name, style, tool, commands, core = false }) => ({
    name,
    style,
    core,
    run: (context) => runProject(context, { name, packages: [tool], files }, commands),
  }),
);

/** Node with the package installed by another tool than npm, in a folder of its own. */
function installedBy(name: string, tool: Tool, commands: readonly string[]): Environment {
  return {
    name: `${name}, for Node 24`,
    style: 'import',
    core: false,
    run(context) {
      const dependencies = { 'identification-chain': `file:${context.tarball}` };
      const project = {
        name,
        packages: [tool],
        sources: 'user',
        files: {
          'user/main.mjs': programs.import,
          'user/package.json': JSON.stringify({ name: 'user', private: true, dependencies }),
          // These make the folder a project of Yarn, with its own cache.
          'user/yarn.lock': '',
          'user/.yarnrc.yml': 'enableGlobalCache: false\nenableTelemetry: false\n',
        },
      };
      return runProject(context, project, [alone, ...commands]);
    },
  };
}

const installers = [
  installedBy('pnpm', 'pnpm@12', [
    'pnpm --dir user install --store-dir store',
    'node user/main.mjs',
  ]),
  installedBy("Yarn, Plug'n'Play", '@yarnpkg/cli-dist@4', [
    'yarn --cwd user install --no-immutable',
    'yarn --cwd user node main.mjs',
  ]),
];

/** Node with a page's globals, as in tests that do not use a runner's environment. */
const jsdom: Environment = {
  name: 'JSDOM, its window and document as globals',
  style: 'import',
  core: false,
  run(context) {
    const page = `import { JSDOM } from 'jsdom';
const { window } = new JSDOM('<!doctype html>', { url: 'http://localhost/' });
Object.assign(globalThis, { window, document: window.document });
`;
    const main = `import './page.mjs';\n${programs.import}`;
    const project = {
      name: 'jsdom',
      packages: ['jsdom@31'],
      files: { 'page.mjs': page, 'main.mjs': main },
    } as const;
    return runProject(context, project, ['node main.mjs']);
  },
};

export const servers: readonly Environment[] = [...runtimes, ...installers, jsdom];
