import { formatAmount, type PoolUsage } from '@plimsoll/quota';

/** Where the rest comes from: the parent isn't named to its children. */
export const poolWords = ({ remaining }: PoolUsage): string =>
  remaining === null
    ? 'Draws from your organisation’s pool, which has no limit'
    : `Draws from your organisation’s pool: ${formatAmount(remaining)} remaining there`;
