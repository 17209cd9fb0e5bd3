// Replaces every global by which code could see real time, chance, threads or the network.

import { format } from 'node:util';
import { type Clock, current, type Timer } from './clock.ts';
import { cryptographyFrom } from './cryptography.ts';
import { SimulatedRequest, SimulatedResponse } from './web.ts';

/** What a life's globals need of it. */
interface Surroundings {
  readonly clock: Clock;
  /** A number from 0 to 1. */
  readonly random: () => number;
  /** A UUID in place of a random one. */
  readonly uuid: () => string | undefined;
  /** Told what the code logs. */
  readonly onLog: (text: string) => void;
  /** Told of a promise that is rejected, and that nobody handles. */
  readonly onRejection: (error: unknown) => void;
}

/** What a life does not simulate. */
const forbidden = ['fetch', 'setInterval', 'setImmediate'] as const;

const logs = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

let surroundings: Surroundings | undefined;
let isTaken = false;

/** The surroundings of the life that runs. */
function now(): Surroundings {
  if (surroundings === undefined) throw new Error('no life runs');
  return surroundings;
}

/** A timer that fired or was cancelled holds nothing. */
function setSimulatedTimeout(run: () => void, delay = 0): Timer {
  return now().clock.after(delay, run, current.getStore());
}

function clearSimulatedTimeout(timer: Timer | undefined): void {
  if (timer !== undefined) timer.isCancelled = true;
}

function refuse(name: string): () => never {
  return () => {
    throw new Error(`${name} is not simulated`);
  };
}

type Descriptors = Record<string, PropertyDescriptor>;

const replacements: readonly [object, Record<string, unknown>][] = [
  [
    globalThis,
    {
      setTimeout: setSimulatedTimeout,
      clearTimeout: clearSimulatedTimeout,
      performance: { now: () => now().clock.now },
      Request: SimulatedRequest,
      Response: SimulatedResponse,
      crypto: cryptographyFrom(
        () => now().random(),
        () => now().uuid(),
      ),
      ...Object.fromEntries(forbidden.map((name) => [name, refuse(name)])),
    },
  ],
  [AbortSignal, { timeout: refuse('AbortSignal.timeout') }],
  [Date, { now: () => now().clock.read(current.getStore()?.machine) }],
  [Math, { random: () => now().random() }],
  [
    console,
    Object.fromEntries(
      logs.map((name) => [name, (...args: unknown[]) => now().onLog(format(...args))]),
    ),
  ],
];

/** Runs work among replaced globals. Only one runs at a time; `change` names each life's own. */
export async function among<Result>(
  work: (change: (next: Surroundings) => void) => Promise<Result>,
): Promise<Result> {
  if (isTaken) throw new Error('lives run one by one');
  isTaken = true;
  const before = replacements.map(([target]) => Object.getOwnPropertyDescriptors(target));
  for (const [target, values] of replacements) {
    for (const [name, value] of Object.entries(values)) {
      Object.defineProperty(target, name, { value, configurable: true, writable: true });
    }
  }
  // A stack has the paths of this machine, and takes long.
  const rejected = (error: unknown) => now().onRejection(error);
  process.on('unhandledRejection', rejected);
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await work((next) => {
      surroundings = next;
    });
  } finally {
    process.off('unhandledRejection', rejected);
    Error.stackTraceLimit = stackTraceLimit;
    surroundings = undefined;
    isTaken = false;
    for (const [index, [target, values]] of replacements.entries()) {
      for (const name of Object.keys(values)) {
        const descriptor = (before[index] as Descriptors | undefined)?.[name];
        if (descriptor !== undefined) Object.defineProperty(target, name, descriptor);
      }
    }
  }
}
