import { expect, it } from 'vitest';
import {
  allowance,
  capped,
  defineCatalog,
  level,
  limitsFromEnv,
  none,
  pooled,
  rate,
  unlimited,
  usd,
} from '../index.ts';

const overage = { upTo: 5, price: usd(0.15) };
const catalog = defineCatalog({
  meters: {
    apiCalls: allowance({ unit: 'call', per: 'month' }),
    seats: level({ unit: 'seat' }),
    requests: rate({ unit: 'call', per: 'minute' }),
  },
  plans: {
    starter: {
      name: 'Starter',
      price: usd(19),
      limits: { apiCalls: capped(100, { overage }), seats: unlimited, requests: capped(60, { burst: 20 }) },
    },
    pro_2: { name: 'Pro', price: usd(79), limits: { apiCalls: pooled(), seats: none, requests: capped(300) } },
  },
  defaultPlan: 'starter',
});

it('an amount takes the place of the declared one and keeps what comes beyond it', () => {
  const { plans } = limitsFromEnv(catalog, { PLIMSOLL_LIMIT_STARTER_API_CALLS: '5000', PATH: '/bin' });
  expect(plans.starter.limits.apiCalls).toEqual({ type: 'capped', amount: 5000, overage });
  expect(plans.pro_2).toEqual(catalog.plans.pro_2);
});

it.each([
  ['STARTER_API_CALLS', 'unlimited', 'starter', 'apiCalls', unlimited],
  ['STARTER_SEATS', 'none', 'starter', 'seats', none],
  ['STARTER_SEATS', '7', 'starter', 'seats', { type: 'capped', amount: 7 }],
  ['PRO_2_API_CALLS', '9007199254740991', 'pro_2', 'apiCalls', { type: 'capped', amount: Number.MAX_SAFE_INTEGER }],
  ['STARTER_REQUESTS', '10', 'starter', 'requests', { type: 'capped', amount: 10, burst: 10 }],
  ['STARTER_REQUESTS', '100', 'starter', 'requests', { type: 'capped', amount: 100, burst: 20 }],
] as const)('%s=%s', (name, value, plan, meter, expected) => {
  const changed = limitsFromEnv(catalog, { [`PLIMSOLL_LIMIT_${name}`]: value });
  expect(changed.plans[plan].limits[meter]).toEqual(expected);
});

it('the declared catalog stays as it was', () => {
  const before = structuredClone(catalog);
  limitsFromEnv(catalog, { PLIMSOLL_LIMIT_STARTER_SEATS: '7', PLIMSOLL_LIMIT_STARTER_API_CALLS: 'none' });
  expect(catalog).toEqual(before);
});

it('without such a variable it is the same catalog', () => {
  expect(limitsFromEnv(catalog, { PLIMSOLL_LIMIT_STARTER_SEATS: undefined, PLIMSOLL_URL: '1' })).toEqual(catalog);
});

it.each(['0', '', '-1', '1.5', '1e3', ' 5', '05', 'Unlimited', 'null', '9007199254740992', '99999999999999999'])(
  'refuses the value %j and names the variable',
  (value) => {
    const name = 'PLIMSOLL_LIMIT_STARTER_SEATS';
    expect(() => limitsFromEnv(catalog, { [name]: value })).toThrow(
      expect.objectContaining({ name: 'CatalogError', field: name }),
    );
  },
);

it.each(['PLIMSOLL_LIMIT_STARTER_APICALLS', 'PLIMSOLL_LIMIT_GOLD_SEATS', 'PLIMSOLL_LIMIT_', 'PLIMSOLL_LIMIT_STARTER'])(
  'refuses %s, a name that fits no plan and meter',
  (name) => {
    expect(() => limitsFromEnv(catalog, { [name]: '1' })).toThrow(
      expect.objectContaining({ name: 'CatalogError', field: name }),
    );
  },
);

it('refuses an amount whose overage makes the ceiling unsafe', () => {
  expect(() => limitsFromEnv(catalog, { PLIMSOLL_LIMIT_STARTER_API_CALLS: '9007199254740991' })).toThrow(
    expect.objectContaining({ field: 'PLIMSOLL_LIMIT_STARTER_API_CALLS.overage.upTo' }),
  );
});

it('refuses a catalog in which two limits have one name', () => {
  const meters = { apiCalls: catalog.meters.apiCalls, api_calls: catalog.meters.apiCalls };
  const limits = { apiCalls: none, api_calls: none };
  const twice = defineCatalog({
    meters,
    plans: { free: { name: 'Free', price: usd(0), limits } },
    defaultPlan: 'free',
  });
  expect(() => limitsFromEnv(twice, {})).toThrow(
    expect.objectContaining({ name: 'CatalogError', field: 'PLIMSOLL_LIMIT_FREE_API_CALLS' }),
  );
});
