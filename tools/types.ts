// Writes the TypeScript types of the contract, from openapi.json. With `--check` it writes nothing
// and fails where they are not what it would write.

import { readFile, writeFile } from 'node:fs/promises';
import openapiTypescript, { astToString, stringToAST } from 'openapi-typescript';
import ts from 'typescript';

const target = new URL('../www/client/generated/openapi.ts', import.meta.url);
// No type can say the conditions of `allOf`, which are over several members.
const document = JSON.parse(
  await readFile(new URL('../openapi.json', import.meta.url), 'utf8'),
  (name, value) => (name === 'allOf' ? undefined : value),
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

const text = astToString(types.map((type) => withUndefined(type)));
const content = `// Generated from openapi.json by \`make generate\`.\n\n${text}`;

if (process.argv.includes('--check')) {
  const current = await readFile(target, 'utf8').catch(() => '');
  if (current !== content) {
    console.error(
      'www/client/generated/openapi.ts is not what openapi.json says; run `make generate`',
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(target, content);
}
