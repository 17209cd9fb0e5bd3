// The panel of faults, for connections with a sandbox. What is in it loads when it is opened.

import { useState } from 'preact/hooks';
import { connection } from '../connection/connection.ts';
import { Icon } from '../icon.tsx';
import { loadChains } from './lazy.ts';
import { planned } from './planned.ts';

type Loaded = NonNullable<Awaited<ReturnType<typeof loadChains>>>;

export function Faults() {
  const [loaded, setLoaded] = useState<Loaded | undefined>(undefined);
  const { kind } = connection.value;
  if (kind !== 'server' && kind !== 'page') return null;
  const count = planned.value.length;
  return (
    <details class="card faults" onToggle={async () => setLoaded(await loadChains())}>
      <summary>
        <Icon name="chevron" />
        <Icon name="bolt" />
        <span>Simulate a fault</span>
        {count > 0 && <span class="chip chip-odd planned-count">{count} planned</span>}
      </summary>
      {loaded && <loaded.FaultList kind={kind} />}
    </details>
  );
}
