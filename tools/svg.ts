// How the pictures of the documents are written: elements of SVG as text, and colors for a light and a
// dark page.

/** The colors of a picture, by the names of the CSS variables. */
export interface Colors {
  readonly light: Readonly<Record<string, string>>;
  readonly dark: Readonly<Record<string, string>>;
}

/**
 * A picture, its size in CSS pixels, and what it says to somebody who cannot see it. Its frame has the colors
 * `page` and `edge`.
 */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly colors: Colors;
  /** The rules for the classes of the elements. */
  readonly css: string;
  readonly elements: readonly string[];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text as it is written between tags and in attributes. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}

/** An element with its attributes, around content that is SVG already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content = '',
): string {
  const written = Object.entries(attributes).map(([attribute, value]) => {
    const text = typeof value === 'number' ? String(Number(value.toFixed(2))) : escaped(value);
    return ` ${attribute}="${text}"`;
  });
  const start = `<${name}${written.join('')}`;
  return content === '' ? `${start}/>` : `${start}>${content}</${name}>`;
}

function variables(colors: Readonly<Record<string, string>>): string {
  return Object.entries(colors)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}

/** The whole file of a picture, in a frame. It follows the color scheme of the reader. */
export function svgOf({ width, height, title, description, colors, css, elements }: Picture) {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-labelledby': 'title description',
  };
  const content = [
    element('title', { id: 'title' }, escaped(title)),
    element('desc', { id: 'description' }, escaped(description)),
    `<style>
svg{${variables(colors.light)}}
@media (prefers-color-scheme:dark){svg{${variables(colors.dark)}}}
.page{fill:var(--page);stroke:var(--edge)}
${css.trim()}
</style>`,
    element('rect', { class: 'page', x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 8 }),
    ...elements,
  ];
  return `${element('svg', attributes, `\n${content.join('\n')}\n`)}\n`;
}
