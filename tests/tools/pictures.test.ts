// Tests how the charts and the terminals of the documents are drawn.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawBars } from '../../benches/bars.ts';
import { committedFigures } from '../../benches/figures.ts';
import { outOfDate } from '../../benches/performance.ts';
import { linesOf } from '../../tools/ansi.ts';
import { drawTerminal } from '../../tools/terminal.ts';

const esc = String.fromCodePoint(0x1b);

/** The start tags that are not ended, or the end tags that end something else. */
function unbalanced(svg: string): string[] {
  const open: string[] = [];
  for (const [, end, name = '', own] of svg.matchAll(/<(\/?)([\w-]+)(?:"[^"]*"|[^">])*?(\/?)>/g)) {
    if (end === '') open.push(...(own === '' ? [name] : []));
    else if (open.pop() !== name) return [name];
  }
  return open;
}

describe('text with ANSI colors', () => {
  const cases: readonly [name: string, codes: string, style: object][] = [
    ['a color', '31', { color: 'red' }],
    ['a bright color', '94', { color: 'bright-blue' }],
    ['two styles', '1;33', { bold: true, color: 'yellow' }],
    ['a color that ends', '31;39', { color: undefined }],
    ['bold that ends', '1;22', { bold: false, dim: false }],
    ['a reset', '1;31;0', {}],
    ['an empty reset', '1;31;', {}],
  ];
  for (const [name, codes, style] of cases) {
    it(`has ${name}`, () => {
      assert.deepEqual(linesOf(`${esc}[${codes}mtext`), [[{ text: 'text', style }]]);
    });
  }

  it('keeps a style over lines', () => {
    const red = { color: 'red' };
    assert.deepEqual(linesOf(`a${esc}[31mb\r\nc${esc}[0m`), [
      [
        { text: 'a', style: {} },
        { text: 'b', style: red },
      ],
      [{ text: 'c', style: red }],
    ]);
  });

  it('throws for what a picture does not have', () => {
    assert.throws(() => linesOf(`${esc}[38;5;9mtext`), /the code 38 is not a style/);
    assert.throws(() => linesOf(`${esc}[2Jtext`), /control character that is not a color/);
    assert.throws(() => linesOf('10 %\r100 %'), /control character that is not a color/);
  });
});

describe('a terminal', () => {
  const output = `${esc}[31;1merror${esc}[0m <a> & "b"\n\n  indented\n\n`;
  const svg = drawTerminal({ title: 'a & b', command: 'check', output });

  it('has the command and the output as text', () => {
    assert.deepEqual(
      [...svg.matchAll(/<text x.*?>(.*)<\/text>/g)].map(([, text]) => text),
      [
        '<tspan class="dim">$ </tspan><tspan class="bold">check</tspan>',
        '<tspan class="bold red">error</tspan> &lt;a&gt; &amp; &quot;b&quot;',
        '  indented',
      ],
    );
  });

  it('has the same text for a reader who cannot see it', () => {
    assert.match(svg, /<title id="title">a &amp; b<\/title>/);
    assert.match(
      svg,
      /<desc id="description">\$ check\nerror &lt;a&gt; .*\n\n {2}indented<\/desc>/,
    );
  });

  it('is wide enough for a long line', () => {
    const widthOf = (output: string) => {
      const [, width] =
        / width="(\d+)"/.exec(drawTerminal({ title: '', command: '', output })) ?? [];
      return Number(width);
    };
    assert.equal(widthOf('x'), widthOf('x'.repeat(72)));
    assert.ok(widthOf('x'.repeat(172)) - widthOf('x'.repeat(72)) > 800);
  });

  it('is well formed and has a dark scheme', () => {
    assert.deepEqual(unbalanced(svg), []);
    assert.match(svg, /@media \(prefers-color-scheme:dark\)/);
  });
});

describe('a chart', () => {
  const bars = [
    { label: 'own', value: 2, text: '2 µs', isOwn: true },
    { label: 'half', value: 1, text: '0.5 ×', isOwn: false },
  ];
  const svg = drawBars({
    title: 'a chart',
    note: 'Shorter is better.',
    columns: 1,
    panels: [{ title: 'Node', bars }],
  });

  it('has bars as long as their values', () => {
    const lengths = [...svg.matchAll(/<rect class="(?:own|other)" [^>]* width="([\d.]+)"/g)];
    const [own, half] = lengths.map(([, length]) => Number(length));
    assert.ok(own !== undefined && half !== undefined);
    assert.ok(Math.abs(own / half - 2) < 0.01);
  });

  it('says its values to a reader who cannot see it', () => {
    assert.match(svg, /<desc[^>]*>Shorter is better\. Node: own 2 µs, half 0\.5 ×\.<\/desc>/);
  });

  it('is well formed and has a dark scheme', () => {
    assert.deepEqual(unbalanced(svg), []);
    assert.match(svg, /@media \(prefers-color-scheme:dark\)/);
  });
});

describe('docs/performance.md and its charts', () => {
  it('are what the committed figures give', () => {
    assert.deepEqual(outOfDate(committedFigures()), []);
  });

  it('are out of date if a figure changes', () => {
    const figures = committedFigures();
    const [first, ...others] = figures.calls;
    assert.ok(first !== undefined);
    const changed = { ...figures, calls: [{ ...first, microseconds: 1 }, ...others] };
    assert.deepEqual(outOfDate(changed), ['docs/performance.md', 'docs/charts/calls.svg']);
  });
});
