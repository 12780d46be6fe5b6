import { formatAmount, type MeterUsage } from '@plimsoll/quota';

/** `82 of 100`, figures in mono. `format` shortens them where there is little room. */
export function UsageFigure({
  usage,
  format = formatAmount,
}: {
  usage: MeterUsage;
  format?: (amount: number) => string;
}) {
  const { used, line, status } = usage;
  if (status === 'not_in_plan') return <span className="plimsoll-muted">{'\u2013'}</span>;
  return (
    <bdi className="plimsoll-figure">
      <span className="plimsoll-number">{format(used)}</span>
      {line !== null && (
        <span className="plimsoll-muted">
          {' '}
          of <span className="plimsoll-number">{format(line)}</span>
        </span>
      )}
    </bdi>
  );
}
