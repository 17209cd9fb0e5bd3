// The names of the members that the package reads, which tests add to Object.prototype.

import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** The members of the dictionaries that the platform reads, and that would change a request. */
const ofRequests =
  `method headers body signal redirect credentials mode cache integrity keepalive referrer
  referrerPolicy duplex priority window dispatcher status statusText`.split(/\s+/);

/** The names of the members that a file reads: `a.name`, `{ name } = a`, `'name' in a`. */
function namesIn(file: string): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) names.push(node.name.text);
    if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      names.push((node.propertyName ?? node.name).getText());
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword) {
      if (ts.isStringLiteral(node.left)) names.push(node.left.text);
    }
    ts.forEachChild(node, visit);
  };
  const text = readFileSync(file, 'utf8');
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return names;
}

/** Every name of a member that the package reads. */
export function namesRead(): string[] {
  const files = globSync('www/{client,gateway,sandbox}/**/*.ts');
  const names = new Set([...files.flatMap(namesIn), ...ofRequests]);
  return [...names].filter((name) => /^[a-z]\w*$/i.test(name) && !(name in Object.prototype));
}
