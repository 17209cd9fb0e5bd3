// Builds and serves projects by the tools' own commands, and does the job in them.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from 'identification-chain/sandbox/node';
import { launchChromium } from '../support/browser.ts';
import type { Environment } from '../support/environment.ts';
import { execute, type Server, startServer } from '../support/program.ts';
import {
  answered,
  install,
  once,
  type Project,
  type Report,
  versionOf,
} from '../support/project.ts';
import { staticFile } from '../support/static.ts';
import { assertSmall } from './guards.ts';

/** A way to build or serve a project, and where it does the job. */
export interface Use {
  readonly name: string;
  readonly style?: string;
  readonly core?: boolean;
  readonly project: Project;
  /** The command that builds the project. */
  readonly build?: string;
  /** The folder for a static server, or the command that serves at `$PORT`. */
  readonly serve: { readonly folder: string } | { readonly command: string };
  /** The command that bundles `src/guards.js`, which uses only the error guards, and its folder. */
  readonly guards?: { readonly build: string; readonly folder: string };
  /** The path of a route that answers with the report. Without it the page does the job in Chromium. */
  readonly answers?: string;
}

export function environmentOf(use: Use): Environment {
  const { name, style = 'import', core = false, project, build, guards, answers } = use;
  return {
    name,
    style,
    core,
    async run(context) {
      const folder = await install(context, project);
      const run = (command: string) => execute(command.split(' '), { cwd: folder });
      if (build !== undefined) await once(`${folder}: ${build}`, () => run(build));
      if (guards !== undefined) {
        await run(guards.build);
        assertSmall(name, scriptsIn(join(folder, guards.folder)));
      }
      await using server = await served(folder, use.serve);
      const report = answers
        ? await answered(new URL(answers, server.url))
        : await shown(server.url);
      return { version: versionOf(folder, project), ...report };
    },
  };
}

/** The code of all scripts in a folder. */
function scriptsIn(folder: string): string {
  return readdirSync(folder, { encoding: 'utf8', recursive: true })
    .filter((file) => /\.m?js$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('');
}

async function served(folder: string, how: Use['serve']): Promise<Server> {
  if ('command' in how) return startServer(how.command.split(' '), { cwd: folder });
  const root = join(folder, how.folder);
  const { url, close } = await serve(({ url }) => staticFile(root, new URL(url).pathname));
  return { url, [Symbol.asyncDispose]: close };
}

/** The report that a page leaves in the global `report`. */
async function shown(url: string): Promise<Report> {
  await using browser = await launchChromium();
  const page = await browser.open(url);
  await page
    .waitForFunction(() => 'report' in globalThis)
    .catch(async (error) => {
      throw new Error(`${error} It shows: ${await page.innerText('body')}`);
    });
  return await page.evaluate(() => (globalThis as unknown as { report: Report }).report);
}
