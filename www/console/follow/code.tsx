// Shows a text as code. JSON is pretty-printed and coloured.

import type { ComponentChildren } from 'preact';

/** A string that ends a key, a string, a number, or a word of JSON. */
const token = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;

interface Props {
  readonly text: string;
  /** What the code is, for screen readers. */
  readonly label: string;
}

export function Code({ text, label }: Props) {
  return <Shown label={label}>{text}</Shown>;
}

/** A body: as JSON if it is JSON. */
export function Body({ text, label }: Props) {
  const pretty = prettyOf(text);
  return <Shown label={label}>{pretty === undefined ? text : coloured(pretty)}</Shown>;
}

function Shown({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section class="code" tabIndex={0} aria-label={label}>
      <pre>{children}</pre>
    </section>
  );
}

function prettyOf(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return undefined;
  }
}

function coloured(json: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of json.matchAll(token)) {
    const [all, string, colon, number] = match;
    parts.push(json.slice(end, match.index));
    const kind = colon ? 'key' : string ? 'string' : number ? 'number' : 'word';
    parts.push(<span class={`code-${kind}`}>{string ?? all}</span>, colon);
    end = match.index + all.length;
  }
  parts.push(json.slice(end));
  return parts;
}
