import type { ExecutorEvent } from '../events/event.ts';
import type { Trigger } from '../registry/function-config.ts';

/** An id that says nothing to a reader: a UUID, or a long run of letters and digits. */
const opaque = /^[0-9a-f]{8}-[0-9a-f-]{27}$|^(?=.*\d)[A-Za-z0-9]{20,}$/;

/** What tells one run from another: the first plain values of the event's data, which may stand one level down. */
export function eventTitle(event: ExecutorEvent): string {
  if (event.name === 'inngest/scheduled.timer') return `Scheduled for ${clock(new Date(event.ts))}`;
  if (event.name === 'inngest/function.failed') return `${event.data.function_id} failed`;
  const values = Object.values(event.data)
    .flatMap((value) => (value !== null && typeof value === 'object' ? Object.values(value) : [value]))
    .filter((value) => ['string', 'number'].includes(typeof value) && !opaque.test(String(value)))
    .slice(0, 3)
    .map((value) => String(value).slice(0, 40));
  return values.join(', ') || event.name;
}

export function triggerText(trigger: Trigger): string {
  if (trigger.kind === 'event') return trigger.event;
  const zone = trigger.zone === 'UTC' ? '' : ` (${trigger.zone})`;
  return cronText(trigger.pattern) + zone;
}

function cronText(pattern: string): string {
  const [minute = '', hour = '', ...days] = pattern.split(/\s+/);
  if (days.join(' ') !== '* * *') return pattern;
  if (hour === '*') {
    if (minute === '*') return 'every minute';
    const step = /^\*\/(\d+)$/.exec(minute)?.[1];
    if (step !== undefined) return `every ${step} minutes`;
    if (/^\d+$/.test(minute)) return minute === '0' ? 'every hour' : `every hour at :${minute.padStart(2, '0')}`;
  }
  if (!/^\d+ \d+$/.test(`${minute} ${hour}`)) return pattern;
  return `every day at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
}

/** `9 ms`, `1.2 s`, `3 min 20 s`, `2 h 5 min`; the space inside is one that doesn't break. */
export function durationText(ms: number): string {
  if (ms < 500) return `${Math.round(ms)}\u00a0ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)}\u00a0s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return twoUnits(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  return twoUnits(Math.floor(seconds / 3600), 'h', Math.floor((seconds % 3600) / 60), 'min');
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return `${large}\u00a0${largeUnit}${small === 0 ? '' : ` ${small}\u00a0${smallUnit}`}`;
}

/** Time of day on this machine's clock. */
export function clock(at: Date, withSeconds = false): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(withSeconds ? { second: '2-digit' } : {}),
  }).format(at);
}

/** `Tue 17 Nov`. */
export function day(at: Date): string {
  return new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })
    .format(at)
    .replace(',', '');
}

/** A moment as a list shows it: today's by the clock alone. */
export function moment(at: Date, now: Date): string {
  return day(at) === day(now) ? clock(at) : `${day(at)} ${clock(at)}`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
