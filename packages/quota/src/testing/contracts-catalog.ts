import { allowance, capped, defineCatalog, level, none, pooled, rate, unlimited, usd, windowOf } from '../index.ts';

/** A catalog that has every contract: each kind of meter, each kind of limit, and teams that draw on their organisation. */
export const contractsCatalog = defineCatalog({
  meters: {
    hard: allowance({ unit: 'call', per: 'month' }),
    soft: allowance({ unit: 'call', per: 'month' }),
    priced: allowance({ unit: 'export', per: 'month' }),
    graced: allowance({ unit: 'generation', per: 'month' }),
    rolled: allowance({ unit: 'credit', per: 'day' }),
    windowed: allowance({ unit: 'message', per: windowOf({ hours: 5 }) }),
    weekly: allowance({ unit: 'message', per: 'week' }),
    forever: allowance({ unit: 'trial', per: 'lifetime' }),
    seats: level({ unit: 'seat' }),
    requests: rate({ unit: 'request', per: 'minute' }),
    keyed: rate({ unit: 'request', per: 'second', by: 'actor' }),
    tokens: allowance({ unit: 'token', per: 'month' }),
    spill: allowance({ unit: 'token', per: 'month' }),
  },
  plans: {
    team: {
      name: 'Team',
      price: usd(0),
      limits: {
        hard: capped(10),
        soft: capped(10, { soft: true }),
        priced: capped(10, { overage: { upTo: 5, price: usd(0.5) } }),
        graced: capped(10, { grace: { upTo: 5, days: 3 } }),
        rolled: capped(10, { rollover: { upTo: 6, periods: 1 } }),
        windowed: capped(10),
        weekly: capped(25),
        forever: capped(3),
        seats: capped(3),
        requests: capped(60, { burst: 20 }),
        keyed: capped(5),
        tokens: pooled({ cap: 60 }),
        spill: capped(10, { rest: 'pool' }),
      },
    },
    organisation: {
      name: 'Organisation',
      price: usd(50),
      limits: {
        hard: capped(100),
        soft: unlimited,
        priced: capped(100, { overage: { upTo: 50, price: usd(0.5) } }),
        graced: capped(100, { grace: { upTo: 50, days: 3 } }),
        rolled: capped(100, { rollover: { upTo: 60, periods: 2 } }),
        windowed: capped(100),
        weekly: capped(250),
        forever: unlimited,
        seats: unlimited,
        requests: capped(300),
        keyed: none,
        tokens: capped(100),
        spill: capped(30),
      },
    },
  },
  defaultPlan: 'team',
});
export type ContractsCatalog = typeof contractsCatalog;
