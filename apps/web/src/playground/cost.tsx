import type { MeterName } from '@plimsoll/quota';
import type { AppCatalog } from '../../server/catalog.ts';
import { useUsage } from '../usage/usage-provider.tsx';
import { costWords } from './cost-words.ts';

/** What a button costs, beside it. */
export function Cost({ meter }: { meter: MeterName<AppCatalog> }) {
  const { usage } = useUsage();
  return <bdi className="text-xs text-muted-foreground tabular-nums">{usage && costWords(usage, meter)}</bdi>;
}
