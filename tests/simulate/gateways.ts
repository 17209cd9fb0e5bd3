// The gateways of a life: processes that crash, sleep and restart, over one store.

import { createGateway, type Gateway, type Store } from 'identification-chain/gateway';
import { credential, gatewaySecret, quoted, session } from './canaries.ts';
import { type Actor, current, type Incident, Machine } from './clock.ts';
import type { AttemptFacts, Exchange, Operator } from './facts.ts';
import type { Life } from './life.ts';
import type { Oracle } from './oracle.ts';
import type { Path } from './path.ts';
import { type Send, type StoreMaker, storeServer } from './stores.ts';
import { bodyTextOf, type SimulatedRequest, type SimulatedResponse } from './web.ts';

/** A request of a client at a gateway. */
interface Incoming {
  readonly attempt: AttemptFacts;
  readonly key: string;
  readonly request: SimulatedRequest;
  /** Its connection, which a crash breaks. */
  readonly path: Path;
}

/** A running gateway. */
interface Process {
  readonly machine: Machine;
  readonly gateway: Gateway;
  readonly open: Set<Path>;
}

/** The time limits, in milliseconds. Clients give up earlier or later. */
const gatewayTimeout = 5_000;
const storeTimeout = 2_000;

/** How far clocks differ that are near enough for the gateway (it allows 5 s between two). */
const nearSkew = 2_400;

/** About how many steps a create has, and the last step at which an incident is planned. */
const createSteps = 12;
const lastIncident = 40;

/** The latest time at which a clock jumps, and the longest sleep of a gateway, in milliseconds. */
const lastJump = 60_000;
const longestSleep = 60_000;

type ApiFetch = (request: SimulatedRequest, init: RequestInit) => Promise<SimulatedResponse>;

export class Gateways {
  readonly #life: Life;
  readonly #fetch: ApiFetch;
  readonly #makeStore: StoreMaker;
  readonly #processes: Process[] = [];
  /** Wakes the gateways that wait for another one. */
  readonly #sleepers = new Set<() => void>();
  #started = 0;

  constructor(life: Life, fetch: ApiFetch) {
    this.#life = life;
    this.#fetch = (request, init) => {
      this.#wakeSleepers();
      return fetch(request, init);
    };
    this.#makeStore = storeServer(life.plan.store, () => life.clock.wall());
    for (let place = 0; place < life.plan.gateways; place += 1) this.#start(place);
  }

  /** Starts a gateway, with its own chaos. */
  #start(place: number): void {
    const life = this.#life;
    const { plan, clock } = life;
    const random = life.random('chaos');
    this.#started += 1;
    const name = `gateway ${this.#started}`;
    const open = new Set<Path>();
    const machine = new Machine(name, this.#incidents(), (incident) => {
      life.count(`fault gateway: ${incident}`);
      life.trace(name, () => `${incident}s at step ${machine.steps}`);
      if (incident === 'sleep') return this.#planWaking(machine);
      for (const path of open) path.break();
      clock.after(Math.ceil(random() * 3_000), () => this.#start(place), undefined);
    });
    machine.skew = this.#skew();
    if (plan.clocks !== 'exact') this.#planJump(machine);
    const gateway = current.run({ machine }, () => this.#gateway(machine));
    this.#processes[place] = { machine, gateway, open };
  }

  #skew(): number {
    const { plan } = this.#life;
    const between = (most: number) => Math.round((this.#life.random('chaos')() * 2 - 1) * most);
    if (plan.clocks === 'exact') return 0;
    return between(plan.clocks === 'near' ? nearSkew : 60_000);
  }

  #planJump(machine: Machine): void {
    const life = this.#life;
    const random = life.random('chaos');
    const jump = () => {
      machine.skew = this.#skew();
      life.count('fault gateway: clock jump');
      life.trace(machine.name, () => `has its clock ${machine.skew} ms ahead`);
    };
    life.clock.after(Math.ceil(random() * lastJump), jump, undefined);
  }

  #incidents(): ReadonlyMap<number, Incident> {
    const { plan } = this.#life;
    const random = this.#life.random('chaos');
    const incidents = new Map<number, Incident>();
    for (const [incident, chance] of [
      ['sleep', plan.sleeps],
      ['crash', plan.crashes],
    ] as const) {
      const last = random() < 0.7 ? createSteps : lastIncident;
      if (random() < chance) incidents.set(Math.ceil(random() * last), incident);
    }
    return incidents;
  }

  /** Most sleepers wake up at the worst time: when another gateway sends a create. */
  #planWaking(machine: Machine): void {
    const { clock } = this.#life;
    const random = this.#life.random('chaos');
    const wake = () => {
      if (!machine.isAsleep) return;
      this.#life.trace(machine.name, () => 'wakes');
      clock.wake(machine);
    };
    clock.after(Math.ceil(random() * longestSleep), wake, undefined);
    if (random() < 0.7) this.#sleepers.add(wake);
  }

  /** A gateway sends a create. */
  #wakeSleepers(): void {
    const random = this.#life.random('chaos');
    for (const wake of this.#sleepers) {
      this.#life.clock.after(Math.ceil(random() * 200), wake, undefined);
    }
    this.#sleepers.clear();
  }

  #gateway(machine: Machine): Gateway {
    const life = this.#life;
    const { plan, oracle, planted } = life;
    const right = this.#watched(this.#makeStore(this.#toStore()));
    const store = planted.store?.(right) ?? right;
    const fetch = this.#fetch as unknown as (
      request: Request,
      init: RequestInit,
    ) => Promise<Response>;
    let tokens = 0;
    return createGateway({
      authorize: ({ headers }) =>
        headers.get('Authorization') === `Bearer ${session}` ? { principal: 'person' } : false,
      token: plan.rotatesTokens
        ? ({ rejected }) => `${credential}-${rejected === undefined ? tokens : ++tokens}`
        : credential,
      secret: gatewaySecret,
      store,
      orgId: 'acme',
      baseUrl: 'https://api.example/v1',
      timeout: gatewayTimeout,
      storeTimeout,
      bodyTimeout: 3_000,
      breaker: plan.breaker,
      keepAnswers: plan.keepAnswers,
      fetch: planted.fetch?.(fetch) ?? fetch,
      onFault: (fault) => {
        const text = JSON.stringify(fault);
        oracle.left('a fault report', text);
        life.trace(machine.name, () => `reports ${text}`);
      },
    });
  }

  /** Tells the oracle what a gateway reads. */
  #watched(store: Store): Store {
    const told = (name: string, text: string | undefined): string | undefined => {
      const { work } = current.getStore() as Actor<Exchange | Operator>;
      if (work?.kind === 'exchange') this.#life.oracle.told(work, name, text);
      return text;
    };
    return {
      add: async (name, record, lifetime) => told(name, await store.add(name, record, lifetime)),
      replace: (name, before, after, lifetime) => store.replace(name, before, after, lifetime),
      read: async (name) => told(name, await store.read(name)),
    };
  }

  /** The way to the store's server. */
  #toStore(): Send {
    const life = this.#life;
    const { clock, oracle } = life;
    return (access) => {
      const actor = current.getStore() as Actor<Exchange | Operator>;
      const { machine, work } = actor;
      if (!machine.takeStep()) return new Promise(() => {});
      const sends = work?.kind === 'exchange' ? work.sends.length : 0;
      // Its clock may have gone back since it decided.
      const wall = Math.max(clock.wall(machine), machine.lastRead);
      const changed = (name: string, before: string | undefined, after: string | undefined) => {
        life.trace('store', () => `${stateOf(before)} → ${stateOf(after)} by ${machine.name}`);
        oracle.wrote({ name, before, after, by: work, wall, sends });
      };
      // The records of a process are in its memory.
      if (life.plan.store === 'process') return Promise.resolve(access(changed));
      const { fault, there, back } = life.passage('store');
      if (fault !== 'none') life.trace('store', () => `${fault} for ${machine.name}`);
      return new Promise((resolve, reject) => {
        const fail = () => reject(new Error(`the driver ${quoted}`));
        if (fault === 'fails before') return void clock.after(there, fail, actor);
        if (fault === 'no answer before') return;
        clock.after(
          there,
          async () => {
            if (isOutdated(work, oracle)) return fail();
            const result = await access(changed);
            if (fault === 'no answer after') return;
            const settle = fault === 'fails after' ? fail : () => resolve(result);
            clock.after(back, settle, actor);
          },
          undefined,
        );
      });
    };
  }

  /** A gateway takes a request. It answers nothing if it has crashed. */
  async handle({ attempt, key, request, path }: Incoming): Promise<SimulatedResponse> {
    const life = this.#life;
    const { oracle } = life;
    const { machine, gateway, open } = this.#any();
    const never = new Promise<never>(() => {});
    if (!machine.isAlive) {
      path.break();
      return never;
    }
    const exchange = oracle.begun(machine, attempt, key);
    const actor: Actor<Exchange> = { machine, work: exchange };
    open.add(path);
    life.trace(machine.name, () => `takes ${exchange.number} of call ${attempt.call.number}`);
    const answer = await new Promise<Response>((resolve, reject) => {
      const run = () => gateway.fetch(request as unknown as Request).then(resolve, reject);
      life.clock.after(0, () => void run(), actor);
    });
    if (!machine.takeStep()) return never;
    open.delete(path);
    oracle.ended(exchange);
    const response = answer as unknown as SimulatedResponse;
    const text = bodyTextOf(response);
    const { problem, id } = membersOf(text);
    const { status, headers } = response;
    life.trace(machine.name, () => `answers ${exchange.number}: ${status} ${problem ?? id ?? ''}`);
    const isReplayed = headers.has('Idempotency-Replayed');
    life.count(`answer ${status} ${problem ?? (isReplayed ? 'replayed' : '')}`.trim());
    oracle.answered(exchange, {
      status,
      problem,
      id,
      text: `${[...headers].join('\n')}\n${text}`,
    });
    return response;
  }

  /** An operator looks at a key, and resolves it if that is possible. */
  operate(key: string): void {
    const life = this.#life;
    const { oracle, plan } = life;
    const resolution = oracle.investigated(key, plan.clocks !== 'wild');
    const { machine, gateway } = this.#any();
    if (resolution === undefined || !machine.isAlive) return;
    const sends = oracle.sendsFor(key);
    const work: Operator = { kind: 'operator', key, resolution, sends, calledAt: 0 };
    const resolve = async () => {
      work.calledAt = life.clock.wall(machine);
      try {
        const reply = await gateway.resolve({ principal: 'person', key }, resolution);
        life.count(`operator: ${reply}`);
        life.trace('operator', () => `says ${JSON.stringify(resolution)}: ${reply}`);
      } catch {
        life.count('operator: the store failed');
      }
    };
    life.clock.after(0, () => void resolve(), { machine, work });
  }

  #any(): Process {
    const process =
      this.#processes[Math.floor(this.#life.random('chaos')() * this.#processes.length)];
    if (process === undefined) throw new RangeError('no gateway');
    return process;
  }
}

/** Whether an operator's word is about an earlier create. An operator takes such a word back. */
function isOutdated(work: Exchange | Operator | undefined, oracle: Oracle): boolean {
  return work?.kind === 'operator' && oracle.sendsFor(work.key) > work.sends;
}

function stateOf(text: string | undefined): string {
  return text === undefined ? 'absent' : JSON.parse(text).state;
}

/** The members of a body that matter. */
export function membersOf(text: string): {
  readonly problem: string | undefined;
  readonly id: string | undefined;
} {
  try {
    const { type, identification_chain_id: id } = JSON.parse(text);
    return { problem: type?.replace('urn:identification-chain:problem:', ''), id };
  } catch {
    return { problem: undefined, id: undefined };
  }
}
