import type { MeterName } from '@plimsoll/quota';
import { StatusDisc } from '@plimsoll/react';
import type { LucideIcon } from 'lucide-react';
import type { AppCatalog } from '../../server/catalog.ts';
import { useUsage } from '../usage/usage-provider.tsx';

/** An action's icon; once its meter is full, or calls are paused, the disc. The button stays and explains. */
export function ActionIcon({ meter, icon: Icon }: { meter: MeterName<AppCatalog>; icon: LucideIcon }) {
  const { usage } = useUsage();
  if (usage?.scope === 'tenant' && usage.suspended) return <StatusDisc status="refused" />;
  const status = usage?.scope === 'tenant' ? usage.meters[meter].status : 'calm';
  if (status !== 'exhausted' && status !== 'over') return <Icon size={14} strokeWidth={1.75} aria-hidden />;
  return <StatusDisc status={status} />;
}
