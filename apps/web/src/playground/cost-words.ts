import { formatAmount, formatDay, type MeterName, type OwnUsage, type TenantUsage } from '@plimsoll/quota';
import type { AppCatalog } from '../../server/catalog.ts';

type Usage = TenantUsage<AppCatalog> | OwnUsage<AppCatalog>;

/** What one call costs: `Uses 1 of the 4 remaining`, or until when there is nothing to use. */
export function costWords(usage: Usage, meter: MeterName<AppCatalog>): string {
  if (usage.scope === 'own') return 'Uses 1';
  const { remaining, period } = usage.meters[meter];
  if (remaining === null) return 'Uses 1, without a limit';
  if (remaining > 0) return `Uses 1 of the ${formatAmount(remaining)} remaining`;
  return period ? `0 remaining until ${formatDay(period.end, usage.zone)}` : '0 remaining';
}
