// Draws a chart of horizontal bars as SVG, in panels that each have their own scale.

import { type Colors, element, escaped, svgOf } from '../tools/svg.ts';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value with its unit, which is written after the bar. */
  readonly text: string;
  /** Whether it is the bar of this package. */
  readonly isOwn: boolean;
}

interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

interface BarChart {
  readonly title: string;
  /** How to read the bars. */
  readonly note: string;
  readonly columns: number;
  readonly panels: readonly Panel[];
}

const colors: Colors = {
  light: {
    page: '#ffffff',
    edge: '#d1d9e0',
    ink: '#1f2328',
    soft: '#59636e',
    own: '#0969da',
    other: '#afb8c1',
  },
  dark: {
    page: '#0d1117',
    edge: '#3d444d',
    ink: '#f0f6fc',
    soft: '#9198a1',
    own: '#4493f8',
    other: '#545d68',
  },
};

const css = `
text{font:13px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;fill:var(--ink)}
.title{font-size:17px;font-weight:600}
.panel{font-size:14px;font-weight:600}
.note{fill:var(--soft)}
.label{text-anchor:end}
.own{font-weight:600}
rect.own{fill:var(--own)}
rect.other{fill:var(--other)}
`;

const width = 880;
const margin = 24;
const gap = 32;
/** The height of the title and the note of the chart. */
const head = 74;
const panelHead = 28;
const row = 24;
const bar = 16;
/** The widths of a character of a label, and of the text after the longest bar. */
const character = 7.5;
const valueWidth = 64;

function drawBar({ label, value, text, isOwn }: Bar, y: number, from: number, scale: number) {
  const kind = isOwn ? 'own' : 'other';
  const length = Math.max(value * scale, 1);
  const middle = y + bar / 2 + 4.5;
  return [
    element('text', { class: `label ${kind}`, x: from - 8, y: middle }, escaped(label)),
    element('rect', { class: kind, x: from, y, width: length, height: bar, rx: 2 }),
    element('text', { class: kind, x: from + length + 6, y: middle }, escaped(text)),
  ];
}

function drawPanel({ title, bars }: Panel, x: number, y: number, panelWidth: number): string {
  const labels = Math.max(...bars.map(({ label }) => label.length)) * character + 8;
  const longest = Math.max(...bars.map(({ value }) => value));
  const scale = (panelWidth - labels - valueWidth) / longest;
  const drawn = bars.flatMap((one, index) =>
    drawBar(one, panelHead + index * row - bar / 2, labels, scale),
  );
  const heading = element('text', { class: 'panel', x: 0, y: 4 }, escaped(title));
  return element('g', { transform: `translate(${x} ${y})` }, [heading, ...drawn].join('\n'));
}

const said = ({ title, bars }: Panel) =>
  `${title}: ${bars.map(({ label, text }) => `${label} ${text}`).join(', ')}.`;

/** The chart as a file of SVG. */
export function drawBars({ title, note, columns, panels }: BarChart): string {
  const panelWidth = (width - 2 * margin - (columns - 1) * gap) / columns;
  const panelHeight =
    panelHead + Math.max(...panels.map(({ bars }) => bars.length)) * row + gap / 2;
  const height = head + Math.ceil(panels.length / columns) * panelHeight + margin / 2;
  const drawn = panels.map((panel, index) => {
    const x = margin + (index % columns) * (panelWidth + gap);
    const y = head + Math.floor(index / columns) * panelHeight + margin / 2;
    return drawPanel(panel, x, y, panelWidth);
  });
  return svgOf({
    width,
    height,
    title,
    description: [note, ...panels.map(said)].join(' '),
    colors,
    css,
    elements: [
      element('text', { class: 'title', x: margin, y: 36 }, escaped(title)),
      element('text', { class: 'note', x: margin, y: 58 }, escaped(note)),
      ...drawn,
    ],
  });
}
