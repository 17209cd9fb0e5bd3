// The right side of the page: what was sent, and what became of it.

import { EntryView } from './entry.tsx';
import { Faults } from './faults-panel.tsx';
import { Icon } from './icons.tsx';
import { Known } from './known.tsx';
import { Send } from './send.tsx';
import { announcement, entries } from './timeline.ts';

export function Follow() {
  return (
    <section class="pane follow" aria-labelledby="follow-title">
      <Send />
      <Faults />
      <div class="timeline-top">
        <h2 id="follow-title">Chains of this tab</h2>
        <span class="soft">{entries.value.length > 0 && entries.value.length}</span>
      </div>
      {entries.value.length === 0 ? (
        <div class="empty">
          <Icon name="chain" />
          <p>
            <b>No chains yet.</b>
          </p>
          <p>Create one, and every request, retry and answer appears here.</p>
        </div>
      ) : (
        <ol class="timeline">
          {entries.value.map((entry) => (
            <EntryView key={entry.name} entry={entry} />
          ))}
        </ol>
      )}
      <Known />
      <p role="status" class="unseen">
        {announcement}
      </p>
    </section>
  );
}
