// The virtual clock of a life, and the machines that run on it. Events run one by one in the order of
// their times; before the next event, every promise that can settle has settled. Nothing waits.

import { AsyncLocalStorage } from 'node:async_hooks';

/** The host's own, because a life replaces the global one. */
const { setImmediate: afterMicrotasks } = globalThis;

/** The time at which every life starts, in milliseconds since 1970. */
const start = Date.UTC(2026, 0, 1);

/** The most events of a life. One that has more never ends. */
const mostEvents = 20_000;

/**
 * A process that can crash, sleep and have a wrong clock. A crashed process has no effect: what it asks
 * of others is refused, and what it waits for never comes. So each continuation that would have run
 * after the crash runs for nobody.
 */
export class Machine {
  readonly name: string;
  isAlive = true;
  /** How far its clock is ahead, in milliseconds. */
  skew = 0;
  /** When it wakes up, on the virtual clock. */
  asleepUntil = 0;
  /** How many steps it has taken. A step starts or ends a wait for something outside. */
  steps = 0;
  /** The step at which it crashes. */
  readonly crashAt: number | undefined;
  readonly #onCrash: () => void;

  constructor(name: string, crashAt?: number, onCrash: () => void = () => {}) {
    this.name = name;
    this.crashAt = crashAt;
    this.#onCrash = onCrash;
  }

  /** Takes a step. Returns false if the process has crashed, now or before. */
  takeStep(): boolean {
    if (!this.isAlive) return false;
    this.steps += 1;
    if (this.steps !== this.crashAt) return true;
    this.crash();
    return false;
  }

  crash(): void {
    this.isAlive = false;
    this.#onCrash();
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
    if (machine.asleepUntil > this.now) {
      timer.at = machine.asleepUntil;
      this.#insert(timer);
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
