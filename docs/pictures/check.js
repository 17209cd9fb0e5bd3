// Prints what the package finds in a file with a request. The picture in the README shows it.

import { readFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { validate } from 'identification-chain';

const [, , file = 'request.json'] = process.argv;
const { valid, errors, warnings, issues } = validate(readFileSync(file, 'utf8'));
const color = (format, text) => styleText(format, text, { validateStream: false });

for (const { severity, path, message, rule } of issues) {
  const name = severity === 'error' ? 'red' : 'yellow';
  console.log(
    `${color([name, 'bold'], severity)} ${color('bold', path)} ${color('dim', `[${rule}]`)}`,
  );
  console.log(`  ${message}`);
}
const verdict = valid ? 'The request can be sent' : 'Nothing would be sent';
console.log(`\n${verdict}: errors ${errors}, warnings ${warnings}.`);
