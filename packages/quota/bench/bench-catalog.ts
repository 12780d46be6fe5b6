import { allowance, capped, defineCatalog, usd } from '../src/index.ts';

/** Far from its limit, so that each decision is a grant and is booked. */
export const benchCatalog = defineCatalog({
  meters: { calls: allowance({ unit: 'call', per: 'month' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { calls: capped(Number.MAX_SAFE_INTEGER) } } },
  defaultPlan: 'free',
});

export const hot = ['hot'];
export const spread = Array.from({ length: 10_000 }, (_, i) => `tenant-${i}`);
