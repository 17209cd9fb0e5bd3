// Draws the tables of docs/performance.md and the charts of docs/charts/ from the committed figures.
//
//   node benches/performance.ts [--check]
//
// --check fails if a file is not what the figures give, byte for byte.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { chartsOf } from './charts.ts';
import { committedFigures, type Figures } from './figures.ts';
import { tablesOf, withTable } from './tables.ts';

const root = new URL('../', import.meta.url);
const page = 'docs/performance.md';

/** The files that the figures give, by their paths. */
function filesOf(figures: Figures): ReadonlyMap<string, string> {
  const text = Object.entries(tablesOf(figures)).reduce(
    (text, [name, table]) => withTable(text, name, table),
    readFileSync(new URL(page, root), 'utf8'),
  );
  const charts = [...chartsOf(figures)].map(([name, svg]) => [`docs/charts/${name}`, svg] as const);
  return new Map([[page, text], ...charts]);
}

/** Writes the page and the charts. */
export function writePerformance(figures: Figures): void {
  for (const [path, text] of filesOf(figures)) writeFileSync(new URL(path, root), text);
}

/** The paths of the files that are not what the figures give. */
export function outOfDate(figures: Figures): readonly string[] {
  return [...filesOf(figures)]
    .filter(([path, text]) => {
      const file = new URL(path, root);
      return !existsSync(file) || readFileSync(file, 'utf8') !== text;
    })
    .map(([path]) => path);
}

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    for (const path of outOfDate(committedFigures())) {
      console.error(
        `${path} differs from docs/charts/data.json: run \`node benches/performance.ts\``,
      );
      process.exitCode = 1;
    }
  } else {
    writePerformance(committedFigures());
  }
}
