// The faults to choose from, and those that are planned.

import { useEffect, useState } from 'preact/hooks';
import { connection } from '../connection/connection.ts';
import { inPage } from '../connection/target.ts';
import { choices, plan, refusal } from './faults.ts';
import { countOf } from './format.ts';
import { planned } from './planned.ts';

export function FaultList({ kind }: { kind: 'server' | 'page' }) {
  const names = planned.value.map(({ name }) => name);
  return (
    <div class="faults-body">
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
        {kind === 'page' && <Ledger />}
      </p>
    </div>
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
