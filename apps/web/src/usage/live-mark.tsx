import { formatClock } from './format-clock.ts';
import { useUsage } from './usage-provider.tsx';

/** Says whether the figures follow by themselves, and if not, how old they are. */
export function LiveMark() {
  const { usage, connection } = useUsage();
  const dot = connection === 'live' ? 'bg-good' : 'border-[1.5px] border-warning';
  return (
    <span className="flex items-center gap-1.5 text-xs whitespace-nowrap text-muted-foreground">
      <span aria-hidden="true" className={`size-[7px] rounded-full ${dot}`} />
      {connection === 'live'
        ? 'Live'
        : connection === 'connecting'
          ? 'Connecting'
          : `Reconnecting.${usage ? ` Figures are from ${formatClock(usage.at)}` : ''}`}
    </span>
  );
}
