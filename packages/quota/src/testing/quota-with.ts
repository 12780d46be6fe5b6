import type { Limit } from '../catalog/limit.ts';
import { allowance, type Catalog, capped, defineCatalog, level, rate, usd } from '../index.ts';
import { createTestQuota } from './test-quota.ts';

// The means of the tests of contracts: a quota with any limits, and what they ask it.

export const now = '2026-11-10T12:00:00.000Z';
export const by = { actor: 'tester', reason: 'a test' };
export const tenant = 'org';
export const restPool = { rest: 'pool' } as const;

const meters = {
  units: allowance({ unit: 'unit', per: 'month' }),
  seats: level({ unit: 'seat' }),
  calls: rate({ unit: 'call', per: 'minute' }),
  searches: rate({ unit: 'search', per: 'second', by: 'actor' }),
};
type Limits = { [M in keyof typeof meters]?: Limit };

/** A quota whose plans give these limits, ten of everything where nothing is said. */
export function quotaWith(...plans: Limits[]) {
  const ten = capped(10);
  const all = { units: ten, seats: ten, calls: ten, searches: ten };
  const declared = plans.map((limits, index) => [
    `plan${index}`,
    { name: `Plan ${index}`, price: usd(index), limits: { ...all, ...limits } },
  ]);
  const catalog = { meters, plans: Object.fromEntries(declared), defaultPlan: 'plan0' };
  return createTestQuota(defineCatalog(catalog) as Catalog, { now });
}
type Quota = ReturnType<typeof quotaWith>;

export const use = (quota: Quota, amounts: Record<string, number>, of = tenant, more: object = {}) =>
  quota.consume({ tenant: of, meters: amounts, ...more });
export const balanceOf = (quota: Quota, meter: string, of = tenant) =>
  quota.inspect().balances.find((balance) => balance.meter === meter && balance.tenant === of);
export const noticesOf = (quota: Quota) =>
  quota.inspect().notices.map(({ level, amount, used }) => [level, amount, used]);

export async function granted(quota: Quota, amounts: Record<string, number>, of = tenant, more: object = {}) {
  const answer = await use(quota, amounts, of, more);
  if (answer.outcome !== 'granted') throw new Error(`It was ${answer.outcome}: ${JSON.stringify(answer)}`);
  return answer;
}
export async function refused(quota: Quota, amounts: Record<string, number>, of = tenant, more: object = {}) {
  const answer = await use(quota, amounts, of, more);
  if (answer.outcome !== 'refused' || answer.refusal.reason === 'unavailable') throw new Error(answer.outcome);
  return answer.refusal;
}
export const bonus = (quota: Quota, amount: number, more: object = {}) =>
  quota.grant({ tenant, meter: 'units' as never, amount, source: 'bonus', ...more }, by);
