// Times and numbers for people.

import { signal } from '@preact/signals';

/** The time now, in milliseconds since 1970. It moves every few seconds. */
export const now = signal(Date.now());

setInterval(() => {
  now.value = Date.now();
}, 5_000);

const clock = new Intl.DateTimeFormat('en', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });

/** A moment of today as `14:02:31`, and another one with its date. */
export function momentOf(time: number): string {
  const isToday = day.format(time) === day.format(now.value);
  return isToday ? clock.format(time) : `${day.format(time)}, ${clock.format(time)}`;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** A moment as seen from now: `in 15 minutes`. */
export function distanceOf(time: number): string {
  const distance = time - now.value;
  const [unit, size] = units.find(([, size]) => Math.abs(distance) >= size) ?? ['second', 1_000];
  return relative.format(Math.round(distance / size), unit);
}

/** A duration: `34 ms`, `2.1 s`. */
export function durationText(milliseconds: number): string {
  return milliseconds < 1_000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1_000).toFixed(1)} s`;
}

/** A number with its noun: "1 error", "2 errors". */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
