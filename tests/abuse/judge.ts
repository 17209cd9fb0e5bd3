// Does memory grow? Judges what was measured after each part of the work.

/** What is measured after each part of the work. Memory is in bytes. */
export type Quantity =
  | 'core memory'
  | 'heap'
  | 'buffers'
  | 'resident'
  | 'handles'
  | 'listeners'
  | 'files';

/** The quantities after a part of the work. */
export type Sample = Readonly<Partial<Record<Quantity, number>>>;

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

/** By how much quantities may grow. */
export type Growth = Readonly<Partial<Record<Quantity, number>>>;

/**
 * By how much each quantity may grow, from the median of the second quarter of the work to that of the last.
 * The first quarter is the warm-up. For 0, all samples after it must be the same.
 */
const usualGrowth: Readonly<Record<Quantity, number>> = {
  // The memory of WebAssembly never shrinks, so one leaked page shows.
  'core memory': 0,
  // Compiled code and inline caches move it by 0.3 MB. If each of a million leaks is one pointer, the
  // medians differ by 4 MB.
  heap: 0.4 * megabyte,
  // A few bodies that are not collected yet.
  buffers: 256 * kilobyte,
  // Allocators keep freed pages. If each of a million leaks has 64 bytes, the medians differ by 31 MB.
  resident: 10 * megabyte,
  handles: 0,
  listeners: 0,
  // Connections that are kept for the next request.
  files: 16,
};

/** The judgement of a quantity. */
export interface Verdict {
  readonly quantity: Quantity;
  readonly before: number;
  readonly after: number;
  readonly mostGrowth: number;
  readonly grows: boolean;
}

/**
 * Judges samples, which are evenly spaced.
 *
 * @param own the limits that are not the usual ones.
 */
export function judge(samples: readonly Sample[], own: Growth = {}): Verdict[] {
  if (samples.length < 8) throw new RangeError('each quarter needs two samples');
  const limits = { ...usualGrowth, ...own };
  const quantities = Object.keys(samples[0] ?? {}) as Quantity[];
  return quantities.map((quantity) => {
    const series = samples.map((sample) => sample[quantity] ?? Number.NaN);
    const most = limits[quantity];
    const [before, after] = most === 0 ? extremes(series) : medians(series);
    // A quantity that could not be measured counts as one that grows.
    return { quantity, before, after, mostGrowth: most, grows: !(after - before <= most) };
  });
}

/** The least and the most after the first quarter. */
function extremes(series: readonly number[]): [number, number] {
  const rest = quarters(series, 1, 4);
  return [Math.min(...rest), Math.max(...rest)];
}

/** The medians of the second and of the last quarter. */
function medians(series: readonly number[]): [number, number] {
  return [median(quarters(series, 1, 2)), median(quarters(series, 3, 4))];
}

function quarters(series: readonly number[], from: number, to: number): readonly number[] {
  const at = (quarter: number) => Math.round((series.length * quarter) / 4);
  return series.slice(at(from), at(to));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = Number.NaN, high = Number.NaN] = [
    sorted[Math.floor(middle)],
    sorted[Math.ceil(middle)],
  ];
  return (low + high) / 2;
}
