import { allowance, capped, defineCatalog, level, pooled, unlimited, usd } from '../index.ts';

/** Small limits, so that many balances are full before the hammer ends; teams that draw on one pool. */
export const crashCatalog = defineCatalog({
  meters: {
    calls: allowance({ unit: 'call', per: 'month' }),
    tokens: allowance({ unit: 'token', per: 'month' }),
    slots: level({ unit: 'slot' }),
  },
  plans: {
    free: { name: 'Free', price: usd(0), limits: { calls: capped(15), tokens: unlimited, slots: capped(50) } },
    hot: { name: 'Hot', price: usd(1), limits: { calls: capped(400), tokens: unlimited, slots: capped(20) } },
    team: {
      name: 'Team',
      price: usd(1),
      limits: { calls: pooled(), tokens: capped(200, { rest: 'pool' }), slots: capped(5) },
    },
  },
  defaultPlan: 'free',
});

export const hotTenants = ['hot-1', 'hot-2'];
export const spreadTenants = Array.from({ length: 300 }, (_, i) => `spread-${i}`);
/** They draw on the pool of `hot-1`. */
export const teamTenants = ['team-1', 'team-2'];
