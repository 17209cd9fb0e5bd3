// Writes the TypeScript types of the contract from openapi.json. With `--check` it writes nothing,
// and fails when the types are not current.

import { readFile, writeFile } from 'node:fs/promises';
import openapiTypescript, { astToString, stringToAST } from 'openapi-typescript';
import ts from 'typescript';
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
      return (alias as ts.TypeAliasDeclaration).type;
    },
  });
  const text = astToString(types.map((type) => withUndefined(type)));
  return `// Generated from openapi.json by \`make generate\`.\n\n${text}`;
}

/** Lets every optional member be `undefined`, under `exactOptionalPropertyTypes`, too. */
function withUndefined(node: ts.Node): ts.Node {
  return ts.visitEachChild(
    node,
    (child) => {
      const inner = withUndefined(child);
      if (!ts.isPropertySignature(inner) || !inner.questionToken || !inner.type) return inner;
      // The members of `paths` and `operations` that are `never` have no value.
      if (inner.type.kind === ts.SyntaxKind.NeverKeyword) return inner;
      const { modifiers, name, questionToken } = inner;
      const absent = ts.factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword);
      const type = ts.factory.createUnionTypeNode([inner.type, absent]);
      return ts.factory.updatePropertySignature(inner, modifiers, name, questionToken, type);
    },
    undefined,
  );
}

await main('types', async () => {
  const content = await typesOf(new URL('../openapi.json', import.meta.url));
  if (!process.argv.includes('--check')) return writeFile(target, content);
  const current = await readFile(target, 'utf8').catch(() => '');
  if (current !== content) {
    throw new Error('www/client/generated/openapi.ts is out of date: run `make generate`');
  }
});
