// The right side of the page: what was sent, and what became of it.

import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { Faults } from './faults-panel.tsx';
import { Known } from './known.tsx';
import { loadChains } from './lazy.ts';
import { Send } from './send.tsx';
import { announcement, entries } from './timeline.ts';

export function Follow() {
  return (
    <section class="pane follow" aria-labelledby="follow-title">
      <Send />
      <Faults />
      <div class="timeline-top">
        <h2 id="follow-title">Chains of this tab</h2>
        {entries.value.length > 0 && <span class="chip">{entries.value.length}</span>}
      </div>
      {entries.value.length === 0 ? <Empty /> : <Timeline />}
      <Known />
      <p role="status" class="hidden">
        {announcement}
      </p>
    </section>
  );
}

function Empty() {
  return (
    <div class="no-chains">
      <Icon name="chain" />
      <p>
        <b>No chains yet</b>
      </p>
      <p>Create one, and every request, retry and answer appears here.</p>
    </div>
  );
}

type Loaded = NonNullable<Awaited<ReturnType<typeof loadChains>>>;

function Timeline() {
  const [loaded, setLoaded] = useState<Loaded | undefined>(undefined);
  useEffect(() => {
    void loadChains().then(setLoaded);
  }, []);
  return loaded === undefined ? null : <loaded.Chains />;
}
