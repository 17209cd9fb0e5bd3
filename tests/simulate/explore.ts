// Explores every interleaving of two requests with one key and an operator, over the gateway's own table
// of transitions: each access to the store may fail before or after its effect, each process may crash or
// sleep before each step, and the API may answer late.

import {
  asked,
  type Finish,
  finished,
  type KeyRecord,
  resolved,
} from '../../www/gateway/states.ts';

/** The transitions of records: those of the gateway, or wrong ones. */
export interface Table {
  readonly asked: typeof asked;
  readonly finished: typeof finished;
  readonly resolved: typeof resolved;
}

export const table: Table = { asked, finished, resolved };

/** The time passes in ticks. A request may leave until a tick after its start, and is late after two. */
const lastTick = 4;
const maySend = 1;
const isLateAfter = 2;

/** What a request does next. Everything but `over` waits for something, and can crash there. */
type Phase =
  | { readonly at: 'start' }
  /** It asks for its key, after it has seen a record. */
  | { readonly at: 'asking'; readonly seen: KeyRecord | undefined }
  /** Its record is written. */
  | { readonly at: 'holding' }
  | { readonly at: 'sent' }
  /** It finishes its record. */
  | { readonly at: 'reading'; readonly finish: Finish }
  | { readonly at: 'finishing'; readonly finish: Finish; readonly seen: KeyRecord | undefined }
  | { readonly at: 'over' };

interface Request {
  readonly phase: Phase;
  readonly started: number;
  /** What became of its request to the API. */
  readonly send: 'none' | 'underway' | 'lost' | 'refused' | 'made';
}

/** An operator, who has found out what to say, or has not begun. */
type Operator =
  | { readonly at: 'start' | 'over' }
  /** The word is older than what the gateway has found. */
  | { readonly at: 'waiting'; readonly says: Word }
  | {
      readonly at: 'writing';
      readonly says: Word;
      readonly called: number;
      readonly seen: KeyRecord | undefined;
      /** The fence of the create that the word is for. */
      readonly first: string | undefined;
    };

type Word = 'made' | 'not-created';

interface World {
  readonly now: number;
  readonly record: KeyRecord | undefined;
  readonly requests: readonly [Request, Request];
  readonly operator: Operator;
}

/** A world after a step, and what must not have happened in it. */
interface Next {
  readonly step: string;
  readonly world: World;
  readonly wrong?: string | undefined;
}

const chain = { status: 201, id: 'chain' };
const fingerprint = 'body';

const begin: World = {
  now: 0,
  record: undefined,
  requests: [idle(), idle()],
  operator: { at: 'start' },
};

function idle(): Request {
  return { phase: { at: 'start' }, started: 0, send: 'none' };
}

/** What was explored. */
export interface Explored {
  readonly worlds: number;
  readonly steps: number;
  /** The steps to the first wrong world. */
  readonly wrong: readonly string[] | undefined;
}

/**
 * Visits every world that can be reached, until one is wrong.
 *
 * @param mayBeStale whether an operator may say what was true of an earlier create.
 */
export function explore({ asked, finished, resolved }: Table, mayBeStale = false): Explored {
  const known = new Map<string, { readonly from: string; readonly step: string }>();
  const start = JSON.stringify(begin);
  known.set(start, { from: '', step: '' });
  const open = [start];
  let steps = 0;
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    for (const { step, world, wrong } of following(JSON.parse(text))) {
      steps += 1;
      const after = JSON.stringify(world);
      const isNew = !known.has(after);
      if (isNew) known.set(after, { from: text, step });
      const why = wrong ?? wrongIn(world);
      if (why !== undefined) {
        return { worlds: known.size, steps, wrong: [...pathTo(text), step, why] };
      }
      if (isNew) open.push(after);
    }
  }
  return { worlds: known.size, steps, wrong: undefined };

  function pathTo(text: string): string[] {
    const { from, step } = known.get(text) ?? { from: '', step: '' };
    return from === '' ? [] : [...pathTo(from), step];
  }

  function following(world: World): Next[] {
    return [
      ...(world.now < lastTick ? [{ step: 'tick', world: { ...world, now: world.now + 1 } }] : []),
      ...([0, 1] as const).flatMap((index) => [...stepsOf(world, index), ...fates(world, index)]),
      ...operatorSteps(world),
    ];
  }

  function stepsOf(world: World, index: 0 | 1): Next[] {
    const { phase, started, send } = world.requests[index];
    const name = `request ${index + 1}`;
    const fence = name;
    const to = (step: string, next: Phase, changes: Partial<World & Request> = {}): Next => {
      const { started: begun = started, send: sent = send, ...rest } = changes;
      const own: Request = { phase: next, started: begun, send: sent };
      const requests: World['requests'] =
        index === 0 ? [own, world.requests[1]] : [world.requests[0], own];
      return { step: `${name} ${step}`, world: { ...world, ...rest, requests } };
    };
    const over: Phase = { at: 'over' };
    if (phase.at === 'over') return [];
    const crash = to('crashes', over);
    switch (phase.at) {
      case 'start':
        return [
          to('starts', { at: 'asking', seen: undefined }, { started: world.now }),
          to('never starts', over),
        ];
      case 'asking': {
        const deadline = started + isLateAfter;
        const sent = { state: 'sent', fingerprint, fence, deadline } as const;
        const { change, reply } = asked(phase.seen, { fingerprint, sent, now: world.now });
        if (change === 'unchanged') return [to(`gets ${reply.type}`, over), crash];
        if (!isSame(world.record, phase.seen)) {
          return [to('asks again', { at: 'asking', seen: world.record }), crash];
        }
        const record = change === 'absent' ? undefined : change;
        const next: Phase = reply.type === 'run' ? { at: 'holding' } : over;
        return [
          wrongLeave(to(`writes ${nameOf(record)}`, next, { record }), world.record, undefined),
          to(`writes ${nameOf(record)}, and the store fails`, over, { record }),
          crash,
        ];
      }
      case 'holding':
        return world.now > started + maySend
          ? [to('is too late', { at: 'reading', finish: { type: 'released' } }), crash]
          : [to('sends', { at: 'sent' }, { send: 'underway' }), crash];
      case 'sent':
        return [
          ...answersTo(send).map((finish) =>
            to(`learns ${finish.type}`, { at: 'reading', finish }),
          ),
          crash,
        ];
      case 'reading':
        return [
          to('reads', { at: 'finishing', finish: phase.finish, seen: world.record }),
          to('reads, and the store fails', over),
          crash,
        ];
      case 'finishing': {
        const { change } = finished(phase.seen, fence, phase.finish);
        if (change === 'unchanged') return [to('ends', over)];
        if (!isSame(world.record, phase.seen)) {
          return [to('reads again', { at: 'finishing', finish: phase.finish, seen: world.record })];
        }
        const record = change === 'absent' ? undefined : change;
        return [
          wrongLeave(to(`writes ${nameOf(record)}`, over, { record }), world.record, fence),
          crash,
        ];
      }
    }
  }

  function operatorSteps(world: World): Next[] {
    const { operator, record } = world;
    const to = (step: string, next: Operator, changes: Partial<World> = {}): Next => ({
      step: `operator ${step}`,
      world: { ...world, operator: next, ...changes },
    });
    switch (operator.at) {
      case 'over':
        return [];
      case 'start': {
        const says = foundOut(world);
        if (says === undefined) return [];
        const waits = mayBeStale ? [to(`finds ${says}`, { at: 'waiting', says })] : [];
        return [...waits, to(`says ${says}`, reading(world, says))];
      }
      case 'waiting':
        return [to(`says ${operator.says}`, reading(world, operator.says))];
      case 'writing': {
        const { says, called, seen, first } = operator;
        const fence = fenceOf(seen);
        if (fence !== undefined && fence !== first) return [to('meets another', { at: 'over' })];
        const word = says === 'made' ? { id: chain.id } : says;
        const { change, reply } = resolved(seen, word, { now: called });
        if (change === 'unchanged') return [to(`gets ${reply}`, { at: 'over' })];
        if (!isSame(record, seen)) return [to('reads again', { ...operator, seen: record })];
        const after = change === 'absent' ? undefined : change;
        return [to(`writes ${nameOf(after)}`, { at: 'over' }, { record: after })];
      }
    }
  }
}

/** An operator who calls `resolve`, which reads the record. */
function reading({ now, record }: World, says: Word): Operator {
  return { at: 'writing', says, called: now, seen: record, first: fenceOf(record) };
}

function fenceOf(record: KeyRecord | undefined): string | undefined {
  return record !== undefined && 'fence' in record ? record.fence : undefined;
}

/** What the API does with a request that is underway. */
function fates(world: World, index: 0 | 1): Next[] {
  const own = world.requests[index];
  if (own.send !== 'underway') return [];
  return (['lost', 'refused', 'made'] as const).map((send) => {
    const changed = { ...own, send };
    const requests: World['requests'] =
      index === 0 ? [changed, world.requests[1]] : [world.requests[0], changed];
    return { step: `the API: request ${index + 1} is ${send}`, world: { ...world, requests } };
  });
}

/** What the owner may learn of its request. It may always learn nothing. */
function answersTo(send: Request['send']): Finish[] {
  const nothing: Finish = { type: 'unknown', status: 504 };
  if (send === 'made') return [{ type: 'done', answer: chain }, { type: 'id-lost' }, nothing];
  return send === 'refused' ? [{ type: 'released' }, nothing] : [nothing];
}

/** What an operator can find out. `undefined` while a request may still arrive. */
function foundOut({ requests }: World): Word | undefined {
  if (requests.some(({ send }) => send === 'made')) return 'made';
  return requests.some(({ send }) => send === 'underway') ? undefined : 'not-created';
}

/** What must never be, whoever does the next step. */
function wrongIn({ record, requests }: World): string | undefined {
  const made = requests.filter(({ send }) => send === 'made').length;
  if (made > 1) return 'WRONG: the key made two chains';
  const mayBeDone = requests.filter(({ send }) => send === 'made' || send === 'underway').length;
  if (mayBeDone > 1) return 'WRONG: two requests may be done';
  if (mayBeDone > 0 && record === undefined)
    return 'WRONG: a request may be done, and its key is free';
  if (record?.state === 'done' && made === 0) return 'WRONG: done, but there is no chain';
  return record?.state === 'id-lost' && made === 0
    ? 'WRONG: id-lost, but there is no chain'
    : undefined;
}

/** A record that leaves `unknown`, or another owner's, by a request with the given fence. */
function wrongLeave(next: Next, before: KeyRecord | undefined, fence: string | undefined): Next {
  if (before === undefined) return next;
  const owner = fenceOf(before);
  const isOwner = owner !== undefined && owner === fence;
  if (
    isOwner ||
    (before.state === 'sent' && next.world.record?.state === 'unknown' && fence === undefined)
  ) {
    return next;
  }
  return { ...next, wrong: `WRONG: a record left ${before.state} by another than its owner` };
}

function isSame(one: KeyRecord | undefined, other: KeyRecord | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function nameOf(record: KeyRecord | undefined): string {
  return record?.state ?? 'absent';
}
