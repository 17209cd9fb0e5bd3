// Sees everything that happens in a life, and says what must not have happened. It knows the API's
// ledger, the records of the store, and what each part could know. It shares no code with the gateway.

import { inspect } from 'node:util';
import { gatewaySecretIn, secretIn } from './canaries.ts';
import type { Machine } from './clock.ts';
import {
  type AttemptFacts,
  type CallFacts,
  type Exchange,
  isAmbiguous,
  isConfirmed,
  isRefused,
  type Operator,
  type Send,
  saysNothingDone,
} from './facts.ts';

/** An answer of a gateway. */
export interface Answered {
  readonly status: number;
  readonly problem: string | undefined;
  readonly id: string | undefined;
  /** The headers and the body. */
  readonly text: string;
}

/** What a call reports to the application. */
export type Outcome =
  | { readonly type: 'created'; readonly id: string }
  /** A chain exists, whose id did not arrive. */
  | { readonly type: 'id-lost' }
  | { readonly type: 'unknown' }
  | { readonly type: 'not-done' }
  /** The person gave up. */
  | { readonly type: 'aborted' };

/** A change of a record. */
interface Written {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly by: Exchange | Operator | undefined;
  /** The time on the writer's wall when it asked the store. */
  readonly wall: number;
  /** How many requests to the API the writer had sent when it asked the store. */
  readonly sends: number;
}

interface Text {
  readonly state: string;
  readonly deadline?: number;
  readonly answer?: { readonly id: string };
}

/** The owner of a record: the request that added it. */
interface Owner {
  readonly exchange: Exchange;
  /** The place of its request to the API among those of its exchange. */
  readonly send: number;
}

export class Oracle {
  readonly violations: string[] = [];
  readonly #sends: Send[] = [];
  readonly #exchanges = new Map<string, Exchange[]>();
  readonly #owners = new Map<string, Owner>();
  readonly #promised: { readonly call: CallFacts }[] = [];
  readonly #trace: (line: () => string) => void;
  readonly #met: (situation: string) => void;
  #exchangesBegun = 0;

  /** @param met is told of rare situations, which the lives must have met. */
  constructor(trace: (line: () => string) => void, met: (situation: string) => void) {
    this.#trace = trace;
    this.#met = met;
  }

  #violated(rule: string): void {
    this.violations.push(rule);
    this.#trace(() => `VIOLATION ${rule}`);
  }

  // What leaves a part.

  /** A text leaves a part, such as a log or a record. */
  left(part: string, text: string): void {
    const shown = secretIn(text);
    if (shown !== undefined) this.#violated(`${part} shows ${shown}`);
  }

  /** An error leaves the client, to be logged. */
  thrown(error: unknown, isInspected: boolean): void {
    this.left('an error', loggedText(error));
    if (isInspected) this.left('an inspected error', inspect(error, { depth: 5 }));
  }

  unexpected(what: string, error: unknown): void {
    this.#violated(`${what}: ${error instanceof Error ? error.name : typeof error}`);
  }

  // Requests at gateways, and their answers.

  begun(machine: Machine, attempt: AttemptFacts, key: string): Exchange {
    this.#exchangesBegun += 1;
    const number = this.#exchangesBegun;
    const exchange: Exchange = {
      kind: 'exchange',
      number,
      machine,
      attempt,
      key,
      sends: [],
      seen: undefined,
    };
    attempt.exchanges.push(exchange);
    this.#exchangesOf(key).push(exchange);
    return exchange;
  }

  #exchangesOf(key: string): Exchange[] {
    const there = this.#exchanges.get(key) ?? [];
    this.#exchanges.set(key, there);
    return there;
  }

  answered(exchange: Exchange, answer: Answered): void {
    const shown = gatewaySecretIn(answer.text);
    if (shown !== undefined) this.#violated(`an answer shows ${shown}`);
    const wrong = this.#wrongAnswer(exchange, answer);
    if (wrong !== undefined) this.#violated(`a gateway answered ${wrong}`);
  }

  #wrongAnswer(exchange: Exchange, { status, problem, id }: Answered): string | undefined {
    const chains = this.#chainsOf(exchange.key);
    if (status >= 200 && status < 300) {
      // Without an id, the client says that a chain was created, and that it has no id.
      const exists = id === undefined ? chains.length > 0 : chains.includes(id);
      return exists ? undefined : 'a chain that the key did not make';
    }
    if (problem === 'id-lost' && chains.length === 0) return 'a lost id, but no chain was created';
    return wrongProblem(exchange, problem ?? String(status));
  }

  // Requests to the API.

  /** A gateway sends a create. */
  sent(exchange: Exchange): Send {
    const { key } = exchange;
    const earlier = this.#sendsOf(key);
    const number = this.#sends.length + 1;
    const send: Send = {
      exchange,
      number,
      isUnderway: true,
      chain: undefined,
      received: undefined,
      isRuledOut: false,
    };
    this.#sends.push(send);
    exchange.sends.push(send);
    if (earlier.some((other) => !isRefused(other) && !other.isRuledOut)) {
      this.#violated('a key was sent again after it may have been done');
    }
    return send;
  }

  /** A create had its effect. */
  made(send: Send, chain: string): void {
    send.chain = chain;
    if (this.#chainsOf(send.exchange.key).length > 1) this.#violated('a key made two chains');
  }

  #sendsOf(key: string): Send[] {
    return this.#sends.filter(({ exchange }) => exchange.key === key);
  }

  #chainsOf(key: string): string[] {
    return this.#sendsOf(key).flatMap(({ chain }) => chain ?? []);
  }

  // Records.

  /** A store returned a record to a gateway. */
  told(exchange: Exchange, name: string, text: string | undefined): void {
    const isOwn = this.#owners.get(nameIn(name))?.exchange === exchange;
    const state = textOf(text)?.state;
    if (exchange.sends.length > 0 && !this.#over.has(exchange.number)) {
      if (isOwn && state === 'unknown') this.#met('the owner is late: its record is unknown');
      if (!isOwn && state === 'sent') this.#met('the owner is late: its record has another owner');
    }
    exchange.seen = isOwn ? undefined : state;
  }

  /** A store changed a record. */
  wrote(written: Written): void {
    const { name, before, after, by } = written;
    this.left('a record', `${name} ${after}`);
    const wrong = this.#wrongChange(written, textOf(before), textOf(after));
    if (by?.kind === 'operator' && after === undefined) this.#ruleOut(by.key);
    if (wrong === undefined) return;
    const states = [before, after].map((text) => textOf(text)?.state ?? 'absent').join(' → ');
    this.#violated(`${by?.kind ?? 'nobody'} changed a record ${states}: ${wrong}`);
  }

  #wrongChange(
    written: Written,
    before: Text | undefined,
    after: Text | undefined,
  ): string | undefined {
    const { name, by, sends, wall } = written;
    if (by === undefined) return 'nobody asked for it';
    if (before === undefined) {
      if (by.kind !== 'exchange' || after?.state !== 'sent') return 'a key begins as sent';
      this.#owners.set(nameIn(name), { exchange: by, send: sends });
      return undefined;
    }
    if (by.kind === 'operator') return wrongResolution(by, before, after);
    if (before.state !== 'sent' && before.state !== 'unknown') return 'it is final';
    const owner = this.#owners.get(nameIn(name));
    if (owner?.exchange !== by || owner.send > sends) return wrongLoss(before, after, wall);
    // It was too late to send anything.
    const hasSent = owner.send < sends;
    return !hasSent && after === undefined ? undefined : wrongFinish(by.sends[owner.send], after);
  }

  // Calls.

  called(call: CallFacts, key: string, outcome: Outcome): void {
    const wrong = this.#wrongOutcome(call, key, outcome);
    if (wrong !== undefined) this.#violated(`a call reported ${wrong}`);
    if (outcome.type === 'not-done') this.#promised.push({ call });
  }

  #wrongOutcome(call: CallFacts, key: string, outcome: Outcome): string | undefined {
    const chains = this.#chainsOf(key);
    switch (outcome.type) {
      case 'created':
        return chains.includes(outcome.id) ? undefined : 'a chain that the key did not make';
      case 'id-lost':
        return chains.length > 0 ? undefined : 'a lost id, but no chain was created';
      case 'unknown':
        return wrongUnknown(call);
      case 'not-done':
      case 'aborted':
        return undefined;
    }
  }

  /** How many requests to the API a key has had. A word about fewer is about an earlier create. */
  sendsFor(key: string): number {
    return this.#sendsOf(key).length;
  }

  /** What an operator can find out about a key. `undefined` if a request may still arrive. */
  investigated(key: string, clocksAgree: boolean): Operator['resolution'] | undefined {
    const [id] = this.#chainsOf(key);
    if (id !== undefined) return { id };
    const sends = this.#sendsOf(key);
    if (sends.some(({ isUnderway }) => isUnderway)) return undefined;
    // Gateways whose clocks agree send nothing after their deadline. Of others the operator must know
    // that they do not work on the key any more.
    const mayStillSend = ({ machine, isOver }: { machine: Machine; isOver: boolean }) =>
      machine.isAlive && !isOver;
    const working = this.#exchangesOf(key).map(({ number, machine }) => ({
      machine,
      isOver: this.#over.has(number),
    }));
    return clocksAgree || !working.some(mayStillSend) ? 'not-created' : undefined;
  }

  readonly #over = new Set<number>();

  /** A gateway has ended its work on a request. */
  ended({ number }: Exchange): void {
    this.#over.add(number);
  }

  /** An operator has freed a key: none of its requests made a chain. */
  #ruleOut(key: string): void {
    for (const send of this.#sendsOf(key)) send.isRuledOut = true;
  }

  /** The life is over, and no request is underway. */
  finish(ledger: readonly string[], openCalls: number): void {
    const made = this.#sends.flatMap(({ chain }) => chain ?? []);
    if (ledger.toSorted().join() !== made.toSorted().join())
      this.#violated('the ledger has other chains than were made');
    const sends = (call: CallFacts) =>
      call.attempts.flatMap(({ exchanges }) => exchanges.flatMap((exchange) => exchange.sends));
    for (const { call } of this.#promised) {
      const isDone = sends(call).some(({ chain }) => chain !== undefined);
      if (isDone) this.#violated('a call reported not done, but it made a chain');
    }
    if (openCalls > 0) this.#violated('a call never ended');
  }
}

/** The gateway's name of a record, without the prefix of its store. */
function nameIn(name: string): string {
  return name.slice(-64);
}

function textOf(text: string | undefined): Text | undefined {
  return text === undefined ? undefined : JSON.parse(text);
}

/** What is wrong with a problem that a gateway answers. */
function wrongProblem({ sends, seen }: Exchange, problem: string): string | undefined {
  const isOpen = seen === 'sent' || seen === 'unknown';
  switch (problem) {
    case 'outcome-unknown':
      if (sends.some(isConfirmed)) return 'unknown, but it knew that the chain was created';
      if (sends.some(isAmbiguous) || isOpen) return undefined;
      return 'unknown, but it knew that nothing was done';
    case 'id-lost':
      return undefined;
    case 'key-in-progress':
      return isOpen ? undefined : 'in progress, but it knew of no other request';
    default:
      return sends.every(isRefused) ? undefined : `${problem}, which says not done`;
  }
}

/** What is wrong with a change by another than the owner, who may only take it for lost. */
function wrongLoss(before: Text, after: Text | undefined, wall: number): string | undefined {
  if (before.state === 'unknown') return 'only its owner and an operator know more';
  if (after?.state !== 'unknown') return 'only its owner finishes it';
  const isLate = wall >= (before.deadline ?? Number.POSITIVE_INFINITY);
  return isLate ? undefined : 'its owner has time left';
}

function wrongResolution(
  { resolution, calledAt }: Operator,
  before: Text,
  after: Text | undefined,
): string | undefined {
  if (before.state === 'done') return 'it is final';
  if (before.state === 'sent' && calledAt < (before.deadline ?? 0))
    return 'its owner has time left';
  if (resolution !== 'not-created') {
    return after?.answer?.id === resolution.id ? undefined : 'the operator said an id';
  }
  if (before.state === 'id-lost') return 'the API said that it created the chain';
  return after !== undefined ? 'the operator said that none was created' : undefined;
}

function wrongFinish(send: Send | undefined, after: Text | undefined): string | undefined {
  if (send === undefined) return 'the owner has sent nothing';
  const state = after?.state ?? 'absent';
  switch (state) {
    case 'absent':
      return isRefused(send) ? undefined : 'the API did not refuse it';
    case 'done': {
      const isThat = after?.answer?.id === send.received?.id;
      return isConfirmed(send) && isThat ? undefined : 'the API did not confirm it';
    }
    case 'id-lost':
      return isConfirmed(send) ? undefined : 'the API did not confirm it';
    case 'unknown':
      return isAmbiguous(send) ? undefined : 'the owner knows more';
    default:
      return 'the owner finishes it';
  }
}

/** Whether a client could have known what a call did. */
function wrongUnknown(call: CallFacts): string | undefined {
  const { attempts } = call;
  const isKnown = attempts.some(
    ({ delivered }) => delivered?.isWhole && delivered.status >= 200 && delivered.status < 300,
  );
  if (isKnown) return 'unknown, but a chain was answered';
  const isOpen = attempts.some(({ delivered }) => {
    if (delivered === undefined) return true;
    const { status, problem, hasRetryAfter, isWhole } = delivered;
    if (problem === 'outcome-unknown' || problem === 'key-in-progress') return true;
    if (!isWhole && status === 409) return true;
    return problem !== 'id-lost' && !saysNothingDone(status, hasRetryAfter);
  });
  const isKnownToAll = !isOpen && !mayBeAnothersEffect(call);
  return isKnownToAll ? 'unknown, but every attempt was answered' : undefined;
}

/** Whether the page knows of another call with the same key that may have created the chain. */
function mayBeAnothersEffect({ number, tab, attempts }: CallFacts): boolean {
  const key = attempts.at(-1)?.key ?? '';
  const { storedKey } = tab;
  const isStored = key === storedKey || key.startsWith(`${storedKey}.`);
  return (
    isStored ||
    tab.calls.some(
      (other) =>
        other.number !== number &&
        !other.isNotDone &&
        other.attempts.some((attempt) => attempt.key === key),
    )
  );
}

/** The texts that loggers print of an error: its own members, and those of its causes. */
function loggedText(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if (depth > 4) return '';
  const { name, message } = error as Error;
  const members = Object.getOwnPropertyNames(error).map((member) =>
    loggedText((error as Record<string, unknown>)[member], depth + 1),
  );
  return [name, message, ...members, depth === 0 ? JSON.stringify(error) : ''].join('\n');
}
