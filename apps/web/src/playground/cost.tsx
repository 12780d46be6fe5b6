import { formatAmount, formatDay, type MeterName } from '@plimsoll/quota';
import type { AppCatalog } from '../../server/catalog.ts';
import { useUsage } from '../usage/usage-provider.tsx';

/** What a button costs, beside it: `Uses 1 of the 4 remaining`. */
export function Cost({ meter }: { meter: MeterName<AppCatalog> }) {
  const { usage } = useUsage();
  return <span className="text-xs text-muted-foreground tabular-nums">{usage && costWords(usage, meter)}</span>;
}

function costWords(usage: NonNullable<ReturnType<typeof useUsage>['usage']>, meter: MeterName<AppCatalog>): string {
  if (usage.scope === 'own') return 'Uses 1';
  const { remaining, period } = usage.meters[meter];
  if (remaining === null) return 'Uses 1, without a limit';
  if (remaining > 0) return `Uses 1 of the ${formatAmount(remaining)} remaining`;
  return period ? `0 remaining until ${formatDay(period.end, usage.zone)}` : '0 remaining';
}
