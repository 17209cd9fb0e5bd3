// Draws the terminals of the documents from what the commands print.
//
//   node tools/pictures.ts [--check]
//
// --check fails if a picture is not what its command prints now.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from './run.ts';
import { drawTerminal } from './terminal.ts';

const folder = join(import.meta.dirname, '../docs/pictures');

/** The pictures by their files. The commands run in the folder of the pictures. */
const pictures = {
  'check.svg': { title: 'a bad request', command: 'node check.js request.json' },
};

/** What a command prints in color. A command that finds mistakes may exit with another status than 0. */
function outputOf(command: string): string {
  const [program = '', ...args] = command.split(' ');
  const { stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    env: { ...process.env, FORCE_COLOR: '1' },
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  if (stdout === '') throw new Error(`\`${command}\` printed nothing\n${stderr}`);
  return stdout;
}

await main('pictures', () => {
  for (const [name, { title, command }] of Object.entries(pictures)) {
    const file = join(folder, name);
    const svg = drawTerminal({ title, command, output: outputOf(command) });
    if (!process.argv.includes('--check')) {
      writeFileSync(file, svg);
    } else if (!existsSync(file) || readFileSync(file, 'utf8') !== svg) {
      throw new Error(
        `docs/pictures/${name} is not what \`${command}\` prints: run \`make pictures\``,
      );
    }
  }
});
