// What the person of a life does, in one tab or two, with the client and one key.

import { type Creation, createClient, isChainError } from 'identification-chain';
import { request, session } from './canaries.ts';
import { type Actor, current, Machine } from './clock.ts';
import type { AttemptFacts, CallFacts, TabFacts } from './facts.ts';
import { type Gateways, membersOf } from './gateways.ts';
import type { Life } from './life.ts';
import type { Outcome } from './oracle.ts';
import { type Path, pathOf, SimulatedNetworkError } from './path.ts';
import type { Press } from './plan.ts';
import { bodyTextOf, Pipe, SimulatedRequest, type SimulatedResponse } from './web.ts';

/** The request after a change of the form. */
const changed = { ...request, expires_in: 'PT20M' };

/** An `inspect` of an error takes long, so only some lives do it. */
const inspectEvery = 50;

/** How long an operator takes to look at a key, in milliseconds. */
const slowestSupport = 15_000;

/** A page that is open, with its creation. */
interface Tab {
  readonly machine: Machine;
  readonly creation: Creation;
  readonly facts: TabFacts;
}

/** The people of a life, and how many of their calls have not ended. */
export class People {
  readonly #life: Life;
  readonly #gateways: Gateways;
  #calls = 0;
  #tabs = 0;
  /** The calls that have not ended, of tabs that are open. */
  readonly #open = new Map<CallFacts, Machine>();

  constructor(life: Life, gateways: Gateways) {
    this.#life = life;
    this.#gateways = gateways;
    let key: string | undefined;
    for (const presses of life.plan.tabs) {
      const tab = this.#openTab(key);
      this.#begin(tab, presses);
      // Another tab is a copy of the first one, with what it stored.
      key ??= tab.creation.key;
    }
  }

  get openCalls(): number {
    return [...this.#open.values()].filter(({ isAlive }) => isAlive).length;
  }

  #begin(tab: Tab, presses: readonly Press[]): void {
    const person = new Machine('person');
    this.#life.clock.after(0, () => void this.#live(tab, presses, { machine: person }), {
      machine: person,
    });
  }

  async #live(first: Tab, presses: readonly Press[], person: Actor): Promise<void> {
    let tab = first;
    let isChanged = false;
    for (const press of presses) {
      await this.#wait(press.wait, person);
      isChanged ||= press.isChanged;
      const { isReloaded, outcome } = await this.#press(tab, press, isChanged, person);
      if (isReloaded) {
        tab.machine.isAlive = false;
        this.#life.trace(tab.machine.name, () => 'is reloaded');
        this.#life.count('person: reloads');
        tab = this.#openTab(tab.creation.key);
      }
      // A second press after a success gets the same chain.
      if (outcome === 'created' && press.wait % 4 !== 0) return;
    }
  }

  #wait(milliseconds: number, person: Actor): Promise<void> {
    return new Promise((resolve) => {
      this.#life.clock.after(milliseconds, resolve, person);
    });
  }

  /** Opens the page, with the key that the page before it has stored. */
  #openTab(storedKey: string | undefined): Tab {
    this.#tabs += 1;
    const machine = new Machine(`tab ${this.#tabs}`);
    const { oracle } = this.#life;
    const left = (event: object) => oracle.left('an event', JSON.stringify(event));
    const client = createClient({
      gateway: 'https://gateway.example',
      token: session,
      timeout: 6_000,
      totalTimeout: 12_000,
      fetch: (sent, init) =>
        this.#fetch(sent as unknown as SimulatedRequest, init) as unknown as Promise<Response>,
      hooks: { onRequest: left, onResponse: left, onRetry: left, onError: left },
    });
    const creation = client.creation({ key: storedKey });
    return { machine, creation, facts: { storedKey, calls: [] } };
  }

  /** Presses Create, and waits for what comes of it. */
  async #press(
    { machine, creation, facts: tab }: Tab,
    { givesUpAfter, reloadsAfter }: Press,
    isChanged: boolean,
    person: Actor,
  ): Promise<{ readonly isReloaded: boolean; readonly outcome: Outcome['type'] | undefined }> {
    const life = this.#life;
    this.#calls += 1;
    const number = this.#calls;
    const call: CallFacts = { kind: 'call', number, tab, attempts: [], isNotDone: false };
    tab.calls.push(call);
    life.trace(machine.name, () => `presses Create: call ${call.number}`);
    this.#open.set(call, machine);
    const controller = new AbortController();
    if (givesUpAfter !== undefined) {
      life.clock.after(givesUpAfter, () => controller.abort(), { machine });
    }
    const { signal } = controller;
    const send = async (): Promise<Outcome> => {
      try {
        const sending = creation.send(isChanged ? changed : request, { signal });
        const { id } = await sending;
        return { type: 'created', id };
      } catch (error) {
        life.oracle.thrown(error, life.number % inspectEvery === 0);
        return this.#outcomeOf(error, signal.aborted);
      }
    };
    const ended = current.run({ machine, work: call }, send).then((outcome) => {
      this.#open.delete(call);
      life.trace(machine.name, () => `call ${call.number}: ${JSON.stringify(outcome)}`);
      life.count(`call: ${outcome.type}`);
      call.isNotDone = outcome.type === 'not-done';
      life.oracle.called(call, creation.key, outcome);
      if (outcome.type === 'unknown') this.#askSupport(creation.key);
      return { isReloaded: false, outcome: outcome.type };
    });
    if (reloadsAfter === undefined) return ended;
    const reloaded = this.#wait(reloadsAfter, person).then(() => ({
      isReloaded: true,
      outcome: undefined,
    }));
    return Promise.race([ended, reloaded]);
  }

  /** An operator looks at a creation whose outcome is unknown. */
  #askSupport(key: string): void {
    const { clock, plan } = this.#life;
    const random = this.#life.random('chaos');
    if (random() >= plan.support) return;
    const delay = Math.ceil(random() * slowestSupport);
    clock.after(delay, () => this.#gateways.operate(key), undefined);
  }

  /** What an error tells the application. */
  #outcomeOf(error: unknown, isAborted: boolean): Outcome {
    if (isAborted && !isChainError(error)) return { type: 'aborted' };
    if (!isChainError(error)) this.#life.oracle.unexpected('a call threw', error);
    const {
      name,
      status = 0,
      mayBeDone,
    } = error as {
      name: string;
      status?: number;
      mayBeDone?: boolean;
    };
    this.#life.count(`error: ${name} ${status || ''}`);
    if (name === 'OutcomeUnknownError') return { type: 'unknown' };
    if (name === 'UnexpectedResponseError' && (status < 300 || status >= 400)) {
      return { type: 'id-lost' };
    }
    return { type: mayBeDone ? 'unknown' : 'not-done' };
  }

  /** The way of a tab to the gateways. */
  #fetch(request: SimulatedRequest, { signal }: RequestInit): Promise<SimulatedResponse> {
    const life = this.#life;
    const actor = current.getStore() as Actor<CallFacts>;
    const { machine, work: call } = actor;
    if (call === undefined) throw new TypeError('a request without a call');
    const number = call.attempts.length + 1;
    const key = request.headers.get('Idempotency-Key') ?? '';
    const attempt: AttemptFacts = { call, number, key, exchanges: [], delivered: undefined };
    call.attempts.push(attempt);
    const passage = life.passage('client');
    const { fault } = passage;
    life.trace(machine.name, () => `attempt ${number} of call ${call.number} (${fault})`);
    const path = pathOf(life, actor, passage, signal ?? undefined);
    return new Promise((resolve, reject) => {
      const incoming = { attempt, key, request: this.#uploaded(request, fault), path };
      path.travel(
        () => {
          if (fault === 'duplicate') this.#sendCopy(incoming.request, attempt, key, path);
          return this.#gateways.handle(incoming);
        },
        (response) => {
          const { status, headers } = response;
          const hasRetryAfter = headers.has('Retry-After');
          const isWhole = response.bytesNow !== undefined;
          const problem = isWhole ? membersOf(bodyTextOf(response)).problem : undefined;
          attempt.delivered = { status, problem, hasRetryAfter, isWhole };
          resolve(response);
        },
        reject,
      );
    });
  }

  /** The second copy of a request, at any gateway. Its answer goes nowhere. */
  #sendCopy(request: SimulatedRequest, attempt: AttemptFacts, key: string, path: Path): void {
    const copy = {
      call: attempt.call,
      number: attempt.number,
      key,
      exchanges: [],
      delivered: undefined,
    };
    const again = { attempt: copy, key, request: request.clone(), path };
    const delay = Math.ceil(this.#life.random('client')() * 5_000);
    this.#life.clock.after(delay, () => void this.#gateways.handle(again), undefined);
  }

  /** A request as it arrives, whose upload may fail. */
  #uploaded(request: SimulatedRequest, fault: string): SimulatedRequest {
    const isBroken = fault === 'broken upload';
    if (!isBroken && fault !== 'stalled upload') return new SimulatedRequest(request);
    const pipe = new Pipe();
    pipe.push((request.bytesNow ?? new Uint8Array()).slice(0, 20));
    if (isBroken) pipe.end(new SimulatedNetworkError());
    const { url, method, headers } = request;
    return new SimulatedRequest(url, { method, headers, body: pipe.stream });
  }
}
