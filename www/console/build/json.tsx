// The JSON of the draft: a text area at once, and CodeMirror in its place when that has loaded.

import { effect, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Editor } from '../editor/codemirror.ts';
import { draft } from '../state/draft.ts';
import { edit } from './history.ts';
import { places, wantedPlace } from './places.ts';

const label = 'Request, as JSON';

/** Texts from this size on wait for CodeMirror: a text area of megabytes would block the page. */
const largeText = 200_000;

export function Json() {
  const host = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  const isRich = useSignal(false);
  const hasFailed = useSignal(false);
  const load = useRef<() => void>(() => {});

  useEffect(() => {
    let editor: Editor | undefined;
    const stops: (() => void)[] = [];
    let isLoading = false;
    load.current = async () => {
      if (isLoading || host.current === null) return;
      isLoading = true;
      const { createEditor } = await import('../editor/codemirror.ts').catch(() => ({
        createEditor: undefined,
      }));
      isLoading = createEditor !== undefined;
      hasFailed.value = !isLoading;
      if (createEditor === undefined) return;
      const area = plain.current;
      const isFocused = document.activeElement === area;
      const [from, to] = [area?.selectionStart ?? 0, area?.selectionEnd ?? 0];
      editor = createEditor(host.current, {
        text: draft.peek(),
        label,
        onChange: (text) => edit(text, 'json'),
      });
      isRich.value = true;
      const { setText, setPlaces, select } = editor;
      stops.push(
        // One effect: the places belong to the text that was set before.
        effect(() => {
          setText(draft.value);
          setPlaces(places.value);
        }),
        effect(() => {
          if (wantedPlace.value) select(wantedPlace.value.from, wantedPlace.value.to);
        }),
      );
      if (isFocused) select(from, to);
    };
    const idle = requestIdleCallback(() => load.current(), { timeout: 4000 });
    // Until CodeMirror has loaded, the text area answers.
    stops.push(
      effect(() => {
        if (wantedPlace.value === undefined) return;
        plain.current?.focus();
        plain.current?.setSelectionRange(wantedPlace.value.from, wantedPlace.value.to);
      }),
    );
    return () => {
      cancelIdleCallback(idle);
      for (const stop of stops) stop();
      editor?.destroy();
    };
  }, [isRich, hasFailed]);

  const isLarge = !hasFailed.value && draft.value.length > largeText;
  return (
    <div class="json" data-rich={isRich}>
      <div ref={host} class="json-rich" />
      {!isRich.value && (
        <textarea
          ref={plain}
          aria-label={label}
          class="json-plain"
          spellcheck={false}
          autocapitalize="off"
          readOnly={isLarge}
          value={isLarge ? '' : draft.value}
          placeholder={isLarge ? 'The text is large. The editor is loading…' : undefined}
          onFocus={() => load.current()}
          onPaste={(event) => {
            const pasted = event.clipboardData?.getData('text/plain') ?? '';
            if (pasted.length < largeText) return;
            event.preventDefault();
            const { selectionStart, selectionEnd, value } = event.currentTarget;
            edit(value.slice(0, selectionStart) + pasted + value.slice(selectionEnd));
            load.current();
          }}
          onInput={({ currentTarget }) => edit(currentTarget.value, 'json')}
        />
      )}
    </div>
  );
}
