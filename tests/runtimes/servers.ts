// Runtimes that run a script: Node, Deno, Bun, and Node with a page of JSDOM's.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../matrix/environment.ts';
import {
  command,
  execute,
  install,
  jobText,
  loads,
  print,
  reported,
  type Style,
  versionOf,
} from '../matrix/project.ts';
import { nameOf, type Tool } from '../matrix/versions.ts';

/** A runtime that a package of npm has. */
interface Script {
  readonly name: string;
  readonly package: Tool;
  /** What stands before the script in its command. */
  readonly args: readonly string[];
  readonly core?: Style;
}

const scripts: readonly Script[] = [
  { name: 'Node 20', package: 'node@20', args: [] },
  { name: 'Node 22', package: 'node@22', args: [] },
  { name: 'Node 24', package: 'node@24', args: [] },
  { name: 'Node 26', package: 'node@26', args: [], core: 'import' },
  { name: 'Deno', package: 'deno@2', args: ['run', '--allow-all'], core: 'import' },
  { name: 'Bun', package: 'bun@1', args: ['run'], core: 'import' },
];

/** Node with a page's globals, as tests without a runner's environment have it. */
const jsdom: Environment = {
  name: 'JSDOM, its window and document as globals',
  style: 'import',
  core: false,
  async run(context) {
    const project = await install(context, 'jsdom', ['jsdom@31']);
    writeFileSync(
      join(project, 'page.mjs'),
      `import { JSDOM } from 'jsdom';
const { window } = new JSDOM('<!doctype html>', { url: 'http://localhost/' });
Object.assign(globalThis, { window, document: window.document });
`,
    );
    writeFileSync(
      join(project, 'main.mjs'),
      `import './page.mjs';\n${loads.import}${jobText(context)}${print};\n`,
    );
    const output = await execute([process.execPath, 'main.mjs'], { cwd: project });
    return { version: versionOf(project, 'jsdom'), ...reported(output) };
  },
};

const extensions = { import: 'mjs', require: 'cjs' } as const;

const runtimes: readonly Environment[] = scripts.flatMap((script) =>
  (['import', 'require'] as const).map((style) => ({
    name: script.name,
    style,
    core: script.core === style,
    async run(context) {
      const { args } = script;
      const tool = nameOf(script.package);
      const project = await install(context, script.name, [script.package]);
      const file = `main.${extensions[style]}`;
      writeFileSync(join(project, file), `${loads[style]}${jobText(context)}${print};\n`);
      const output = await execute([command(project, tool), ...args, file], { cwd: project });
      return { version: versionOf(project, tool), ...reported(output) };
    },
  })),
);

export const servers: readonly Environment[] = [...runtimes, jsdom];
