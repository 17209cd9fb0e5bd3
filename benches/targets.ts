// The figures that the package aims at, beside those that were measured.

/** A limit for a ratio of two times. */
export interface Target {
  /** The beginning of the names of the groups. */
  readonly group: string;
  readonly candidate: string;
  /** The candidate takes at least so many times as long as the package. */
  readonly timesOurs: number;
}

export const targets: readonly Target[] = [
  { group: 'check, bytes in', candidate: 'zod 4', timesOurs: 9.5 },
  { group: 'check, bytes in', candidate: 'ajv', timesOurs: 6.5 },
  { group: 'check, object in, with', candidate: 'zod 4', timesOurs: 2.2 },
  { group: 'check, object in, with', candidate: 'ajv', timesOurs: 1 },
  { group: 'check, object in, ten errors', candidate: 'zod 4', timesOurs: 2 },
  { group: 'call', candidate: 'zod + ky', timesOurs: 1 / 0.6 },
  { group: 'call', candidate: 'Request + fetch, unchecked', timesOurs: 1 / 2 },
];

/** The target for a candidate of a group, if there is one. */
export function targetOf(group: string, candidate: string): number | undefined {
  return targets.find((target) => target.candidate === candidate && group.startsWith(target.group))
    ?.timesOurs;
}
