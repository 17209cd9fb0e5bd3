// The editor of the JSON, CodeMirror. The page loads it when somebody needs it, or has time.
//
// It is in a shadow root: there CodeMirror adds its styles as constructed style sheets, which the
// Content-Security-Policy allows. In a document it would add a <style>, which the policy refuses.

import { defaultKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { type Diagnostic, lintGutter, nextDiagnostic, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState, Transaction } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { Placed } from './places.ts';
import { theme } from './theme.ts';

export interface Editor {
  /** Shows a text that somebody else changed. */
  setText(text: string): void;
  setPlaces(places: readonly Placed[]): void;
  /** Selects a part, scrolls to it, and takes the focus. */
  select(from: number, to: number): void;
  destroy(): void;
}

export interface EditorOptions {
  readonly text: string;
  readonly label: string;
  readonly onChange: (text: string) => void;
}

/** Marks changes that come from the draft, and not from typing. */
const fromDraft = Annotation.define<boolean>();

export function createEditor(host: HTMLElement, { text, label, onChange }: EditorOptions): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  let shown = text;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        drawSelection(),
        bracketMatching(),
        indentUnit.of('  '),
        json(),
        keymap.of([{ key: 'F8', run: nextDiagnostic }, ...defaultKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          const isOwn = update.transactions.some((change) => change.annotation(fromDraft));
          if (!update.docChanged || isOwn) return;
          shown = update.state.sliceDoc();
          onChange(shown);
        }),
        theme,
      ],
    }),
  });
  return {
    setText(next) {
      if (next === shown) return;
      const changes = changeBetween(shown, next);
      shown = next;
      view.dispatch({
        changes,
        annotations: [fromDraft.of(true), Transaction.addToHistory.of(false)],
        scrollIntoView: view.hasFocus,
      });
    },
    setPlaces(places) {
      view.dispatch(setDiagnostics(view.state, places.map(diagnosticOf)));
    },
    select(from, to) {
      view.dispatch({
        selection: { anchor: from, head: to },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

function diagnosticOf({ issue, from, to }: Placed): Diagnostic {
  const { path, message, severity } = issue;
  return { from, to, severity, message: `${path} ${message}`.trim() };
}

/** The smallest single change between two texts, so that the selection and the folds stay. */
function changeBetween(before: string, after: string) {
  let from = 0;
  const shorter = Math.min(before.length, after.length);
  while (from < shorter && before[from] === after[from]) from++;
  let end = 0;
  const rest = shorter - from;
  while (end < rest && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}
