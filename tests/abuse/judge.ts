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

/**
 * By how much each quantity may grow from the second quarter of the work to the last. The first quarter is
 * the warm-up. For 0, no two samples may differ.
 */
const mostGrowth: Readonly<Record<Quantity, number>> = {
  // WebAssembly's memory never shrinks, so one leaked page shows.
  'core memory': 0,
  // Compiled code and inline caches move the heap by 0.1 MB. A million leaks of one pointer are 8 MB.
  heap: 0.4 * megabyte,
  buffers: 64 * kilobyte,
  // The allocator of the process keeps pages back. A million leaks of 64 bytes are 61 MB, half of them here.
  resident: 16 * megabyte,
  handles: 0,
  listeners: 0,
  // The sockets of a load that runs.
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

/** Judges samples, which are evenly spaced. */
export function judge(samples: readonly Sample[]): Verdict[] {
  if (samples.length < 8) throw new RangeError('two samples for each quarter are needed');
  const quantities = Object.keys(samples[0] ?? {}) as Quantity[];
  return quantities.map((quantity) => {
    const series = samples.map((sample) => sample[quantity] ?? Number.NaN);
    const most = mostGrowth[quantity];
    const [before, after] = most === 0 ? extremes(series) : medians(series);
    // NaN grows as well.
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
