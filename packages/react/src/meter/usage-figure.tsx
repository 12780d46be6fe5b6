import { formatAmount, type MeterUsage } from '@plimsoll/quota';

/** `82 of 100`, figures in mono; of a rate, how many of the burst. `format` shortens them where there is little room. */
export function UsageFigure({
  usage,
  format = formatAmount,
}: {
  usage: MeterUsage;
  format?: (amount: number) => string;
}) {
  const { used, line, ceiling, kind, status } = usage;
  if (status === 'not_in_plan') return <span className="plimsoll-muted">{'\u2013'}</span>;
  const whole = kind === 'rate' ? ceiling : line;
  return (
    <bdi className="plimsoll-figure">
      <span className="plimsoll-number">{format(used)}</span>
      {whole !== null && (
        <span className="plimsoll-muted">
          {' '}
          of <span className="plimsoll-number">{format(whole)}</span>
        </span>
      )}
    </bdi>
  );
}
