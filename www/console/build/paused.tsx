// Says why the form is paused, in one sentence, with the ways out.

import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { Icon } from '../icon.tsx';
import { draft, isDraftLost } from '../state/draft.ts';
import { pausedBy } from './form.ts';
import { canUndo, undo } from './history.ts';
import { goToJson, places } from './places.ts';

/** Somebody who types JSON breaks it for a moment all the time. The notice waits, in milliseconds. */
const patience = 700;

/** What the notice says. */
function reason(): string {
  const issue = pausedBy.value;
  if (issue === undefined) return '';
  if (issue.rule === 'too-large') {
    const limit = Math.round(Number(issue.params['limit']) / 1024);
    return `The JSON is too large (${sizeInWords(draft.value.length)}, and a request has at most ${limit} KB). Shorten it or undo, and the form continues.`;
  }
  if (draft.value.trim() === '') {
    return 'The JSON is empty. Start from an example above, or write the request there.';
  }
  const line = places.value.find((placed) => placed.issue === issue)?.line ?? 1;
  return `The JSON has a mistake in line ${line}. Mend it there, and the form continues.`;
}

function sizeInWords(characters: number): string {
  if (characters < 1_000_000) return `${Math.round(characters / 1024)} KB`;
  return `${(characters / 1_000_000).toFixed(1)} MB`;
}

export function Paused() {
  const isShown = useSignal(false);
  const isPaused = useComputed(() => pausedBy.value !== undefined);
  useSignalEffect(() => {
    if (!isPaused.value) {
      isShown.value = false;
      return undefined;
    }
    const timer = setTimeout(() => {
      isShown.value = true;
    }, patience);
    return () => clearTimeout(timer);
  });
  return (
    <div role="status">
      {isShown.value && isPaused.value && (
        <div class="notice" data-kind="warning">
          <Icon name="pause" />
          <p>{reason()}</p>
          <div class="notice-actions">
            <button
              type="button"
              class="button"
              onClick={() => {
                const placed = places.peek().find(({ issue }) => issue === pausedBy.peek());
                if (placed) goToJson(placed);
              }}
            >
              Go to the JSON
            </button>
            {canUndo() && (
              <button type="button" class="button" onClick={undo}>
                Undo
              </button>
            )}
          </div>
        </div>
      )}
      {isDraftLost.value && (
        <div class="notice" data-kind="warning">
          <Icon name="warning" />
          <p>The draft is too large to survive a reload of this page. Keep a copy of it.</p>
        </div>
      )}
    </div>
  );
}
