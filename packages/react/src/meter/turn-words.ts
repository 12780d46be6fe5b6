import { formatDay, formatMoment, type PeriodRange } from '@plimsoll/quota';

const twoDaysMs = 2 * 86_400_000;

/** When a period turns: `1 Dec`; of hours and days also the time, `Tue 17 Nov, 15:12`. */
export const formatTurn = ({ start, end }: PeriodRange, zone: string): string =>
  Date.parse(end) - Date.parse(start) < twoDaysMs ? formatMoment(end, zone) : formatDay(end, zone);
