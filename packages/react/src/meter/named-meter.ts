import { type Catalog, type MeterUsage, meterLabel, type TenantUsage } from '@plimsoll/quota';

/** One meter's usage with the words that people read for it. */
export type NamedMeter = {
  readonly name: string;
  /** Plural, as it starts a line: `AI generations`, `Projects`. */
  readonly label: string;
  /** Singular, as it stands in a sentence: `generation`, `project`. */
  readonly unit: string;
  readonly usage: MeterUsage;
};

/** A tenant's meters in catalog order, each with its label and unit. */
export function nameMeters(catalog: Catalog, usage: TenantUsage): NamedMeter[] {
  return Object.entries(usage.meters).map(([name, meter]) => ({
    name,
    label: meterLabel(catalog, name),
    unit: catalog.meters[name]?.unit ?? name,
    usage: meter,
  }));
}
