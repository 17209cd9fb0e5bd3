// The look of the editor. Its colours are the page's tokens, so one theme serves light and dark.

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const squiggle = (colour: string) => ({
  backgroundImage: 'none',
  paddingBottom: '0',
  textDecoration: `underline wavy ${colour} 1px`,
  textUnderlineOffset: '3px',
  textDecorationSkipInk: 'none',
});

const base = EditorView.theme({
  '&': { height: '100%', background: 'var(--surface)', color: 'var(--ink)', font: 'var(--code)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { font: 'var(--code)', overscrollBehavior: 'contain' },
  '.cm-content': { padding: '0.75rem 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 1rem 0 0.5rem' },
  '.cm-gutters': {
    background: 'var(--surface)',
    border: 'none',
    color: 'var(--ink-soft)',
  },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '2rem', padding: '0 0.5rem 0 0' },
  '.cm-gutter-lint': { width: '1.125rem' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 0 0 0.25rem' },
  '.cm-lint-marker': {
    width: '0.5rem',
    height: '0.5rem',
    marginTop: '0.4rem',
    borderRadius: '50%',
    content: 'none',
  },
  '.cm-lint-marker-error': { content: 'none', background: 'var(--bad)' },
  '.cm-lint-marker-warning': { content: 'none', background: 'var(--odd)', borderRadius: '1px' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'transparent' },
  '&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter': {
    background: 'var(--line)',
  },
  '&.cm-focused .cm-activeLineGutter': { color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { background: 'var(--selection)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '&.cm-focused .cm-matchingBracket': { background: 'var(--selection)' },
  '&.cm-focused .cm-nonmatchingBracket': { background: 'var(--bad-ground)' },
  '.cm-lintRange-error': squiggle('var(--bad)'),
  '.cm-lintRange-warning': squiggle('var(--odd)'),
  '.cm-lintPoint:after': { display: 'none' },
  '.cm-tooltip': {
    background: 'var(--surface)',
    border: '1px solid var(--edge)',
    borderRadius: 'var(--round-small)',
    boxShadow: 'var(--lift)',
    color: 'var(--ink)',
    font: 'var(--text-small)',
    maxWidth: '24rem',
    overflow: 'hidden',
  },
  '.cm-diagnostic': { padding: '0.375rem 0.75rem' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--odd)' },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--code-name)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: [tags.bool, tags.null], color: 'var(--code-word)' },
  { tag: [tags.brace, tags.squareBracket, tags.separator], color: 'var(--ink-soft)' },
]);

export const theme = [base, syntaxHighlighting(colours)];
