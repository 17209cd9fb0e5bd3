// The faults of the ways between a client and the gateways, a gateway and the API, and a gateway and
// its store.

import { pick } from '../soak/random.ts';

/** What happens to a request and its answer on one way. */
export interface Passage {
  readonly fault: Fault;
  /** How long the request is underway, in milliseconds. */
  readonly there: number;
  /** How long the answer is underway. */
  readonly back: number;
}

export type Fault = ClientFault | ApiFault | StoreFault;

/** The faults between a client and a gateway. */
type ClientFault =
  | Carried
  /** The request's body breaks off, or takes too long. */
  | 'broken upload'
  | 'stalled upload'
  /** The request arrives twice. The answer to the second copy goes nowhere. */
  | 'duplicate';

/**
 * The faults between a gateway and the API. The API has no key, and HTTP forbids its intermediaries to
 * send a POST twice (RFC 9110 §9.2.2), so none arrives twice here.
 */
export type ApiFault =
  | Carried
  /** The API does nothing, and says so. */
  | 'refused'
  | 'unauthorized'
  /** The API does nothing, and its answer leaves that open. */
  | 'failed'
  /** The API does it, and its answer leaves that open. */
  | 'done, then failed'
  /** The API does it, and its answer has no id. */
  | 'done, without id';

/** The faults between a gateway and its store. */
type StoreFault =
  | 'none'
  | 'fails before'
  | 'fails after'
  | 'no answer before'
  | 'no answer after'
  /** It happens when the gateway has given up. */
  | 'late';

/** The faults of both ways of HTTP. */
type Carried =
  | 'none'
  | 'reset before'
  | 'lost'
  /** The request arrives when its sender has given up. */
  | 'late'
  | 'reset after'
  | 'answer lost'
  | 'answer cut'
  | 'answer stalled';

type Weights<Name extends Fault> = readonly (readonly [number, Name])[];

const carried: Weights<Exclude<Carried, 'none'>> = [
  [3, 'reset before'],
  [2, 'lost'],
  [2, 'late'],
  [4, 'reset after'],
  [2, 'answer lost'],
  [3, 'answer cut'],
  [1, 'answer stalled'],
];

const faults = {
  client: [...carried, [1, 'broken upload'], [1, 'stalled upload'], [3, 'duplicate']],
  api: [
    ...carried,
    [3, 'refused'],
    [1, 'unauthorized'],
    [2, 'failed'],
    [2, 'done, then failed'],
    [2, 'done, without id'],
  ],
  store: [
    [3, 'fails before'],
    [3, 'fails after'],
    [2, 'no answer before'],
    [2, 'no answer after'],
    [2, 'late'],
  ],
} satisfies {
  client: Weights<ClientFault>;
  api: Weights<ApiFault>;
  store: Weights<StoreFault>;
};

export type Way = keyof typeof faults;

/** The fault of each way. */
interface FaultOf {
  readonly client: ClientFault;
  readonly api: ApiFault;
  readonly store: StoreFault;
}

/** The usual delays of each way, in milliseconds. */
const usual: Readonly<Record<Way, number>> = { client: 60, api: 120, store: 4 };

/** The longest delay of a request that is late, in milliseconds. */
const latest = 40_000;

/**
 * Draws what happens on a way.
 *
 * @param chance how probable a fault is, from 0 to 1.
 */
export function passageOn<On extends Way>(
  way: On,
  random: () => number,
  chance: number,
): Passage & { readonly fault: FaultOf[On] } {
  const isFaulty = random() < chance;
  const fault = (isFaulty ? pick<Fault>(random, faults[way]) : 'none') as FaultOf[On];
  const delay = () => {
    const slow = random() < chance / 2 ? 30 : 1;
    return Math.ceil(random() * usual[way] * slow);
  };
  const there = fault === 'late' ? delay() + Math.ceil(random() * latest) : delay();
  return { fault, there, back: delay() };
}
