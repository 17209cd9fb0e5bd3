// Explores every interleaving of two requests with one key and an operator, over the gateway's own table
// of transitions: each access to the store may fail before or after its effect, each process may crash or
// sleep before each step, and the API may answer late.

import {
  asked,
  type Change,
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
interface Explored {
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
    const { phase } = world.requests[index];
    const turn = new Turn(world, index);
    switch (phase.at) {
      case 'over':
        return [];
      case 'start':
        return [
          turn.to('starts', { at: 'asking', seen: undefined }, { started: world.now }),
          turn.to('never starts', over),
        ];
      case 'asking':
        return [...asks(turn, phase.seen), turn.to('crashes', over)];
      case 'holding':
        return [held(turn), turn.to('crashes', over)];
      case 'sent':
        return [...learns(turn), turn.to('crashes', over)];
      case 'reading': {
        const { finish } = phase;
        return [
          turn.to('reads', { at: 'finishing', finish, seen: world.record }),
          turn.to('crashes, or its store fails', over),
        ];
      }
      case 'finishing':
        return [finishes(turn, phase), turn.to('crashes', over)];
    }
  }

  function asks(turn: Turn, seen: KeyRecord | undefined): Next[] {
    const { world, fence, own } = turn;
    const deadline = own.started + isLateAfter;
    const sent = { state: 'sent', fingerprint, fence, deadline } as const;
    const { change, reply } = asked(seen, { fingerprint, sent, now: world.now });
    if (change === 'unchanged') return [turn.to(`gets ${reply.type}`, over)];
    if (!isSame(world.record, seen)) {
      return [turn.to('asks again', { at: 'asking', seen: world.record })];
    }
    const record = recordAfter(change);
    const isRun = reply.type === 'run';
    const next = turn.to(`writes ${nameOf(record)}`, isRun ? { at: 'holding' } : over, { record });
    const isTakenForLost = world.record?.state === 'sent' && record?.state === 'unknown';
    const isWrong = world.record !== undefined && !isTakenForLost;
    return [
      isWrong ? left(next, world.record) : next,
      turn.to(`writes ${nameOf(record)}, and the store fails`, over, { record }),
    ];
  }

  function finishes(turn: Turn, phase: Extract<Phase, { readonly at: 'finishing' }>): Next {
    const { world, fence } = turn;
    const { change } = finished(phase.seen, fence, phase.finish);
    if (change === 'unchanged') return turn.to('ends', over);
    if (!isSame(world.record, phase.seen)) {
      return turn.to('reads again', { ...phase, seen: world.record });
    }
    const record = recordAfter(change);
    const next = turn.to(`writes ${nameOf(record)}`, over, { record });
    return fenceOf(world.record) === fence ? next : left(next, world.record);
  }

  function operatorSteps(world: World): Next[] {
    const { operator } = world;
    switch (operator.at) {
      case 'over':
        return [];
      case 'start': {
        const says = foundOut(world);
        if (says === undefined) return [];
        const waits = operatorTo(world, `finds ${says}`, { at: 'waiting', says });
        const speaks = operatorTo(world, `says ${says}`, reading(world, says));
        return mayBeStale ? [waits, speaks] : [speaks];
      }
      case 'waiting':
        return [operatorTo(world, `says ${operator.says}`, reading(world, operator.says))];
      case 'writing':
        return [resolves(world, operator)];
    }
  }

  function resolves(world: World, operator: Extract<Operator, { readonly at: 'writing' }>): Next {
    const { says, called, seen, first } = operator;
    const fence = fenceOf(seen);
    if (fence !== undefined && fence !== first)
      return operatorTo(world, 'meets another', { at: 'over' });
    const word = says === 'made' ? { id: chain.id } : says;
    const { change, reply } = resolved(seen, word, { now: called });
    if (change === 'unchanged') return operatorTo(world, `gets ${reply}`, { at: 'over' });
    if (!isSame(world.record, seen)) {
      return operatorTo(world, 'reads again', { ...operator, seen: world.record });
    }
    const record = recordAfter(change);
    return operatorTo({ ...world, record }, `writes ${nameOf(record)}`, { at: 'over' });
  }
}

const over: Phase = { at: 'over' };

/** A step of a request. */
class Turn {
  readonly world: World;
  readonly own: Request;
  readonly fence: string;
  readonly #index: 0 | 1;

  constructor(world: World, index: 0 | 1) {
    this.world = world;
    this.own = world.requests[index];
    this.fence = `request ${index + 1}`;
    this.#index = index;
  }

  /** The world after the step. */
  to(step: string, phase: Phase, changes: Partial<World & Request> = {}): Next {
    const { started = this.own.started, send = this.own.send, ...rest } = changes;
    const own: Request = { phase, started, send };
    const [one, other] = this.world.requests;
    const requests: World['requests'] = this.#index === 0 ? [own, other] : [one, own];
    return { step: `${this.fence} ${step}`, world: { ...this.world, ...rest, requests } };
  }
}

/** The owner of a record has it from the store, and sends its request if there is time. */
function held(turn: Turn): Next {
  return turn.world.now > turn.own.started + maySend
    ? turn.to('is too late', { at: 'reading', finish: { type: 'released' } })
    : turn.to('sends', { at: 'sent' }, { send: 'underway' });
}

/** What the owner may learn of its request. It may always learn nothing. */
function learns(turn: Turn): Next[] {
  const nothing: Finish = { type: 'unknown', status: 504 };
  const answers: Readonly<Record<Request['send'], readonly Finish[]>> = {
    none: [],
    underway: [],
    lost: [],
    refused: [{ type: 'released' }],
    made: [{ type: 'done', answer: chain }, { type: 'id-lost' }],
  };
  return [...answers[turn.own.send], nothing].map((finish) =>
    turn.to(`learns ${finish.type}`, { at: 'reading', finish }),
  );
}

function operatorTo(world: World, step: string, operator: Operator): Next {
  return { step: `operator ${step}`, world: { ...world, operator } };
}

/** A step by which a record leaves its state, though only its owner or an operator may do that. */
function left(next: Next, before: KeyRecord | undefined): Next {
  return { ...next, wrong: `WRONG: a record left ${nameOf(before)} by another than its owner` };
}

function recordAfter(change: Exclude<Change, 'unchanged'>): KeyRecord | undefined {
  return change === 'absent' ? undefined : change;
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

function isSame(one: KeyRecord | undefined, other: KeyRecord | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function nameOf(record: KeyRecord | undefined): string {
  return record?.state ?? 'absent';
}
