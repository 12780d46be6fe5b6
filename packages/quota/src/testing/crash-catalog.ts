import { allowance, capped, defineCatalog, unlimited, usd } from '../index.ts';

/** Small limits, so that many balances are full before the crash test ends. */
export const crashCatalog = defineCatalog({
  meters: { calls: allowance({ unit: 'call', per: 'month' }), tokens: allowance({ unit: 'token', per: 'month' }) },
  plans: {
    free: { name: 'Free', price: usd(0), limits: { calls: capped(15), tokens: unlimited } },
    hot: { name: 'Hot', price: usd(1), limits: { calls: capped(400), tokens: unlimited } },
  },
  defaultPlan: 'free',
});

export const hotTenants = ['hot-1', 'hot-2'];
export const spreadTenants = Array.from({ length: 300 }, (_, i) => `spread-${i}`);
