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

/** The pictures by their files, with the arguments of the package's command. */
const pictures = {
  'check.svg': { title: 'a bad request', args: ['check', 'request.json'] },
};

/** What the command prints in color. It exits with another status than 0 if it finds mistakes. */
function outputOf(args: readonly string[]): string {
  const program = join(folder, '../../pkg/dist/cli.js');
  const { stdout, stderr, error } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    env: { ...process.env, FORCE_COLOR: '1' },
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  if (stdout === '') throw new Error(`\`${args.join(' ')}\` printed nothing\n${stderr}`);
  return stdout;
}

await main('pictures', () => {
  for (const [name, { title, args }] of Object.entries(pictures)) {
    const file = join(folder, name);
    const command = ['npx identification-chain', ...args].join(' ');
    const svg = drawTerminal({ title, command, output: outputOf(args) });
    if (!process.argv.includes('--check')) {
      writeFileSync(file, svg);
    } else if (!existsSync(file) || readFileSync(file, 'utf8') !== svg) {
      throw new Error(
        `docs/pictures/${name} is not what \`${command}\` prints: run \`make pictures\``,
      );
    }
  }
});
