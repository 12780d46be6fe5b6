import { formatAmount, type MeterName, type OwnUsage, type TenantUsage } from '@plimsoll/quota';
import { formatTurn, leftOfLine, moreWords } from '@plimsoll/react';
import { type AppCatalog, catalog } from '../../server/catalog.ts';

type Usage = TenantUsage<AppCatalog> | OwnUsage<AppCatalog>;

/** What one call costs: `Uses 1 of the 4 remaining`, on which terms beyond the limit, or until when there is nothing. */
export function costWords(usage: Usage, meter: MeterName<AppCatalog>): string {
  const { name, limits } = catalog.plans[usage.plan];
  if (usage.scope === 'own') return limits[meter].type === 'none' ? `Not in ${name}` : 'Uses 1';
  if (usage.suspended) return 'Paused';
  const standing = usage.meters[meter];
  const { remaining, period, beyond, status } = standing;
  if (status === 'not_in_plan') return `Not in ${name}`;
  if (beyond && leftOfLine(standing) === 0) {
    const more = moreWords(standing, usage.zone);
    if (more !== null) return `Uses 1 beyond the limit: ${more}`;
  }
  if (remaining === null)
    return beyond ? `Uses 1 of the ${formatAmount(leftOfLine(standing))} remaining` : 'Uses 1, without a limit';
  if (remaining > 0) return `Uses 1 of the ${formatAmount(beyond ? leftOfLine(standing) : remaining)} remaining`;
  return period ? `0 remaining until ${formatTurn(period, usage.zone)}` : '0 remaining';
}
