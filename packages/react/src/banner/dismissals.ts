import type { MeterStatus } from '@plimsoll/quota';
import type { NamedMeter } from '../meter/named-meter.ts';

/** Where dismissals are kept: `localStorage`, or anything like it. */
export type DismissalStorage = Pick<Storage, 'getItem' | 'setItem'>;

const keyOf = (tenant: string) => `plimsoll.dismissed.${tenant}`;

/** Names one passed mark: the meter, its period and how it stands. The next mark or period has another name. */
export const markOf = ({ name, usage }: NamedMeter): string => `${name}/${usage.period?.start ?? '-'}/${usage.status}`;

const dismissable: readonly MeterStatus[] = ['warning', 'critical', 'overage'];

/** At the limit and in grace a banner stays: there is nothing that it could be put off to. A soft limit refuses nothing. */
export const isDismissable = ({ usage }: NamedMeter): boolean =>
  dismissable.includes(usage.status) || (usage.status === 'over' && usage.beyond?.type === 'soft');

/** The marks that were dismissed in this browser. Unreadable storage counts as none. */
export function readDismissals(storage: DismissalStorage | null, tenant: string): readonly string[] {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(keyOf(tenant)) ?? '[]');
    return Array.isArray(stored) ? stored.filter((mark) => typeof mark === 'string') : [];
  } catch {
    return [];
  }
}

/** Keeps the dismissals where the browser lets us; a full or forbidden storage only means that the banner returns. */
export function writeDismissals(storage: DismissalStorage | null, tenant: string, marks: readonly string[]): void {
  try {
    storage?.setItem(keyOf(tenant), JSON.stringify(marks));
  } catch {}
}

/**
 * Drops what no longer holds: marks of a past period, and of a meter that has become calm again, so that a level which
 * falls and rises anew is told anew.
 */
export function standingDismissals(marks: readonly string[], meters: readonly NamedMeter[]): readonly string[] {
  const standing = marks.filter((mark) =>
    meters.some(
      ({ name, usage }) => usage.status !== 'calm' && mark.startsWith(`${name}/${usage.period?.start ?? '-'}/`),
    ),
  );
  return standing.length === marks.length ? marks : standing;
}
