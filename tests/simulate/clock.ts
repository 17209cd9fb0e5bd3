// The virtual clock of a life, and the machines that run on it. Events run one by one in the order of
// their times; before the next event, every promise that can settle has settled. Nothing waits.

import { AsyncLocalStorage } from 'node:async_hooks';

/** The host's own, because a life replaces the global one. */
const { setImmediate: afterMicrotasks } = globalThis;

/** The time at which every life starts, in milliseconds since 1970. */
const start = Date.UTC(2026, 0, 1);

/** The most events of a life. One that has more never ends. */
const mostEvents = 20_000;

/** What can happen to a process at a step. */
export type Incident = 'crash' | 'sleep';

/**
 * A process that can crash, sleep and have a wrong clock. A crashed process has no effect: what it asks
 * of others is refused, and what it waits for never comes. So each continuation that would have run
 * after the crash runs for nobody.
 */
export class Machine {
  readonly name: string;
  isAlive = true;
  isAsleep = false;
  /** How far its clock is ahead, in milliseconds. */
  skew = 0;
  /** The last time that its program read, in milliseconds since 1970. */
  lastRead = 0;
  /** How many steps it has taken. A step starts or ends a wait for something outside. */
  steps = 0;
  /** What it misses while it sleeps. */
  readonly missed: Timer[] = [];
  readonly #incidents: ReadonlyMap<number, Incident>;
  readonly #onIncident: (incident: Incident) => void;

  /** @param incidents what happens at which step. */
  constructor(
    name: string,
    incidents: ReadonlyMap<number, Incident> = new Map(),
    onIncident: (incident: Incident) => void = () => {},
  ) {
    this.name = name;
    this.#incidents = incidents;
    this.#onIncident = onIncident;
  }

  /** Takes a step. Returns false if the process has crashed, now or before. */
  takeStep(): boolean {
    if (!this.isAlive) return false;
    this.steps += 1;
    const incident = this.#incidents.get(this.steps);
    if (incident === 'crash') this.isAlive = false;
    if (incident === 'sleep') this.isAsleep = true;
    if (incident !== undefined) this.#onIncident(incident);
    return this.isAlive;
  }
}

/** Who runs now: a machine, and the request that it works on. */
export interface Actor<Work = unknown> {
  readonly machine: Machine;
  readonly work?: Work;
}

/** The actor of the code that runs now. Promises and timers keep it. */
export const current = new AsyncLocalStorage<Actor>();

/** An event to come. */
export interface Timer {
  at: number;
  readonly order: number;
  readonly run: () => void;
  readonly actor: Actor | undefined;
  isCancelled: boolean;
}

export class Clock {
  /** The time since the start of the life, in milliseconds. No machine's skew changes it. */
  now = 0;
  #order = 0;
  #events = 0;
  readonly #queue: Timer[] = [];

  /** The number of events that have run. */
  get events(): number {
    return this.#events;
  }

  /** The time on the wall of a machine, in milliseconds since 1970. */
  wall(machine?: Machine): number {
    return start + Math.floor(this.now) + (machine?.skew ?? 0);
  }

  /** Reads the time on the wall of a machine. */
  read(machine: Machine | undefined): number {
    const wall = this.wall(machine);
    if (machine !== undefined) machine.lastRead = wall;
    return wall;
  }

  /**
   * Plans an event. An event of an actor waits while the actor's machine sleeps, and does not run if it
   * has crashed by then.
   */
  after(delay: number, run: () => void, actor: Actor | undefined): Timer {
    const at = this.now + Math.max(0, delay);
    const timer = { at, order: this.#order++, run, actor, isCancelled: false };
    this.#insert(timer);
    return timer;
  }

  /** Wakes a machine. What it has missed happens now, in its order. */
  wake(machine: Machine): void {
    machine.isAsleep = false;
    for (const timer of machine.missed.splice(0)) {
      timer.at = this.now;
      this.#insert(timer);
    }
  }

  /** Runs all events. It rejects if they do not end. */
  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      const step = () => {
        try {
          if (this.#runNext()) afterMicrotasks(step);
          else resolve();
        } catch (error) {
          reject(error);
        }
      };
      afterMicrotasks(step);
    });
  }

  /** Runs the next event. Returns false if there is none. */
  #runNext(): boolean {
    for (let timer = this.#queue.pop(); timer !== undefined; timer = this.#queue.pop()) {
      if (timer.isCancelled) continue;
      this.now = timer.at;
      if (!this.#runs(timer)) continue;
      this.#events += 1;
      if (this.#events > mostEvents) throw new Error('the life never ends');
      return true;
    }
    return false;
  }

  #runs(timer: Timer): boolean {
    const { actor, run } = timer;
    if (actor === undefined) {
      run();
      return true;
    }
    const { machine } = actor;
    if (machine.isAsleep) {
      machine.missed.push(timer);
      return false;
    }
    if (!machine.takeStep()) return false;
    current.run(actor, run);
    return true;
  }

  /** Keeps the queue in order, the next event last. It is short. */
  #insert(timer: Timer): void {
    const queue = this.#queue;
    let index = queue.length;
    while (index > 0) {
      const other = queue[index - 1];
      if (other === undefined || isAfter(other, timer)) break;
      index -= 1;
    }
    queue.splice(index, 0, timer);
  }
}

function isAfter(a: Timer, b: Timer): boolean {
  return a.at > b.at || (a.at === b.at && a.order > b.order);
}
