// The charts of docs/charts/, as the figures give them.

import { type Bar, drawBars } from './bars.ts';
import { type Compared, digits, type Figures, type Size, type Start } from './figures.ts';
import { kilobytes } from './tables.ts';

const own = 'identification-chain';
const scales = 'Shorter is better. Each panel has its own scale.';
const times = `${scales} × is how many times as long as ${own} it takes.`;

/** A name without the marks of Markdown. */
const plain = (name: string) => name.replaceAll('`', '');

function barsOf({ microseconds, timesOurs }: Compared): Bar[] {
  const others = Object.entries(timesOurs).map(([name, value]) => ({
    label: plain(name),
    value,
    text: `${digits(value)} ×`,
    isOwn: false,
  }));
  return [{ label: own, value: 1, text: `${digits(microseconds)} µs`, isOwn: true }, ...others];
}

const startBars = ({ milliseconds }: Start): Bar[] =>
  Object.entries(milliseconds).map(([label, value]) => ({
    label,
    value,
    text: `${digits(value)} ms`,
    isOwn: label === own,
  }));

function sizeBar({ name, brotli }: Size): Bar {
  const label = plain(name);
  return { label, value: brotli, text: kilobytes(brotli), isOwn: !label.startsWith('zod') };
}

const panelOf = (row: Compared) => ({ title: row.name, bars: barsOf(row) });

/** The charts by the names of their files. */
export function chartsOf({ checks, calls, starts, sizes }: Figures): ReadonlyMap<string, string> {
  return new Map([
    [
      'calls.svg',
      drawBars({
        title: 'A whole call: check the request, send it, read the answer',
        note: times,
        columns: 2,
        panels: calls.map(panelOf),
      }),
    ],
    [
      'checks.svg',
      drawBars({
        title: `A check alone, in ${checks.runtime}`,
        note: times,
        columns: 1,
        panels: checks.rows.map(panelOf),
      }),
    ],
    [
      'starts.svg',
      drawBars({
        title: 'From the start of a program to its first request',
        note: scales,
        columns: 2,
        panels: starts
          .filter(({ until }) => until === 'request')
          .map((start) => ({ title: start.place, bars: startBars(start) })),
      }),
    ],
    [
      'sizes.svg',
      drawBars({
        title: 'What a page loads, minified and compressed by brotli',
        note: 'Shorter is better. A page with slim also loads core.wasm.',
        columns: 1,
        panels: [{ title: 'bundled by esbuild', bars: sizes.map(sizeBar) }],
      }),
    ],
  ]);
}
