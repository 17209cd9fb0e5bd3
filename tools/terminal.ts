// Draws a terminal with a command and its output as SVG. The text stays text.

import { colorNames, linesOf, type Span } from './ansi.ts';
import { type Colors, element, escaped, svgOf } from './svg.ts';

export interface Terminal {
  /** What the picture shows, in a few words. */
  readonly title: string;
  /** The command, as it is typed. */
  readonly command: string;
  /** What it prints, with ANSI colors. */
  readonly output: string;
}

const palette = (values: string) =>
  Object.fromEntries(
    values.split(' ').map((value, index) => [colorNames[index] ?? 'black', value]),
  );
const bright = (colors: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(colors).map(([name, value]) => [`bright-${name}`, value]));

const onLight = palette('#1f2328 #cf222e #116329 #7d4e00 #0969da #8250df #1b7c83 #59636e');
const onDark = palette('#9198a1 #ff7b72 #3fb950 #d29922 #58a6ff #bc8cff #39c5cf #f0f6fc');

const colors: Colors = {
  light: {
    page: '#ffffff',
    bar: '#f6f8fa',
    edge: '#d1d9e0',
    ink: '#1f2328',
    soft: '#59636e',
    ...onLight,
    ...bright(onLight),
  },
  dark: {
    page: '#0d1117',
    bar: '#151b23',
    edge: '#3d444d',
    ink: '#f0f6fc',
    soft: '#9198a1',
    ...onDark,
    ...bright(onDark),
  },
};

const css = `
.bar{fill:var(--bar);stroke:var(--edge)}
.button{fill:var(--edge)}
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--ink);white-space:pre}
.name{font:13px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;fill:var(--soft);text-anchor:middle}
.bold{font-weight:700}
.dim{fill:var(--soft)}
${Object.keys(colors.light)
  .filter((name) => name in onLight || name.startsWith('bright-'))
  .map((name) => `.${name}{fill:var(--${name})}`)
  .join('\n')}
`;

const margin = 20;
const barHeight = 36;
const lineHeight = 21;
/** The width of a character of the widest of the fonts. */
const character = 8.45;
const leastCharacters = 72;

function drawSpan({ text, style }: Span): string {
  const { color, ...flags } = style;
  const classes = Object.entries(flags)
    .filter(([, isSet]) => isSet)
    .map(([name]) => name);
  if (color !== undefined) classes.push(color);
  return classes.length === 0
    ? escaped(text)
    : element('tspan', { class: classes.join(' ') }, escaped(text));
}

function drawLine(spans: readonly Span[], index: number): string {
  const y = barHeight + margin + (index + 0.7) * lineHeight;
  const attributes = { x: margin, y, 'xml:space': 'preserve' };
  return element('text', attributes, spans.map(drawSpan).join(''));
}

const textOf = (spans: readonly Span[]) => spans.map(({ text }) => text).join('');

/** The picture as a file of SVG. */
export function drawTerminal({ title, command, output }: Terminal): string {
  const prompt: readonly Span[] = [
    { text: '$ ', style: { dim: true } },
    { text: command, style: { bold: true } },
  ];
  const lines = [prompt, ...linesOf(output.trimEnd())];
  const longest = Math.max(leastCharacters, ...lines.map((spans) => textOf(spans).length));
  const width = Math.ceil(longest * character + 2 * margin);
  const height = barHeight + 2 * margin + lines.length * lineHeight;
  const buttons = [0, 1, 2].map((index) =>
    element('circle', { class: 'button', cx: margin + index * 18, cy: barHeight / 2, r: 5.5 }),
  );
  return svgOf({
    width,
    height,
    title,
    description: lines.map(textOf).join('\n'),
    colors,
    css,
    elements: [
      element('path', {
        class: 'bar',
        d: `M0.5 ${barHeight}V8.5a8 8 0 0 1 8-8H${width - 8.5}a8 8 0 0 1 8 8V${barHeight}z`,
      }),
      ...buttons,
      element('text', { class: 'name', x: width / 2, y: barHeight / 2 + 4.5 }, escaped(title)),
      ...lines.flatMap((spans, index) => (spans.length === 0 ? [] : [drawLine(spans, index)])),
    ],
  });
}
