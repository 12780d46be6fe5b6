import { type Catalog, type GrantUsage, type MeterUsage, meterLabel, type TenantUsage } from '@plimsoll/quota';
import { besidePause } from './beside-pause.ts';
import { type CountedPer, perOf } from './per-words.ts';
import { withRateMark } from './rate-mark.ts';

/** One meter's usage with the words that people read for it. */
export type NamedMeter = {
  readonly name: string;
  /** Plural, as it starts a line: `AI generations`, `Projects`. */
  readonly label: string;
  /** Singular, as it stands in a sentence: `generation`, `project`. */
  readonly unit: string;
  /** The time by which it counts; null: a level. */
  readonly per: CountedPer;
  /** When the first of the grants that count now expires, ISO 8601; null where none does. */
  readonly grantsUntil: string | null;
  readonly usage: MeterUsage;
};

/** A tenant's meters in catalog order, each with its label and unit. A pause is no limit that they reached. */
export function nameMeters<C extends Catalog>(catalog: C, usage: TenantUsage<C>): NamedMeter[] {
  return Object.entries<MeterUsage>(usage.meters).map(([name, meter]) => ({
    name,
    label: meterLabel(catalog, name),
    unit: catalog.meters[name]?.unit ?? name,
    per: perOf(catalog.meters[name]),
    grantsUntil: firstExpiry(usage.grants, name, usage.at),
    usage: withRateMark(catalog, name, usage.suspended ? besidePause(catalog, name, meter, usage.at) : meter),
  }));
}

function firstExpiry(
  grants: readonly Pick<GrantUsage, 'remaining' | 'startsAt' | 'expiresAt'>[],
  name: string,
  at: string,
) {
  const expiries = (grants as readonly GrantUsage[])
    .filter((grant) => grant.meter === name && grant.remaining > 0 && Date.parse(grant.startsAt) <= Date.parse(at))
    .flatMap(({ expiresAt }) => expiresAt ?? []);
  return expiries.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}
