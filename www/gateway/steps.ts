// Takes a step of a record in a store by compare-and-set.

import { recordOf, textOf } from './record.ts';
import type { Change, KeyRecord, Step } from './states.ts';
import type { KeyedTask, Retention, Store } from './store.ts';
import { inTime } from './time-limit.ts';

/** How often a record may change meanwhile. Its states end after fewer changes. */
const maxRaces = 8;

/** The parts of a task that its record depends on. */
export type RecordOptions = Pick<KeyedTask, 'name' | 'retention' | 'storeTimeout'>;

/**
 * Takes a step from the present record and writes the change. If the record changed meanwhile, it
 * takes the step from the new one.
 *
 * @param first whether to read the record first, or to suppose that there is none.
 * @throws {Error} if the store fails or does not answer in time.
 */
export async function takeStep<Reply>(
  store: Store,
  { name, retention, storeTimeout }: RecordOptions,
  step: (record: KeyRecord | undefined) => Step<Reply>,
  first: 'add' | 'read' = 'add',
): Promise<Reply> {
  const within = <Result>(access: () => Promise<Result>) =>
    inTime(access(), storeTimeout, () => new Error('the store did not answer in time'));
  let text = first === 'read' ? await within(() => store.read(name)) : undefined;
  for (let race = 0; race < maxRaces; race += 1) {
    const { change, reply } = step(text === undefined ? undefined : recordOf(text));
    if (change === 'unchanged') return reply;
    const before = text;
    const lost = await within(() => write(store, name, before, change, retention));
    if (lost === undefined) return reply;
    text = lost.present;
  }
  throw new Error('the record of a key never stopped changing');
}

/** Writes a change. Returns the present record if it is not `before` any more. */
async function write(
  store: Store,
  name: string,
  before: string | undefined,
  change: Exclude<Change, 'unchanged'>,
  retention: Retention,
): Promise<{ readonly present: string | undefined } | undefined> {
  const after = change === 'absent' ? undefined : textOf(change);
  const lifetime = lifetimeOf(change, retention);
  if (before === undefined) {
    const present = after === undefined ? undefined : await store.add(name, after, lifetime);
    return present === undefined ? undefined : { present };
  }
  if (await store.replace(name, before, after, lifetime)) return undefined;
  return { present: await store.read(name) };
}

/** How long a record is kept. One of the state `sent` never lapses: its create may have been done. */
function lifetimeOf(change: Change, retention: Retention): number | undefined {
  if (typeof change === 'string' || change.state === 'sent') return undefined;
  return change.state === 'done' ? retention.done : retention.unknown;
}
