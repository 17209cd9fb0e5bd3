// The timeline of chains, and what can be done with them. Loaded after the first view.

import { EntryView } from './entry.tsx';
import { entries } from './timeline.ts';

export { create, createAnyway, follow } from './actions.ts';
export { FaultList } from './fault-list.tsx';

export function Chains() {
  return (
    <ol class="timeline">
      {entries.value.map((entry) => (
        <EntryView key={entry.name} entry={entry} />
      ))}
    </ol>
  );
}
