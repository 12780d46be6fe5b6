import type { Price } from '../catalog/price.ts';

const amounts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `1,250,000`. */
export const formatAmount = (amount: number): string => amounts.format(amount);

/** `$19`, `$0.15`: without decimals where there are none. */
export function formatPrice({ currency, minor }: Price): string {
  const whole = minor % 100 === 0;
  return new Intl.NumberFormat('en', { style: 'currency', currency, minimumFractionDigits: whole ? 0 : 2 }).format(
    minor / 100,
  );
}

/** `1 Dec`, in the tenant's zone. */
export const formatDay = (iso: string, zone: string): string =>
  parts(iso, zone, { day: 'numeric', month: 'short' }, ({ day, month }) => `${day} ${month}`);

/** `Tue 1 Dec, 00:00`, in the tenant's zone. */
export const formatMoment = (iso: string, zone: string): string =>
  parts(
    iso,
    zone,
    { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ({ weekday, day, month, hour, minute }) => `${weekday} ${day} ${month}, ${hour}:${minute}`,
  );

/** `13 days 13 hours`, `4 minutes`: the two largest units, rounded down. */
export function formatSpan(spanMs: number): string {
  const minutes = Math.floor(Math.max(spanMs, 0) / 60_000);
  const units = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor((minutes % 1440) / 60), 'hour'],
    [minutes % 60, 'minute'],
  ] as const;
  const first = units.findIndex(([count]) => count > 0);
  if (first < 0) return 'less than a minute';
  return units
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
    .join(' ');
}

type Parts = Record<Intl.DateTimeFormatPartTypes, string>;

function parts(
  iso: string,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
  write: (parts: Parts) => string,
): string {
  const found = new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).formatToParts(new Date(iso));
  return write(Object.fromEntries(found.map(({ type, value }) => [type, value])) as Parts);
}
