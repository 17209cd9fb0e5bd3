// Computes when a chain expires: a moment plus an ISO 8601 duration.

const pattern =
  /^P(?:([\d.,]+)Y)?(?:([\d.,]+)M)?(?:([\d.,]+)W)?(?:([\d.,]+)D)?(?:T(?:([\d.,]+)H)?(?:([\d.,]+)M)?(?:([\d.,]+)S)?)?$/;

/** The last moment that a `Date` can represent. */
const lastMoment = 8.64e15;

/**
 * Adds a valid duration to a moment in milliseconds since 1970. Years and months follow the calendar
 * (UTC), and end on the last day of a shorter month. A fraction of a month counts as part of 30 days.
 */
export function addDuration(moment: number, duration: string): number {
  const parts = (pattern.exec(duration) ?? []).slice(1);
  const amounts = parts.map((part) => Number((part ?? '0').replace(',', '.')));
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = amounts;
  const inMonths = years * 12 + months;
  const wholeMonths = Math.trunc(inMonths);
  const inDays = weeks * 7 + days + (inMonths - wholeMonths) * 30;
  const milliseconds = (((inDays * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  const expiry = addMonths(moment, wholeMonths) + milliseconds;
  return Number.isNaN(expiry) ? lastMoment : Math.min(expiry, lastMoment);
}

function addMonths(moment: number, months: number): number {
  const date = new Date(moment);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0));
  date.setUTCDate(Math.min(day, lastDay.getUTCDate()));
  return date.getTime();
}
