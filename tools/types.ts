// Writes the TypeScript types of the contract from openapi.json. With `--check` it writes nothing,
// and fails when the types are not current.

import { readFile, writeFile } from 'node:fs/promises';
import openapiTypescript, { astToString, stringToAST } from 'openapi-typescript';
import type { TypeAliasDeclaration } from 'typescript';
import { main } from './run.ts';

const target = new URL('../www/client/generated/openapi.ts', import.meta.url);

async function typesOf(file: URL): Promise<string> {
  // The conditions of `allOf` are over several members. No type expresses them.
  const document = JSON.parse(await readFile(file, 'utf8'), (name, value) =>
    name === 'allOf' ? undefined : value,
  );
  const types = await openapiTypescript(document, {
    alphabetize: false,
    // An open list takes any string, and an editor still offers the listed ones.
    transform(schema) {
      if (!('x-open-list' in schema) || !('anyOf' in schema)) return undefined;
      const [listed] = schema.anyOf as { enum: string[] }[];
      const union = listed?.enum.map((value) => `'${value}'`).join(' | ');
      const [alias] = stringToAST(`type Open = ${union} | (string & Record<never, never>)`);
      return (alias as TypeAliasDeclaration).type;
    },
  });
  return `// Generated from openapi.json by \`make generate\`.\n\n${astToString(types)}`;
}

await main('types', async () => {
  const content = await typesOf(new URL('../openapi.json', import.meta.url));
  if (!process.argv.includes('--check')) return writeFile(target, content);
  const current = await readFile(target, 'utf8').catch(() => '');
  if (current !== content) {
    throw new Error('www/client/generated/openapi.ts is out of date: run `make generate`');
  }
});
