import { formatAmount } from '@plimsoll/quota';
import { leftBeyond, leftOfLine, usedBeyond } from '../meter/beyond.ts';
import type { NamedMeter } from '../meter/named-meter.ts';
import { perWords } from '../meter/per-words.ts';

/** Below the figure: `18 remaining`, `27 more in grace`, `at once, 60 a minute`; without a limit, what it counts. */
export function leftWords({ usage, per }: Pick<NamedMeter, 'usage' | 'per'>): string {
  const { kind, line, remaining, status, beyond, pool } = usage;
  if (kind === 'rate' && line !== null) return `at once, ${formatAmount(line)} ${perWords(per)}`;
  const more = leftBeyond(usage) ?? 0;
  if (status === 'grace' && more > 0) return `${formatAmount(more)} more in grace`;
  if (status === 'overage' && more > 0) return `${formatAmount(more)} more allowed`;
  if (beyond?.type === 'soft' && usedBeyond(usage) > 0) return 'nothing is refused';
  if (beyond && (more > 0 || !pool)) return `${formatAmount(leftOfLine(usage))} remaining`;
  if (remaining !== null) return `${formatAmount(remaining)} remaining`;
  return kind === 'level' ? 'in use' : 'used';
}
