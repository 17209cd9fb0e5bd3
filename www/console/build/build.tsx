// The left side of the page: the draft of a request as a form and as JSON, and its check.

import { useComputed, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { errorsAsked, showErrors } from '../state/draft.ts';
import { Actor } from './actor.tsx';
import { announce, announcement } from './announce.ts';
import { Checks } from './checks.tsx';
import { wantCodes } from './codes.ts';
import { Expiry } from './expiry.tsx';
import { forgetLeft, pausedBy } from './form.ts';
import { canRedo, canUndo, edit, redo, undo } from './history.ts';
import { Json } from './json.tsx';
import { Paused } from './paused.tsx';
import { goToFirstError, view } from './places.ts';
import { presets } from './presets.ts';
import { Sequence } from './sequence.tsx';

export function Build() {
  useEffect(() => {
    const idle = requestIdleCallback(wantCodes, { timeout: 3000 });
    return () => cancelIdleCallback(idle);
  }, []);
  useSignalEffect(() => {
    if (errorsAsked.value > 0) goToFirstError();
  });
  const isPaused = useComputed(() => pausedBy.value !== undefined);
  return (
    <section class="pane build" aria-labelledby="build-title" onKeyDown={travel} data-view={view}>
      <header class="pane-head">
        <h2 id="build-title">Request</h2>
        <History />
      </header>
      <Presets />
      <Views />
      <div class="sides">
        <div class="side-form">
          <Paused />
          <form
            class="card form"
            aria-label="Request"
            data-paused={isPaused}
            onSubmit={(event) => event.preventDefault()}
            onKeyDown={({ key, target }) => {
              if (key === 'Enter' && target instanceof HTMLInputElement) showErrors();
            }}
          >
            <fieldset class="bare-fieldset" disabled={isPaused}>
              <Actor />
              <Expiry />
              <Sequence />
            </fieldset>
          </form>
        </div>
        <div class="side-json">
          <section class="card editor" aria-labelledby="json-title">
            <header class="part-head">
              <h3 id="json-title">JSON</h3>
              <p class="keys">F8 next issue · Tab leaves</p>
            </header>
            <Json />
          </section>
          <Checks />
        </div>
      </div>
      <p class="hidden" role="status" aria-label="Changes">
        {announcement}
      </p>
    </section>
  );
}

/** Undo and redo by keyboard, wherever the focus is. */
function travel(event: KeyboardEvent): void {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (key === 'z') event.shiftKey ? redo() : undo();
  else if (key === 'y' && !event.metaKey) redo();
  else return;
  event.preventDefault();
}

function History() {
  const noUndo = useComputed(() => !canUndo());
  const noRedo = useComputed(() => !canRedo());
  return (
    <div class="history">
      <button
        type="button"
        class="button bare"
        aria-label="Undo"
        title="Undo (Ctrl+Z)"
        aria-disabled={noUndo}
        onClick={undo}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        class="button bare"
        aria-label="Redo"
        title="Redo (Ctrl+Shift+Z)"
        aria-disabled={noRedo}
        onClick={redo}
      >
        <Icon name="redo" />
      </button>
    </div>
  );
}

function Presets() {
  return (
    <fieldset class="presets">
      <legend>Start from</legend>
      {presets.map(({ name, text }) => (
        <button
          key={name}
          type="button"
          class="button"
          onClick={() => {
            edit(text);
            forgetLeft();
            announce(`The draft is now: ${name}. Undo brings back the draft before`);
          }}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}

/** Chooses between the form and the JSON where there is no room for both. */
function Views() {
  return (
    <fieldset class="segments views">
      <legend class="hidden">View</legend>
      {(['form', 'json'] as const).map((name) => (
        <label key={name}>
          <input
            type="radio"
            name="view"
            value={name}
            checked={view.value === name}
            onChange={() => {
              view.value = name;
            }}
          />
          <span>{name === 'form' ? 'Form' : 'JSON'}</span>
        </label>
      ))}
    </fieldset>
  );
}
