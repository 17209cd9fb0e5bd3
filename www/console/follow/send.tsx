// The state of the draft, and the button that sends it.

import { aboutOf, connection, nameOf } from '../connection/connection.ts';
import { Icon } from '../icon.tsx';
import { report } from '../state/draft.ts';
import { countOf } from './format.ts';
import { loadChains, loadFailure } from './lazy.ts';
import { doubtful } from './timeline.ts';

export function Send() {
  const { errors, warnings } = report.value;
  return (
    <section class="card send" aria-label="Send">
      <div class="send-row">
        <p class={`send-state ${errors > 0 ? 'is-bad' : 'is-good'}`} id="draft-state">
          <Icon name={errors > 0 ? 'warning' : 'good'} />
          <span>
            <strong>{errors > 0 ? countOf(errors, 'error') : 'Ready to send'}</strong>
            <span class="soft">
              {errors > 0
                ? ' to correct before it can be sent'
                : warnings > 0
                  ? `, with ${countOf(warnings, 'warning')}`
                  : ''}
            </span>
          </span>
        </p>
        <button
          type="button"
          class="button primary large"
          aria-describedby="draft-state"
          onClick={async () => (await loadChains())?.create()}
        >
          Create chain
        </button>
      </div>
      <p class="send-to">
        {aboutOf(connection.value)}: <b>{nameOf(connection.value)}</b>
      </p>
      {loadFailure.value !== '' && <p class="callout">{loadFailure}</p>}
      {doubtful.value !== undefined && (
        <div class="callout">
          <p>
            The last request may have created this chain, and without a key the server cannot tell.
            Find out at the provider first.
          </p>
          <div class="actions">
            <button
              type="button"
              class="button"
              onClick={async () => (await loadChains())?.createAnyway()}
            >
              Create another chain
            </button>
            <button
              type="button"
              class="button quiet"
              onClick={() => {
                doubtful.value = undefined;
              }}
            >
              Do not send
            </button>
          </div>
        </div>
      )}
    </section>
  );
}
