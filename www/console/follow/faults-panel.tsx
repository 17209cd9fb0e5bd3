// The panel of faults, for connections with a sandbox.

import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { connection } from '../connection/connection.ts';
import { inPage } from '../connection/target.ts';
import { choices, plan, planned, refusal } from './faults.ts';
import { countOf } from './format.ts';
import { Icon } from './icons.tsx';

export function Faults() {
  const isOpen = useSignal(false);
  const { kind } = connection.value;
  if (kind !== 'server' && kind !== 'page') return null;
  const names = planned.value.map(({ name }) => name);
  return (
    <details
      class="card faults"
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>
        <Icon name="chevron" />
        <Icon name="bolt" />
        <span>Simulate a fault</span>
        {names.length > 0 && (
          <span class="chip chip-odd planned-count">{names.length} planned</span>
        )}
      </summary>
      <p class="soft">The next request meets the fault. Plan several, and they follow in order.</p>
      <ul class="fault-list">
        {choices.map((choice) => (
          <li key={choice.name}>
            <button type="button" class="fault" onClick={() => plan(choice, connection.value)}>
              <b>{choice.name}</b>
              <span>{choice.about}</span>
            </button>
          </li>
        ))}
      </ul>
      {refusal.value !== '' && <p class="callout">{refusal}</p>}
      <p class="planned">
        {names.length === 0 ? (
          <span class="soft">No fault is planned.</span>
        ) : (
          <span>
            <b>Planned:</b> {names.join(', then ')}
          </span>
        )}
        {kind === 'page' && isOpen.value && <Ledger />}
      </p>
    </details>
  );
}

/** How many chains the sandbox in the page has. */
function Ledger() {
  const [page, setPage] = useState<Awaited<ReturnType<typeof inPage>> | undefined>(undefined);
  useEffect(() => {
    // If it does not load, the next request says so.
    inPage().then(setPage, () => {});
  }, []);
  if (page === undefined) return null;
  return <span class="soft">The sandbox has {countOf(page.chainCount.value, 'chain')}.</span>;
}
