// The panel of faults, for connections with a sandbox.

import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { connection } from '../connection/connection.ts';
import { inPage } from '../connection/target.ts';
import { type Choice, choices, losses, plan, plannedAtServer, refusal } from './faults.ts';
import { countOf } from './format.ts';
import { Icon } from './icons.tsx';

type InPage = Awaited<ReturnType<typeof inPage>>;

export function Faults() {
  const [page, setPage] = useState<InPage | undefined>(undefined);
  const isOpen = useSignal(false);
  const { kind } = connection.value;
  useEffect(() => {
    // If it does not load, planning a fault says so.
    if (kind === 'page' && isOpen.value) inPage().then(setPage, () => {});
  }, [kind, isOpen.value]);
  if (kind !== 'server' && kind !== 'page') return null;
  const planned = [
    ...(kind === 'page' ? plannedInPage(page) : plannedAtServer.value),
    ...plannedLosses(),
  ];
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
        {planned.length > 0 && (
          <span class="chip chip-odd planned-count">{planned.length} planned</span>
        )}
      </summary>
      <p class="soft">The next request meets the fault. Plan several, and they follow in order.</p>
      <ul class="fault-list">
        {choices.map((choice) => (
          <li key={choice.name}>
            <FaultButton choice={choice} />
          </li>
        ))}
      </ul>
      {refusal.value !== '' && <p class="callout">{refusal}</p>}
      <p class="planned">
        {planned.length === 0 ? (
          <span class="soft">No fault is planned.</span>
        ) : (
          <>
            <b>Planned:</b> {planned.join(', then ')}
          </>
        )}
        {kind === 'page' && page !== undefined && (
          <span class="ledger">The sandbox has {countOf(page.chainCount.value, 'chain')}.</span>
        )}
      </p>
    </details>
  );
}

function FaultButton({ choice }: { choice: Choice }) {
  return (
    <button type="button" class="fault" onClick={() => plan(choice)}>
      <b>{choice.name}</b>
      <span>{choice.about}</span>
    </button>
  );
}

/** The names of the faults that the sandbox in the page has still to do. */
function plannedInPage(page: InPage | undefined): string[] {
  const faults = page?.plannedFaults.value ?? [];
  return faults.map((planned) => choices.find(({ fault }) => fault === planned)?.name ?? '');
}

function plannedLosses(): string[] {
  return Array.from({ length: losses.value }, () => 'Answer lost on the way back');
}
