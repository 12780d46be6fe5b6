import { formatAmount, type MeterName, meterLabel, type OwnUsage, type TenantUsage } from '@plimsoll/quota';
import { inSentence } from '@plimsoll/react';
import { type AppCatalog, catalog } from '../../server/catalog.ts';

type Usage = TenantUsage<AppCatalog> | OwnUsage<AppCatalog>;

/** What becomes of the place that one of a level leaves: free at once, and how many there are then. Members see no totals. */
export function placeWords(usage: Usage | undefined, level: MeterName<AppCatalog>): string {
  const freed = 'Its place becomes free at once';
  if (usage?.scope !== 'tenant') return `${freed}.`;
  const { used, line } = usage.meters[level];
  if (line === null) return `${freed}.`;
  const left = formatAmount(Math.max(used - 1, 0));
  return `${freed}: you then have ${left} of ${formatAmount(line)} ${inSentence(meterLabel(catalog, level))}.`;
}
