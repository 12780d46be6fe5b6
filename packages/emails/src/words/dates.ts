/** `Tuesday 1 December`, in the tenant's zone. */
export function longDay(iso: string, zone: string): string {
  const { weekday, day, month } = parts(iso, zone, { weekday: 'long', day: 'numeric', month: 'long' });
  return `${weekday} ${day} ${month}`;
}

/** `1 December`. */
export function dayOfMonth(iso: string, zone: string): string {
  const { day, month } = parts(iso, zone, { day: 'numeric', month: 'long' });
  return `${day} ${month}`;
}

/** `Tue 1 Dec`. */
export function shortDay(iso: string, zone: string): string {
  const { weekday, day, month } = parts(iso, zone, { weekday: 'short', day: 'numeric', month: 'short' });
  return `${weekday} ${day} ${month}`;
}

/** `00:00`. */
export function clockTime(iso: string, zone: string): string {
  const { hour, minute } = parts(iso, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${hour}:${minute}`;
}

/** `Tue 1 Dec 2026, 00:00 (Europe/Lisbon)`: the whole moment, which can't be mistaken. */
export function wholeMoment(iso: string, zone: string): string {
  const { year } = parts(iso, zone, { year: 'numeric' });
  return `${shortDay(iso, zone)} ${year}, ${clockTime(iso, zone)} (${zone})`;
}

function parts(iso: string, timeZone: string, options: Intl.DateTimeFormatOptions): Record<string, string> {
  const found = new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).formatToParts(new Date(iso));
  return Object.fromEntries(found.map(({ type, value }) => [type, value]));
}
