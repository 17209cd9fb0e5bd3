// Writes what the built package's types say, a text for each entry: what it exports, and what those
// declarations name. With `--check` it writes nothing and fails where a text is not the reviewed one.
// It fails always where an entry's types differ with how it is imported.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'tests/package/api');
const manifest = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));

/** Every declaration file of an entry, whatever the conditions; that of `default` is the last. */
function typesOf(target: object): string[] {
  return Object.entries(target).flatMap(([name, below]) => {
    if (typeof below === 'object') return typesOf(below);
    return name === 'types' ? [below] : [];
  });
}
const exported = Object.entries<object | string>(manifest.exports).flatMap(([entry, target]) =>
  typeof target === 'string' ? [] : [{ entry, files: typesOf(target) }],
);

/** The entries, each with its declarations. Those with the same declarations have one text. */
const entries = new Map<string, string>();
for (const { entry, files } of exported.sort((a, b) => a.entry.length - b.entry.length)) {
  const types = files.at(-1);
  if (types === undefined) throw new Error(`${entry} has no types`);
  if (![...entries.values()].includes(types)) entries.set(entry, types);
}

const program = ts.createProgram(
  exported.flatMap(({ files }) => files.map((types) => join(root, 'pkg', types))),
  {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
    strict: true,
    noEmit: true,
  },
);
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true });

/** The symbol itself, behind imports and exports. */
function resolved(symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The statements of the package that declare a symbol. */
function statements(symbol: ts.Symbol): ts.Node[] {
  return (symbol.declarations ?? []).flatMap((declaration) => {
    const statement = ts.isVariableDeclaration(declaration)
      ? declaration.parent.parent
      : declaration;
    const isOurs = statement.getSourceFile().fileName.includes('/pkg/dist/');
    return isOurs && ts.isSourceFile(statement.parent) ? [statement] : [];
  });
}

/** Calls back for each symbol that a declaration names. */
function eachNamed(node: ts.Node, found: (symbol: ts.Symbol) => void): void {
  if (ts.isIdentifier(node)) {
    const symbol = checker.getSymbolAtLocation(node);
    if (symbol !== undefined) found(resolved(symbol));
  }
  ts.forEachChild(node, (child) => eachNamed(child, found));
}

function report(entry: string, types: string): string {
  const file = program.getSourceFile(join(root, 'pkg', types));
  const module = file && checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${types} is no module; run \`make build\``);
  const exports = checker
    .getExportsOfModule(module)
    .map((symbol) => ({ name: symbol.name, symbol: resolved(symbol) }));
  const declared = new Set<ts.Symbol>();
  const add = (symbol: ts.Symbol) => {
    if (declared.has(symbol)) return;
    const own = statements(symbol);
    if (own.length === 0) return;
    declared.add(symbol);
    for (const statement of own) eachNamed(statement, add);
  };
  for (const { symbol } of exports) add(symbol);
  const names = exports.map(({ name, symbol }) =>
    name === symbol.name ? name : `${symbol.name} as ${name}`,
  );
  const texts = [...declared].map((symbol) => {
    const printed = statements(symbol).map((statement) =>
      printer.printNode(ts.EmitHint.Unspecified, statement, statement.getSourceFile()),
    );
    return { name: symbol.name, text: printed.join('\n') };
  });
  texts.sort((a, b) => (`${a.name}\n${a.text}` < `${b.name}\n${b.text}` ? -1 : 1));
  return [
    `// identification-chain${entry.slice(1)}`,
    `export {\n${names
      .sort()
      .map((name) => `    ${name},\n`)
      .join('')}};`,
    ...texts.map(({ text }) => text),
  ].join('\n\n');
}

const check = process.argv.includes('--check');
if (!check) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
const written = new Set<string>();
for (const [entry, types] of entries) {
  const name = entry === '.' ? 'index' : entry.slice('./'.length).replaceAll('/', '-');
  const path = join(folder, `${name}.txt`);
  written.add(`${name}.txt`);
  const text = `${report(entry, types)}\n`;
  if (!check) {
    writeFileSync(path, text);
  } else if (text !== reviewed(path)) {
    console.error(
      `The types of identification-chain${entry.slice(1)} are not those of ${path.slice(root.length + 1)}. If that is meant: \`make api\`, review the difference, and say in CHANGELOG.md what users have to change.`,
    );
    process.exitCode = 1;
  }
}
for (const { entry, files } of exported) {
  const texts = new Set([...new Set(files)].map((types) => report(entry, types)));
  if (texts.size === 1) continue;
  console.error(
    `The types of identification-chain${entry.slice(1)} differ with its conditions: ${files.join(', ')}`,
  );
  process.exitCode = 1;
}
for (const file of readdirSync(folder)) {
  if (written.has(file)) continue;
  console.error(`The entry of tests/package/api/${file} is gone. If that is meant: \`make api\`.`);
  process.exitCode = 1;
}

function reviewed(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
