import type { ContractsCatalog } from './contracts-catalog.ts';
import type { TestQuota } from './test-quota.ts';

export type Verbs = Omit<TestQuota<ContractsCatalog>, 'clock' | 'inspect' | 'fork'>;
type Counted = Exclude<keyof ContractsCatalog['meters'], 'requests' | 'keyed'>;

/** Whose accounts are asked for at a history's end. */
export type AccountsAsked = {
  tenant: string;
  /** Meters that were used. */
  meters: Counted[];
  /** All of which the tenant has a balance. */
  opened: Counted[];
  /** Where the clock began and where it stands, ISO 8601. */
  from: string;
  to: string;
};

/** What the verbs that account tell, without ids: they differ from side to side. */
export async function toldAccounts(quota: Verbs, { tenant, meters, opened, ...range }: AccountsAsked) {
  const asked = Object.fromEntries(opened.map((meter) => [meter, 1]));
  // Also opens what no call has opened since something changed.
  const checked = opened.length > 0 ? await quota.check({ tenant, meters: asked }) : null;
  const told = await Promise.all([
    ...meters.map((meter) => quota.history({ tenant, meter, grain: 'day', by: 'actor', ...range })),
    ...meters.map((meter) => quota.history({ tenant, meter, grain: 'hour', by: 'feature', ...range })),
    quota.ownUsage(tenant, 'ada'),
  ]);
  return { checked, told };
}
