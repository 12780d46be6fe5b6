import { Temporal } from 'temporal-polyfill';

/** From where a tenant's periods are counted. */
export type Anchor = {
  /** ISO date; its day is the billing day, its weekday starts weeks, its month and day start years. */
  date: string;
  /** IANA time zone in whose local time periods turn. */
  zone: string;
};

/** January has every billing day, and 2001 begins with a Monday: weeks of the 1st start on Mondays. */
const january = '2001-01-';

/**
 * The anchor's date.
 * @param dayOrDate a billing day 1 … 31, or a date `YYYY-MM-DD` from year 1, which is passed on.
 * @throws RangeError for anything else.
 */
export function anchorOf(dayOrDate: number | string): string {
  if (typeof dayOrDate === 'string') {
    if (isDate(dayOrDate)) return dayOrDate;
  } else if (Number.isInteger(dayOrDate) && dayOrDate >= 1 && dayOrDate <= 31) {
    return january + String(dayOrDate).padStart(2, '0');
  }
  throw new RangeError(`anchor ${dayOrDate}: a billing day from 1 to 31 or a date YYYY-MM-DD.`);
}

function isDate(text: string): boolean {
  // Temporal alone would take times, calendars and six-digit years too.
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
}
